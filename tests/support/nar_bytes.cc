// SPDX-License-Identifier: GPL-3.0-or-later
// Archives made by hand; shares no code with NarWriter.
#include "tests/support/nar_bytes.hh"

namespace cairn::test {

std::string nar_number(std::uint64_t value) {
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>(value >> 8 * i & 255);
  return bytes;
}

std::string nar_token(std::string_view text) {
  std::string bytes = nar_number(text.size()).append(text);
  while (bytes.size() % 8 != 0) bytes += '\0';
  return bytes;
}

std::string nar_tokens(std::initializer_list<std::string_view> texts) {
  std::string bytes;
  for (std::string_view text : texts) bytes += nar_token(text);
  return bytes;
}

std::string nar_file(std::string_view contents, bool executable) {
  return nar_tokens({"(", "type", "regular"}) + (executable ? nar_tokens({"executable", ""}) : "") +
         nar_tokens({"contents", contents, ")"});
}

std::string nar_link(std::string_view target) {
  return nar_tokens({"(", "type", "symlink", "target", target, ")"});
}

std::string nar_folder(NarEntries entries) {
  std::string bytes = nar_tokens({"(", "type", "directory"});
  for (const auto& [name, node] : entries) {
    bytes += nar_tokens({"entry", "(", "name", name, "node"}) + node + nar_token(")");
  }
  return bytes + nar_token(")");
}

std::string nar_nested(std::size_t folders, std::string_view core) {
  std::string bytes;
  std::string open = nar_tokens({"(", "type", "directory", "entry", "(", "name", "d", "node"});
  for (std::size_t i = 0; i < folders; ++i) bytes += open;
  bytes += core;
  for (std::size_t i = 0; i < folders; ++i) bytes += nar_tokens({")", ")"});
  return bytes;
}

std::string random_nar_node(std::mt19937& random, int depth) {
  auto text = [&](std::size_t size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    return bytes;
  };
  auto kind = random() % 4;
  if (depth == 0 && kind > 1) kind = 0;
  if (kind == 0) return nar_file(text(random() % 50), random() % 2 == 0);
  if (kind == 1) return nar_link("to-" + std::to_string(random()));
  std::string bytes = nar_tokens({"(", "type", "directory"});
  for (char letter = 'a'; letter < static_cast<char>('a' + random() % 6); ++letter) {
    std::string name = std::string(1, letter) + "\xff\n" + std::to_string(random());
    bytes += nar_tokens({"entry", "(", "name", name, "node"});
    bytes += random_nar_node(random, depth - 1) + nar_token(")");
  }
  return bytes + nar_token(")");
}

std::vector<std::size_t> nar_length_fields(std::string_view archive) {
  std::vector<std::size_t> fields;
  for (std::size_t at = 0; at < archive.size();) {
    fields.push_back(at);
    std::size_t size = static_cast<unsigned char>(archive[at]);  // those of tests are short
    at += 8 + (size + 7) / 8 * 8;
  }
  return fields;
}

std::string nar_archive(std::string_view node) {
  return nar_token("nix-archive-1").append(node);
}

}  // namespace cairn::test
