// SPDX-License-Identifier: GPL-3.0-or-later
// A database out of what lies on disk.
#include "core/store/rebuild.hh"

#include "core/derivation/aterm.hh"
#include "core/nar/write.hh"
#include "core/store/statement.hh"
#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

namespace cairn {

namespace {

namespace fs = std::filesystem;

using Known = std::map<StorePath, ItemInfo>;

struct Place : test::StorePlace {
  // A text, one that refers to it, a derivation, what it made, which names the text, and a tree.
  Place() {
    Store store(layout);
    text = test::add_item(store, "text");
    referrer = store.add_text("referrer", "see " + store.dir().print(text), {text});
    Derivation derivation;
    derivation.name = "made";
    derivation.system = "x86_64-linux";
    derivation.builder = "/none";
    derivation.input_sources = {text};
    derivation.outputs.emplace("out", DerivationOutput{made});
    drv = store.add_text("made.drv", print_aterm(store.dir(), derivation), {text});
    add_output(store, "output of " + store.dir().print(text));
    TemporaryDirectory folder_to_add;
    make_directory_at(folder_to_add.fd(), "tree");
    tree = store.add_tree("tree", ContentMethod::recursive, HashAlgorithm::sha256,
                          folder_to_add.fd(), "tree");
    store.database().write_transaction([&] {
      store.database().insert_source(hash_of(HashAlgorithm::sha256, "x"), "https://example.org/x");
      store.database().add_signatures(text, {"key:abc"});
    });
  }

  // MADE with CONTENT, which names the text, as a build registers it.
  void add_output(Store& store, const std::string& content) {
    StringSink archive;
    NarWriter writer(archive);
    writer.begin_file("", false, content.size());
    writer.contents(content);
    writer.end_file();
    ItemInfo info{.path = made, .nar_hash = hash_of(HashAlgorithm::sha256, archive.text())};
    info.nar_size = archive.text().size();
    info.references = {text};
    info.deriver = drv;
    info.ultimate = true;
    StringSource source(archive.text());
    store.import(info, source);
  }

  Known known() const {
    Database database(layout.store, layout.physical_state() + "/db");
    Known found;
    for (const StorePath& item : database.all_items()) found.emplace(item, *database.find(item));
    return found;
  }

  RebuildReport rebuild() const {
    NoEvents nobody;
    return rebuild_database(layout, nobody);
  }

  // Write nonsense over the database from its second half on, and forget the log.
  void damage() const {
    std::string file = layout.physical_state() + "/db/db.sqlite";
    { Database(layout.store, layout.physical_state() + "/db").checkpoint(); }
    fs::resize_file(layout.physical_state() + "/db/db.sqlite-wal", 0);
    std::fstream opened(file, std::ios::in | std::ios::out);
    opened.seekp(static_cast<std::streamoff>(fs::file_size(file) / 2));
    opened << std::string(fs::file_size(file) / 2, 'x');
  }

  VerifyReport verified() const {
    Store store(layout);
    return test::verified(store);
  }

  StorePath text = test::path_named("x"), referrer = text, drv = text, tree = text;
  StorePath made = test::path_named("made");
};

// What no content tells.
ItemInfo told_by_disk(ItemInfo info) {
  info.registered = 0;
  info.ultimate = false;
  info.signatures.clear();
  return info;
}

}  // namespace

TEST_CASE("a database that is sound is made anew with all that was known", "[core/store]") {
  Place place;
  Known before = place.known();
  RebuildReport report = place.rebuild();
  CHECK(report.items == before.size());
  CHECK(report.salvaged == before.size());
  CHECK(report.left_out.empty());
  CHECK(fs::exists(report.old_folder + "/db.sqlite"));
  CHECK(place.known() == before);
  Database database(place.layout.store, place.layout.physical_state() + "/db");
  CHECK(database.source_addresses(hash_of(HashAlgorithm::sha256, "x")).size() == 1);
  CHECK(database.planned_item(database.row_of(place.drv).value()).tells_inputs);
  CHECK(database.derivation_outputs(place.drv) ==
        std::map<std::string, StorePath>{{"out", place.made}});
  CHECK(place.verified().problems.empty());
}

TEST_CASE("without a database items tell what they are", "[core/store]") {
  Place place;
  Known before = place.known();
  fs::remove_all(place.layout.physical_state() + "/db");
  RebuildReport report = place.rebuild();
  CHECK(report.items == before.size());
  CHECK(report.salvaged == 0);
  CHECK(report.old_folder.empty());
  Known after = place.known();
  REQUIRE(after.size() == before.size());
  for (const auto& [item, info] : before) {
    CHECK(told_by_disk(after.at(item)) == told_by_disk(info));
    CHECK(after.at(item).registered > 0);
  }
  CHECK(place.verified().problems.empty());
}

TEST_CASE("a damaged database is replaced by one that is sound", "[core/store]") {
  Place place;
  Known before = place.known();
  place.damage();
  bool was_damaged = false;
  try {
    was_damaged = !place.verified().problems.empty();
  } catch (const Error&) {
    was_damaged = true;
  }
  REQUIRE(was_damaged);
  CHECK(place.rebuild().items == before.size());
  CHECK(place.verified().problems.empty());
}

TEST_CASE("what refers to something that is gone is left out, and so is what refers to that",
          "[core/store]") {
  Place place;
  fs::remove(place.layout.physical_item(place.text));
  fs::remove_all(place.layout.physical_state() + "/db");
  RebuildReport report = place.rebuild();
  Known after = place.known();
  CHECK(after.contains(place.tree));
  // The derivation says that the text is its input, so its output can have meant it.
  CHECK(!after.contains(place.drv));
  CHECK(!after.contains(place.made));
  CHECK(report.left_out.size() >= 2);
  CHECK(place.verified().problems.empty());
}

TEST_CASE("an item that was changed is left out where the old database knows its hash",
          "[core/store]") {
  Place place;
  std::string file = place.layout.physical_item(place.text);
  fs::permissions(file, fs::perms(0644));
  std::ofstream(file) << "changed";
  RebuildReport report = place.rebuild();
  CHECK(!place.known().contains(place.text));
  CHECK(report.salvaged == report.items);  // what refers to it was known, and is left out, too
  CHECK(report.left_out.front().find("it was changed") != std::string::npos);
}

TEST_CASE("a derivation with another text than its name says is left out", "[core/store]") {
  Place place;
  fs::remove_all(place.layout.physical_state() + "/db");
  std::string file = place.layout.physical_item(place.drv);
  fs::permissions(file, fs::perms(0644));
  std::ofstream(file, std::ios::app) << " ";
  RebuildReport report = place.rebuild();
  CHECK(!place.known().contains(place.drv));
  CHECK(report.left_out.front().find("is not the derivation") != std::string::npos);
}

namespace {

// Lets another process, which has none of our locks, add an item as soon as a rebuilding reads.
struct Intruder : EventSink {
  explicit Intruder(const Layout& layout)
      : adder(test::start([this, layout] {
          char byte;
          FdSource(begin.read_end.get(), "a pipe").read_exactly({&byte, 1});
          Store store(layout);
          return store.is_valid(store.add_text("new", "added meanwhile", {}));
        })) {}

  void send(const Event& event) override {
    if (has_begun || !std::holds_alternative<Noted>(event)) return;
    has_begun = true;
    write_fully(begin.write_end.get(), "x", "a pipe");
    usleep(200'000);
  }

  Pipe begin = make_pipe();
  pid_t adder;
  bool has_begun = false;
};

}  // namespace

TEST_CASE("what is added while the database is rebuilt is not lost", "[core/store]") {
  Place place;
  Intruder intruder(place.layout);
  rebuild_database(place.layout, intruder);
  REQUIRE(intruder.has_begun);
  CHECK(test::status_of(intruder.adder) == 0);
  Store store(place.layout);
  CHECK(store.is_valid(store.add_text("new", "added meanwhile", {})));
  CHECK(place.known().size() == 6);
  CHECK(place.verified().problems.empty());
}

TEST_CASE("nobody else may have the store open", "[core/store]") {
  Place place;
  pid_t other = test::start([&] {
    Store store(place.layout);
    store.is_valid(place.text);
    sleep(100);
    return true;
  });
  bool refused = false;
  for (int i = 0; i < 200 && !refused; ++i) {
    try {
      place.rebuild();
      usleep(20000);  // it has not opened it yet
    } catch (const Error& error) {
      refused = true;
      CHECK(error.message() ==
            fmt::format("cannot rebuild the database: process {} works with the store", other));
    }
  }
  kill(other, SIGKILL);
  test::status_of(other);
  CHECK(refused);
  CHECK_NOTHROW(place.rebuild());
}

TEST_CASE("one who rebuilds and is killed leaves the old database or the new one", "[core/store]") {
  Place place;
  Known before = place.known();
  for (int round = 0; round < 40; ++round) {
    pid_t child = test::start([&] {
      place.rebuild();
      return true;
    });
    usleep(static_cast<useconds_t>(round) * 700);
    kill(child, SIGKILL);
    test::status_of(child);
    REQUIRE(place.known() == before);
  }
  CHECK(place.verified().problems.empty());
}

}  // namespace cairn
