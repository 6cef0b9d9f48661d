// SPDX-License-Identifier: GPL-3.0-or-later
// What an evaluator says it made, read by somebody who does not believe it.
#include "cli/evaluation/made_items.hh"

#include "core/item/content_address.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

const StoreDir store;

Message binary(const std::string& text) {
  return Message::binary({text.begin(), text.end()});
}

Message text_item(const StorePath& path, const std::string& name, const std::string& text) {
  return {{"kind", "text"},
          {"path", store.print(path)},
          {"name", name},
          {"text", binary(text)},
          {"references", Message::array()}};
}

Message tree_item(const StorePath& path, const std::string& name, const std::string& file) {
  return {{"kind", "tree"},
          {"path", store.print(path)},
          {"name", name},
          {"files", {{{"path", file}, {"text", binary("x")}}}}};
}

std::string refusal_of(const Message& item) {
  try {
    made_items(store, Message::array({item}));
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

const StorePath text = text_path(store, "a", "text", {});

}  // namespace

TEST_CASE("items under their right paths are taken", "[cli/evaluation]") {
  StorePath tree = tree_path(store, "t", {{"d/f", "x"}});
  MadeItems items = made_items(store, {text_item(text, "a", "text"), tree_item(tree, "t", "d/f")});
  REQUIRE(items.texts.size() == 1);
  CHECK(items.texts[0].name == "a");
  CHECK(items.texts[0].text == "text");
  REQUIRE(items.texts.size() == 1);
  CHECK(items.texts[0].address.value().path == text);
  REQUIRE(items.trees.size() == 1);
  CHECK(items.trees[0].path == tree);
  CHECK(items.trees[0].entries == TreeEntries{{"d/f", "x"}});
}

TEST_CASE("references are part of a text's path", "[cli/evaluation]") {
  StorePath referring = text_path(store, "b", "text", {text});
  Message item = text_item(referring, "b", "text");
  CHECK(refusal_of(item).find("the evaluator calls") == 0);
  item["references"] = {store.print(text)};
  CHECK(made_items(store, Message::array({item})).texts[0].references == StorePathSet{text});
}

TEST_CASE("a path that does not follow from its item is found out", "[cli/evaluation]") {
  CHECK(refusal_of(text_item(text, "a", "other")) ==
        "the evaluator calls " + store.print(text) + " what is " +
            store.print(text_path(store, "a", "other", {})));
  CHECK(refusal_of(text_item(text, "b", "text")).find("the evaluator calls") == 0);
  CHECK(refusal_of(tree_item(text, "a", "f")).find("the evaluator calls") == 0);
}

TEST_CASE("what is no item is refused", "[cli/evaluation]") {
  Message good = text_item(text, "a", "text");
  CHECK(refusal_of(good) == "");
  for (const char* key : {"kind", "path", "name", "text", "references"}) {
    CAPTURE(key);
    Message item = good;
    item[key] = 5;
    CHECK(refusal_of(item) != "");
    item.erase(key);
    CHECK(refusal_of(item) != "");
  }
  for (const Message& item : {Message(5), Message("x"), Message::array(), Message()}) {
    CHECK(refusal_of(item).find("the evaluator's answer is not as it must be") == 0);
  }
  CHECK(refusal_of(text_item(text, "../a", "text")) != "");
  CHECK(refusal_of(tree_item(text, "a", "../f")) != "");
  good["references"] = {"/etc/passwd"};
  CHECK(refusal_of(good) != "");
}

}  // namespace cairn
