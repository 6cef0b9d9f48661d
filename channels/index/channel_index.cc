// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes as bytes.
#include "channels/index/channel_index.hh"

#include "channels/index/byte_reader.hh"
#include "channels/index/module_block.hh"

namespace cairn {

namespace {

// Another last byte for every change of this format, and of what skimming finds.
constexpr std::string_view beginning("cairn index\0\1", 13);

// Of a module: its file, its blob, its block.
constexpr std::size_t smallest_module = 4 + ObjectId::size + 4;

ObjectId take_id(ByteReader& reader) {
  std::string_view bytes = reader.take(ObjectId::size);
  return bytes.size() == ObjectId::size ? ObjectId(bytes) : ObjectId();
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
  std::uint32_t count = reader.count(smallest_module);
  modules_.reserve(count);
  for (; count > 0; --count) {
    std::string_view file = reader.text();
    ObjectId blob = take_id(reader);
    std::string_view block = reader.text();
    auto packages = read_block(block);
    if (!packages) return false;
    modules_.push_back({file, blob, block, std::move(*packages)});
  }
  return reader.is_sound() && reader.is_at_end();
}

std::string index_bytes(const ObjectId& tree, const std::vector<ModuleBlock>& modules) {
  std::size_t size = beginning.size() + ObjectId::size + 4;
  for (const ModuleBlock& module : modules) {
    size += smallest_module + module.file.size() + module.block.size();
  }
  std::string bytes;
  bytes.reserve(size);
  bytes += beginning;
  bytes += tree.bytes();
  put_number(bytes, static_cast<std::uint32_t>(modules.size()));
  for (const ModuleBlock& module : modules) {
    put_text(bytes, module.file);
    bytes += module.blob.bytes();
    put_text(bytes, module.block);
  }
  return bytes;
}

}  // namespace cairn
