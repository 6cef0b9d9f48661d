// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes of channels, as they lie on a disk. One that is read whole is the one that would be
// written; packages that are damaged are refused when they are asked for.
#include "channels/index/channel_index.hh"
#include "tests/fuzz/target.hh"

bool cairn::test::takes(std::string_view bytes) {
  auto index = ChannelIndex::read(std::string(bytes));
  if (!index) return false;
  bool all_taken = true;
  std::vector<ModuleBlock> blocks;
  for (const IndexedModule& module : index->modules()) {
    blocks.push_back({std::string(module.file), module.blob, module.head, module.entries});
    for (std::size_t i = 0; i < module.view.size(); ++i) {
      module.view.variable_hash(i);
      module.view.name_hash(i);
      if (!is_taken([&] { module.view.entry(i); })) all_taken = false;
    }
  }
  expect(index_pieces(index->tree(), blocks).joined() == bytes,
         "an index is written as it is read");
  return all_taken;
}
