// SPDX-License-Identifier: GPL-3.0-or-later
// The layouts of tar (POSIX.1-2001, pax), zip (APPNOTE.TXT) and ar.
#include "tests/support/archive_bytes.hh"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>

namespace cairn::test {

namespace {

void put(std::string& block, std::size_t offset, std::string_view text, std::size_t limit) {
  std::copy_n(text.data(), std::min(text.size(), limit), block.begin() + static_cast<int>(offset));
}

std::string tar_header(const TarMember& member) {
  std::string block(512, '\0');
  put(block, 0, member.name, 100);
  put(block, 100, fmt::format("{:07o}", member.mode), 7);
  put(block, 108, "0000000", 7);
  put(block, 116, "0000000", 7);
  put(block, 124, fmt::format("{:011o}", member.content.size()), 11);
  put(block, 136, "00000000000", 11);
  put(block, 148, "        ", 8);
  block[156] = member.type;
  put(block, 157, member.target, 100);
  put(block, 257,
      std::string_view("ustar\0"
                       "00",
                       8),
      8);
  unsigned sum = 0;
  for (char c : block) sum += static_cast<unsigned char>(c);
  put(block, 148, fmt::format("{:06o}", sum), 6);
  block[154] = '\0';
  return block;
}

std::string little_endian(std::uint64_t value, unsigned size) {
  std::string bytes;
  for (unsigned i = 0; i < size; ++i) bytes += static_cast<char>(value >> 8 * i);
  return bytes;
}

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = ~0U;
  for (char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320U : 0U);
  }
  return ~crc;
}

// What a local header and an entry of the directory have in common.
std::string zip_fields(const ZipMember& member) {
  return little_endian(20, 1) + little_endian(member.is_dos ? 0 : 3, 1) +
         little_endian(member.is_utf8 ? 1 << 11 : 0, 2) + little_endian(0, 2) +
         little_endian(0x00210000, 4) + little_endian(crc32(member.content), 4) +
         little_endian(member.content.size(), 4) + little_endian(member.content.size(), 4) +
         little_endian(member.name.size(), 2) + little_endian(0, 2);
}

}  // namespace

std::string tar_bytes(const std::vector<TarMember>& members) {
  std::string bytes;
  for (const TarMember& member : members) {
    bytes += tar_header(member) + member.content;
    bytes.resize((bytes.size() + 511) / 512 * 512);
  }
  return bytes + std::string(1024, '\0');
}

TarMember pax_member(const std::map<std::string, std::string>& values) {
  TarMember member{"pax", 'x'};
  for (const auto& [key, value] : values) {
    // The length of a record counts its own digits.
    std::size_t rest = key.size() + value.size() + 3;
    std::size_t size = rest;
    while (std::to_string(size).size() + rest != size) ++size;
    member.content += fmt::format("{} {}={}\n", size, key, value);
  }
  return member;
}

TarMember pax_member(const std::string& key, const std::string& value) {
  return pax_member({{key, value}});
}

std::string zip_bytes(const std::vector<ZipMember>& members) {
  std::string bytes;
  std::string directory;
  for (const ZipMember& member : members) {
    directory += "PK\1\2" + little_endian(30, 1) + little_endian(member.is_dos ? 0 : 3, 1) +
                 zip_fields(member) + little_endian(0, 6) +
                 little_endian(member.is_dos ? 0 : std::uint64_t{member.unix_mode} << 16, 4) +
                 little_endian(bytes.size(), 4) + member.name;
    bytes += "PK\3\4" + zip_fields(member) + member.name + member.content;
  }
  std::string end = "PK\5\6" + little_endian(0, 4) + little_endian(members.size(), 2) +
                    little_endian(members.size(), 2) + little_endian(directory.size(), 4) +
                    little_endian(bytes.size(), 4) + little_endian(0, 2);
  return bytes + directory + end;
}

std::string ar_bytes(const std::vector<ArMember>& members) {
  std::string bytes = "!<arch>\n";
  for (const ArMember& member : members) {
    bytes += fmt::format("{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", member.name, 0, 0, 0, "100644",
                         member.content.size());
    bytes += member.content;
    if (bytes.size() % 2 == 1) bytes += '\n';
  }
  return bytes;
}

}  // namespace cairn::test
