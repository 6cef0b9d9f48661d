// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks of modules, written and read.
#include "channels/index/module_block.hh"

#include "channels/index/byte_reader.hh"
#include "core/base/error.hh"

#include <algorithm>

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

// Of each package: the hashes of its variable and of its name, and where its entry begins.
constexpr std::size_t table_columns = 3;
constexpr std::size_t table_row = 4 * table_columns;

bool says_its_version(const PackageEntry& entry) {
  return entry.name.is_known() && entry.version.is_known();
}

Block block_of(const ModulePackages& found) {
  Block block;
  put_text(block.head, found.problem);
  put_number(block.head, static_cast<std::uint32_t>(found.module.size()));
  for (std::string_view part : found.module) put_text(block.head, part);
  put_number(block.head, static_cast<std::uint32_t>(found.packages.size()));
  for (const PackageEntry& entry : found.packages) {
    put_number(block.head, text_hash(entry.variable));
    put_number(block.head, says_its_version(entry) ? text_hash(entry.name.text) : 0);
    put_number(block.head, static_cast<std::uint32_t>(block.entries.size()));
    put_package(block.entries, entry);
  }
  return block;
}

}  // namespace

std::uint32_t text_hash(std::string_view text) {
  std::uint32_t hash = 2166136261;
  for (unsigned char c : text) hash = (hash ^ c) * 16777619;
  return hash == 0 ? 1 : hash;
}

Block module_block(std::string_view text) {
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

std::optional<BlockView> BlockView::read(std::string_view head, std::string_view entries) {
  ByteReader reader(head);
  BlockView view;
  view.entries_ = entries;
  view.problem_ = reader.text();
  for (std::uint32_t left = reader.count(4); left > 0; --left) {
    view.module_.push_back(reader.text());
  }
  view.size_ = reader.count(table_row);
  view.table_ = reader.take(view.size_ * table_row);
  if (!reader.is_sound() || !reader.is_at_end()) return std::nullopt;
  return view;
}

std::uint32_t BlockView::table_number(std::size_t row, std::size_t column) const {
  return ByteReader(table_.substr(row * table_row + 4 * column, 4)).number();
}

PackageEntry BlockView::entry(std::size_t number) const {
  std::size_t begin = std::min<std::size_t>(table_number(number, 2), entries_.size());
  ByteReader reader(entries_.substr(begin));
  PackageEntry entry = take_package(reader);
  if (!reader.is_sound()) {
    throw Error("the index of a channel is damaged")
        .with_hint("remove the folder channels/index below the state; it is made anew");
  }
  return entry;
}

}  // namespace cairn
