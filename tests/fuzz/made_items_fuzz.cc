// SPDX-License-Identifier: GPL-3.0-or-later
// What an evaluator says it made. Each item has the path of its content, whatever was claimed, and
// each tree is one that a store can be sent.
#include "cli/evaluation/made_items.hh"
#include "core/item/content_address.hh"
#include "core/nar/parse.hh"
#include "core/nar/write.hh"
#include "tests/fuzz/target.hh"

namespace {

using namespace cairn;

std::string archive_of(const TreeEntries& entries) {
  StringSink archive;
  write_tree(entries, archive);
  return archive.take();
}

std::string archive_again(std::string_view archive) {
  StringSource source(archive);
  StringSink again;
  NarWriter writer(again);
  nar::parse(source, writer);
  return again.take();
}

}  // namespace

bool cairn::test::takes(std::string_view bytes) {
  const StoreDir store;
  StringSource source(bytes);
  Message message;
  return is_taken([&] {
    read_frame(source, message);
    MadeItems items = made_items(store, message);
    for (std::size_t i = 0; i < items.texts.size(); ++i) {
      const Text& text = items.texts[i];
      StorePath path = text_path(store, text.name, text.text, text.references);
      expect(path == items.texts.at(i).address.value().path, "a text has the path of its content");
    }
    for (const MadeTree& tree : items.trees) {
      std::string archive = archive_of(tree.entries);
      is_taken([&] { expect(archive_again(archive) == archive, "a tree is an archive"); });
    }
  });
}
