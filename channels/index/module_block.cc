// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks of modules, written and read.
#include "channels/index/module_block.hh"

#include "channels/index/byte_reader.hh"
#include "core/base/error.hh"

namespace cairn {

namespace {

using Kind = PackageField::Kind;

// In the order of the bytes.
constexpr PackageField PackageEntry::*fields[] = {
    &PackageEntry::name,          &PackageEntry::version,
    &PackageEntry::synopsis,      &PackageEntry::description,
    &PackageEntry::home_page,     &PackageEntry::license,
    &PackageEntry::outputs,       &PackageEntry::inputs,
    &PackageEntry::native_inputs, &PackageEntry::propagated_inputs,
    &PackageEntry::hidden,        &PackageEntry::inherits};

constexpr std::uint32_t PackageEntry::*numbers[] = {&PackageEntry::line, &PackageEntry::column,
                                                    &PackageEntry::offset, &PackageEntry::length};

// The least that a package takes: its variable, flags, kinds and numbers.
constexpr std::size_t smallest_package = 4 + 1 + std::size(fields) + 4 * std::size(numbers);

void put_package(std::string& bytes, const PackageEntry& entry) {
  put_text(bytes, entry.variable);
  bytes += static_cast<char>(entry.is_public | entry.is_wrapped << 1);
  for (auto field : fields) {
    bytes += static_cast<char>((entry.*field).kind);
    if ((entry.*field).is_known()) put_text(bytes, (entry.*field).text);
  }
  for (auto number : numbers) put_number(bytes, entry.*number);
}

PackageField take_field(ByteReader& reader) {
  PackageField field{static_cast<Kind>(reader.byte()), {}};
  if (field.kind > Kind::computed) reader.refuse();
  if (field.is_known()) field.text = reader.text();
  return field;
}

PackageEntry take_package(ByteReader& reader) {
  PackageEntry entry;
  entry.variable = reader.text();
  std::uint8_t flags = reader.byte();
  if (flags > 3) reader.refuse();
  entry.is_public = (flags & 1) != 0;
  entry.is_wrapped = (flags & 2) != 0;
  for (auto field : fields) entry.*field = take_field(reader);
  for (auto number : numbers) entry.*number = reader.number();
  return entry;
}

std::string block_of(const ModulePackages& found) {
  std::string bytes;
  put_text(bytes, found.problem);
  put_number(bytes, static_cast<std::uint32_t>(found.module.size()));
  for (std::string_view part : found.module) put_text(bytes, part);
  put_number(bytes, static_cast<std::uint32_t>(found.packages.size()));
  for (const PackageEntry& entry : found.packages) put_package(bytes, entry);
  return bytes;
}

}  // namespace

std::string module_block(std::string_view text) {
  try {
    return block_of(packages_in(text));
  } catch (const Error& error) {
    // One bad file must not hide the packages of all others.
    std::string problem = error.message();
    ModulePackages nothing;
    nothing.problem = problem;
    return block_of(nothing);
  }
}

std::optional<ModulePackages> read_block(std::string_view block) {
  ByteReader reader(block);
  ModulePackages found;
  found.problem = reader.text();
  for (std::uint32_t left = reader.count(4); left > 0; --left) {
    found.module.push_back(reader.text());
  }
  std::uint32_t count = reader.count(smallest_package);
  found.packages.reserve(count);
  for (; count > 0; --count) found.packages.push_back(take_package(reader));
  if (!reader.is_sound() || !reader.is_at_end()) return std::nullopt;
  return found;
}

}  // namespace cairn
