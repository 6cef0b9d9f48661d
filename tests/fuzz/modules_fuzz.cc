// SPDX-License-Identifier: GPL-3.0-or-later
// Modules of Scheme, skimmed. Whatever they hold, they have a block, and that is read as it was
// written.
#include "channels/index/module_block.hh"
#include "channels/index/packages.hh"
#include "tests/fuzz/target.hh"

namespace cairn::test {

namespace {

void expect_read_back(const ModulePackages& found, const BlockView& view) {
  expect(view.problem().empty() && view.module() == found.module, "a module keeps its name");
  expect(view.size() == found.packages.size(), "no package is lost");
  for (std::size_t i = 0; i < view.size(); ++i) {
    expect(view.entry(i) == found.packages[i], "a package is read as it was written");
  }
}

}  // namespace

bool takes(std::string_view bytes) {
  Block block = module_block(bytes);
  auto view = BlockView::read(block.head, block.entries);
  expect(view.has_value(), "a block that was made is read");
  return is_taken([&] {
    ModulePackages found = packages_in(bytes);
    expect_read_back(found, *view);
    for (const PackageEntry& entry : found.packages) {
      expect(std::size_t{entry.offset} + entry.length <= bytes.size(), "a package is in its file");
    }
  });
}

}  // namespace cairn::test
