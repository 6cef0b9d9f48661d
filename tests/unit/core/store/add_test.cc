// SPDX-License-Identifier: GPL-3.0-or-later
// Contents come in and become items.
#include "core/hash/modulo_sink.hh"
#include "core/nar/walk.hh"
#include "core/store/store.hh"
#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>

namespace cairn {

using test::message_of;
using test::path_named;

namespace {

constexpr auto sha256 = HashAlgorithm::sha256;

struct Place : test::StorePlace {
  Store store{layout};
  std::string source = folder.path() + "/source";

  // A tree with all that a tree can have.
  void make_source() const {
    make_directories(source + "/folder/empty");
    Fd tree = open_directory(source);
    write_file_at(tree.get(), "file", std::string(300000, 'x'));
    write_file_at(tree.get(), "program", "#!/bin/sh", 0755);
    symlinkat("../nowhere", tree.get(), "link");
  }

  std::string archive_of(const std::string& path) const {
    StringSink archive;
    nar::dump(path, archive);
    return archive.take();
  }

  bool is_sound() {
    VerifyReport report = test::verified(store);
    for (const std::string& problem : report.problems) WARN(problem);
    return report.problems.empty() && report.leftovers == 0 &&
           list_directory(store.staging().fd()).empty();
  }
};

// What an import of ARCHIVE named NAME would say.
ItemInfo import_info(const std::string& name, const std::string& archive) {
  return {
      .path = path_named(name), .nar_hash = hash_of(sha256, archive), .nar_size = archive.size()};
}

}  // namespace

TEST_CASE("a text is added under the path that follows from it", "[core/store]") {
  Place place;
  StorePath reference = place.store.add_text("a", "the first", {});
  StorePath path = place.store.add_text("b", "the second", {reference});
  CHECK(path == text_path(place.store.dir(), "b", "the second", {reference}));
  CHECK(read_file(place.layout.physical_item(path)) == "the second");
  ItemInfo info = place.store.get(path);
  CHECK(info.references == StorePathSet{reference});
  CHECK(to_text(*info.content_address).starts_with("text:sha256:"));
  CHECK(place.store.add_text("b", "the second", {reference}) == path);
  CHECK(place.is_sound());
}

TEST_CASE("a text cannot refer to what is not valid", "[core/store]") {
  Place place;
  CHECK(message_of([&] {
          place.store.add_text("a", "x", {path_named("absent")});
        }).ends_with(" is not valid"));
  CHECK(place.store.database().all_items().empty());
  CHECK(place.is_sound());
}

TEST_CASE("many texts are added together, in any order of their references", "[core/store]") {
  Place place;
  StorePath first = text_path(place.store.dir(), "a", "x", {});
  std::vector<StorePath> paths =
      place.store.add_texts({{"b", "y", {first}}, {"a", "x"}, {"a", "x"}});
  CHECK(paths == std::vector{text_path(place.store.dir(), "b", "y", {first}), first, first});
  CHECK(place.store.database().all_items().size() == 2);
  CHECK(place.store.add_texts({}).empty());
  CHECK(place.is_sound());
}

TEST_CASE("a tree is added with all that it has", "[core/store]") {
  Place place;
  place.make_source();
  auto method = ContentMethod::recursive;
  StorePath path = place.store.add_tree("tree", method, sha256, AT_FDCWD, place.source);
  CHECK(place.archive_of(place.layout.physical_item(path)) == place.archive_of(place.source));
  Hash hash = hash_of(sha256, place.archive_of(place.source));
  CHECK(path == content_addressed_path(place.store.dir(), {method, hash}, "tree"));
  CHECK(place.store.get(path).nar_hash == hash);
  StringSource archive(place.archive_of(place.source));
  std::string text = place.archive_of(place.source);
  StringSource same(text);
  CHECK(place.store.add_archive("tree", method, sha256, same) == path);
  CHECK(place.is_sound());
}

TEST_CASE("a tree can be addressed by another digest than the archive's", "[core/store]") {
  Place place;
  place.make_source();
  StorePath path = place.store.add_tree("tree", ContentMethod::recursive, HashAlgorithm::sha512,
                                        AT_FDCWD, place.source);
  std::string archive = place.archive_of(place.source);
  CHECK(place.store.get(path).nar_hash == hash_of(sha256, archive));
  CHECK(place.store.get(path).content_address->hash == hash_of(HashAlgorithm::sha512, archive));
  CHECK(place.is_sound());
}

TEST_CASE("a flat file is addressed by its bytes, however they come", "[core/store]") {
  Place place;
  place.make_source();
  std::string bytes(300000, 'x');
  auto flat = ContentMethod::flat;
  StorePath path = place.store.add_tree("x", flat, sha256, AT_FDCWD, place.source + "/file");
  CHECK(place.store.get(path).content_address->hash == hash_of(sha256, bytes));
  StringSource source(bytes);
  CHECK(place.store.add_flat("x", flat, sha256, source) == path);
  std::string text = place.archive_of(place.source + "/file");
  StringSource archive(text);
  CHECK(place.store.add_archive("x", flat, sha256, archive) == path);
  CHECK(place.store.database().all_items().size() == 1);
  CHECK(place.is_sound());
}

TEST_CASE("bytes are added by any method and digest", "[core/store]") {
  Place place;
  StorePath reference = test::add_item(place.store, "reference");
  std::string bytes = "some bytes";
  auto add = [&](ContentMethod method, HashAlgorithm algorithm, const StorePathSet& references) {
    StringSource source(bytes);
    return place.store.add_flat("x", method, algorithm, source, references);
  };
  CHECK(add(ContentMethod::text, sha256, {reference}) ==
        text_path(place.store.dir(), "x", bytes, {reference}));
  StorePath tree = add(ContentMethod::recursive, sha256, {reference});
  CHECK(place.store.get(tree).content_address->hash == place.store.get(tree).nar_hash);
  CHECK(place.store.get(tree).references == StorePathSet{reference});
  StorePath sha512 = add(ContentMethod::recursive, HashAlgorithm::sha512, {});
  std::string archive = place.archive_of(place.layout.physical_item(sha512));
  CHECK(place.store.get(sha512).content_address->hash == hash_of(HashAlgorithm::sha512, archive));
  CHECK(message_of([&] {
          add(ContentMethod::flat, sha256, {reference});
        }).find("cannot have references") != std::string::npos);
  CHECK(place.is_sound());
}

TEST_CASE("only a regular file has a flat hash, and it loses its executable bit", "[core/store]") {
  Place place;
  place.make_source();
  auto add = [&](const std::string& entry) {
    return place.store.add_tree("x", ContentMethod::flat, sha256, AT_FDCWD, place.source + entry);
  };
  for (const char* entry : {"", "/link"}) {
    CHECK(message_of([&] { add(entry); }) == "only a regular file can be added by its flat hash");
  }
  struct stat status {};
  stat(place.layout.physical_item(add("/program")).c_str(), &status);
  CHECK((status.st_mode & 07777) == 0444);
  CHECK(place.is_sound());
}

TEST_CASE("what cannot be added leaves nothing behind", "[core/store]") {
  Place place;
  place.make_source();
  mkfifo((place.source + "/fifo").c_str(), 0600);
  auto method = ContentMethod::recursive;
  CHECK_THROWS_AS(place.store.add_tree("x", method, sha256, AT_FDCWD, place.source), Error);
  CHECK_THROWS_AS(place.store.add_tree("x", method, sha256, AT_FDCWD, "/absent"), Error);
  CHECK_THROWS_AS(place.store.add_tree("bad/name", method, sha256, AT_FDCWD, "/etc"), Error);
  StringSource archive("this is no archive");
  CHECK_THROWS_AS(place.store.add_archive("x", method, sha256, archive), Error);
  CHECK(place.store.database().all_items().empty());
  CHECK(place.is_sound());
}

TEST_CASE("an archive is imported as said, and what follows it stays unread", "[core/store]") {
  Place place;
  place.make_source();
  std::string archive = place.archive_of(place.source);
  std::string stream = archive + "more";
  ItemInfo info = import_info("x", archive);
  info.references = {path_named("x")};
  info.signatures = {"key:sig"};
  info.registered = 1;
  for (int round = 0; round < 2; ++round) {  // the second time it is valid already
    StringSource source(stream);
    place.store.import(info, source);
    CHECK(source.rest() == "more");
  }
  CHECK(place.store.get(info.path) == info);
  CHECK(place.is_sound());
}

TEST_CASE("an archive of another hash or size than said is refused", "[core/store]") {
  Place place;
  place.make_source();
  std::string archive = place.archive_of(place.source);
  auto import = [&](const ItemInfo& info, const std::string& bytes) {
    return message_of([&] {
      StringSource source(bytes);
      place.store.import(info, source);
    });
  };
  std::string start = "cannot import " + place.store.dir().print(path_named("x")) + ": ";
  ItemInfo info = import_info("x", archive);
  CHECK(import(info, archive.substr(0, 1000)) == start + "bad archive: it ends too early");
  std::string changed = archive;
  changed[200000] = 'y';
  CHECK(import(info, changed).starts_with(start + "its content has the hash sha256-"));
  info.nar_size += 8;
  CHECK(import(info, archive).starts_with(start + "the archive has "));
  info.nar_size = 1000;
  CHECK(import(info, archive).find("the archive is larger than was said") != std::string::npos);
  info = import_info("x", archive);
  info.nar_hash = hash_of(HashAlgorithm::sha512, archive);
  CHECK(import(info, archive) == start + "its hash is not sha256 but sha512");
  info = import_info("x", archive);
  info.references = {path_named("absent")};
  CHECK(import(info, archive).ends_with("which is not valid"));
  CHECK(place.store.database().all_items().empty());
  CHECK(place.is_sound());
}

TEST_CASE("an import that claims a content address must have it", "[core/store]") {
  Place place;
  place.make_source();
  std::string archive = place.archive_of(place.source + "/file");
  auto imported = [&](const ItemInfo& info) {
    StringSource source(archive);
    place.store.import(info, source);
    return place.store.is_valid(info.path);
  };
  Hash flat = hash_of(sha256, std::string(300000, 'x'));
  ItemInfo info = import_info("x", archive);
  info.content_address = {ContentMethod::flat, flat};
  std::string message = message_of([&] { imported(info); });
  CHECK(message.find("it would be /cairn/store/") != std::string::npos);
  info.path = content_addressed_path(place.store.dir(), *info.content_address, "x");
  CHECK(imported(info));

  // A path that follows from an address which is not that of the content.
  info.content_address = {ContentMethod::flat, hash_of(sha256, "another content")};
  info.path = content_addressed_path(place.store.dir(), *info.content_address, "x");
  CHECK(message_of([&] { imported(info); }).find("has the hash") != std::string::npos);
  info.content_address = {ContentMethod::recursive, hash_of(HashAlgorithm::sha512, archive)};
  info.path = content_addressed_path(place.store.dir(), *info.content_address, "x");
  CHECK(imported(info));
  info.references = {info.path};
  CHECK(message_of([&] { imported(info); }).find("cannot have references") != std::string::npos);
  CHECK(place.is_sound());
}

TEST_CASE("an import that names itself has the name of its content without that", "[core/store]") {
  Place place;
  auto archive_with = [&](const std::string& text) {
    std::ofstream(place.source) << text;
    return place.archive_of(place.source);
  };
  const std::string any(32, 'x');
  StringSink digested;
  ModuloSink modulo(digested, any);
  modulo.write(archive_with("I am " + any));
  modulo.finish();
  ContentAddress address{ContentMethod::recursive, hash_of(sha256, digested.text())};
  StorePath path = content_addressed_path(place.store.dir(), address, "self", {{}, true});
  auto import_text = [&](const std::string& text) {
    std::string archive = archive_with(text);
    ItemInfo info = import_info("self", archive);
    info.path = path;
    info.references = {path};
    info.content_address = address;
    StringSource source(archive);
    place.store.import(info, source);
  };
  std::string name(path.hash_part());
  for (const std::string& other : {"I was " + name, "I am " + any, name + "I am " + name}) {
    CHECK(message_of([&] { import_text(other); }).find("has the hash") != std::string::npos);
  }
  CHECK(!place.store.is_valid(path));
  import_text("I am " + name);
  CHECK(place.store.is_valid(path));
  CHECK(place.is_sound());
}

TEST_CASE("a staged import that is never published is gone with its Staging", "[core/store]") {
  Place place;
  place.make_source();
  std::string archive = place.archive_of(place.source);
  StringSource source(archive);
  auto item = place.store.stage_import(import_info("x", archive), source);
  REQUIRE(item);
  CHECK(!place.store.is_valid(item->info.path));
  place.store.staging().discard(item->name);
  CHECK(place.is_sound());
}

TEST_CASE("on a full disk an addition fails with a reason, and nothing is lost", "[core/store]") {
  TemporaryDirectory folder;
  pid_t child = test::start([&] {
    if (!test::mount_small_disk(folder.path(), 4 << 20)) {
      std::cerr << "skip: a small disk cannot be mounted\n";
      return true;
    }
    Store store(Layout{.root = folder.path()});
    StorePath kept = test::add_item(store, "kept");
    std::string large(8 << 20, 'x');
    StringSource source(large);
    std::string message =
        message_of([&] { store.add_flat("large", ContentMethod::flat, sha256, source); });
    if (!message.ends_with("No space left on device")) throw Error("unclear: {}", message);
    std::string small_message;  // small items fill the disk to its last page
    for (int k = 0; small_message.empty(); ++k) {
      small_message = message_of([&] { test::add_item(store, std::to_string(k)); });
    }
    if (!small_message.ends_with("No space left on device")) {
      throw Error("unclear: {}", small_message);
    }
    VerifyReport report = test::verified(store);
    for (const std::string& problem : report.problems) std::cerr << problem << "\n";
    NoEvents nobody;
    return report.problems.empty() && store.is_valid(kept) &&
           collect_garbage(store, {.action = GcRequest::Action::list_live}, nobody).items.size() ==
               report.items;
  });
  CHECK(test::status_of(child) == 0);
}

TEST_CASE("items have the paths that Nix gives them", "[core/store]") {
  TemporaryDirectory folder;
  make_directories(folder.path() + "/source");
  Fd tree = open_directory(folder.path() + "/source");
  write_file_at(tree.get(), "file", "content");
  auto path_by_nix = [&](const std::string& options, const std::string& path) {
    std::string answer = folder.path() + "/answer";
    std::string command = fmt::format(
        "NIX_STORE_DIR={0}/store NIX_STATE_DIR={0}/nix NIX_LOG_DIR={0}/log NIX_CONF_DIR={0}/etc "
        "NIX_REMOTE= nix-store {1} {0}/{2} >{3} 2>/dev/null",
        folder.path(), options, path, answer);
    return std::system(command.c_str()) == 0 ? read_file(answer) : "";
  };
  // What Nix added is unregistered for us, so each addition of ours also replaces a leftover.
  Store store(Layout{"", StoreDir(folder.path() + "/store"), folder.path() + "/state"});
  auto ours = [&](ContentMethod method, HashAlgorithm algorithm, const std::string& entry) {
    std::string path = folder.path() + "/" + entry;
    std::string name = std::filesystem::path(path).filename();
    return store.dir().print(store.add_tree(name, method, algorithm, AT_FDCWD, path)) + "\n";
  };
  std::string recursive = path_by_nix("--add", "source");
  if (recursive.empty()) {
    std::cerr << "skip: there is no nix-store that could add\n";
    return;
  }
  CHECK(ours(ContentMethod::recursive, sha256, "source") == recursive);
  CHECK(ours(ContentMethod::flat, sha256, "source/file") ==
        path_by_nix("--add-fixed sha256", "source/file"));
  CHECK(ours(ContentMethod::recursive, HashAlgorithm::sha512, "source") ==
        path_by_nix("--add-fixed --recursive sha512", "source"));
}

}  // namespace cairn
