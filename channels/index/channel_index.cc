// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes as bytes.
#include "channels/index/channel_index.hh"

#include "channels/index/byte_reader.hh"

namespace cairn {

namespace {

// Another last byte for every change of this format, and of what skimming finds.
constexpr std::string_view beginning("cairn index\0\2", 13);

// Of a module: its file, its blob, how long the parts of its block are.
constexpr std::size_t smallest_module = 4 + ObjectId::size + 8;

ObjectId take_id(ByteReader& reader) {
  std::string_view bytes = reader.take(ObjectId::size);
  return bytes.size() == ObjectId::size ? ObjectId(bytes) : ObjectId();
}

// What the directory says about one module.
struct Row {
  std::string_view file;
  ObjectId blob;
  std::uint32_t head_length = 0;
  std::uint32_t entries_length = 0;
};

Row take_row(ByteReader& reader) {
  Row row;
  row.file = reader.text();
  row.blob = take_id(reader);
  row.head_length = reader.number();
  row.entries_length = reader.number();
  return row;
}

}  // namespace

std::optional<ChannelIndex> ChannelIndex::read(std::string bytes) {
  ChannelIndex index;
  index.text_ = std::make_unique<const std::string>(std::move(bytes));
  index.bytes_ = *index.text_;
  if (!index.read_bytes()) return std::nullopt;
  return index;
}

std::optional<ChannelIndex> ChannelIndex::read(MappedFile file) {
  ChannelIndex index;
  index.bytes_ = file.bytes();
  index.file_ = std::move(file);
  if (!index.read_bytes()) return std::nullopt;
  return index;
}

bool ChannelIndex::read_bytes() {
  ByteReader reader(bytes_);
  if (reader.take(beginning.size()) != beginning) return false;
  tree_ = take_id(reader);
  std::vector<Row> rows(reader.count(smallest_module));
  for (Row& row : rows) row = take_row(reader);
  std::vector<std::string_view> heads;
  for (const Row& row : rows) heads.push_back(reader.take(row.head_length));
  modules_.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::string_view entries = reader.take(rows[i].entries_length);
    auto view = BlockView::read(heads[i], entries);
    if (!view) return false;
    modules_.push_back({rows[i].file, rows[i].blob, heads[i], entries, std::move(*view)});
  }
  return reader.is_sound() && reader.is_at_end();
}

std::string IndexPieces::joined() const {
  std::string bytes = directory;
  for (std::string_view part : parts) bytes += part;
  return bytes;
}

IndexPieces index_pieces(const ObjectId& tree, const std::vector<ModuleBlock>& modules) {
  IndexPieces pieces;
  pieces.directory += beginning;
  pieces.directory += tree.bytes();
  put_number(pieces.directory, static_cast<std::uint32_t>(modules.size()));
  for (const ModuleBlock& module : modules) {
    put_text(pieces.directory, module.file);
    pieces.directory += module.blob.bytes();
    put_number(pieces.directory, static_cast<std::uint32_t>(module.head.size()));
    put_number(pieces.directory, static_cast<std::uint32_t>(module.entries.size()));
    pieces.parts.push_back(module.head);
  }
  for (const ModuleBlock& module : modules) pieces.parts.push_back(module.entries);
  return pieces;
}

}  // namespace cairn
