// SPDX-License-Identifier: GPL-3.0-or-later
// What a client brings, and whose word counts for what.
#include "core/hash/hasher.hh"
#include "core/nar/write.hh"
#include "tests/unit/daemon/server/served_store.hh"

#include <catch2/catch.hpp>

namespace cairn::server {

using test::ServedStore;
using namespace protocol;

namespace {

constexpr Addressing flat{ContentMethod::flat, HashAlgorithm::sha256};
constexpr Addressing recursive{ContentMethod::recursive, HashAlgorithm::sha256};

std::string archive_of(std::string_view text) {
  StringSink sink;
  NarWriter writer(sink);
  writer.begin_file("", false, text.size());
  writer.contents(text);
  writer.end_file();
  return sink.take();
}

// What one could say of an item that was built elsewhere.
ItemInfo built_item(const std::string& archive) {
  ItemInfo info{.path = StorePath("g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-built"),
                .nar_hash = hash_of(HashAlgorithm::sha256, archive),
                .nar_size = archive.size()};
  info.deriver = StorePath("g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-built.drv");
  info.ultimate = true;
  info.signatures = {"some:signature"};
  return info;
}

ItemInfo content_addressed_item(const std::string& text, const std::string& archive) {
  ItemInfo info = built_item(archive);
  info.content_address = {ContentMethod::flat, hash_of(HashAlgorithm::sha256, text)};
  info.path = content_addressed_path(StoreDir(), *info.content_address, "added");
  return info;
}

}  // namespace

TEST_CASE("a text is added and known by its name", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  StorePath path = engine.add_text("greeting", "hello", {});
  CHECK(path == text_path(engine.store(), "greeting", "hello", {}));
  CHECK(engine.is_valid(path));
  CHECK(engine.get(path).nar_size == archive_of("hello").size());
  StringSink archive;
  engine.dump(path, archive);
  CHECK(archive.text() == archive_of("hello"));
}

TEST_CASE("an engine reads a tree itself for who started it", "[daemon/server]") {
  ServedStore served;
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "file", "text");
  auto descriptor = static_cast<std::uint32_t>(folder.fd());
  auto read = [&](Addressing addressing, const std::string& entry) {
    return served.engine().connection().call(AddTree{"name", addressing, descriptor, entry});
  };
  for (Addressing addressing : {flat, recursive}) {
    StorePath sent = served.engine().add_tree("name", addressing, folder.fd(), "file");
    CHECK(read(addressing, "file").first == sent);
  }
  CHECK(read(recursive, ".").first ==
        served.engine().add_tree("name", recursive, folder.fd(), "."));
  CHECK_THROWS_WITH(read(recursive, "absent"), "cannot open absent: No such file or directory");
  CHECK_THROWS(read(recursive, ".."));
  CHECK_THROWS(read(recursive, "../" + folder.path()));
  auto absent = AddTree{"name", flat, 1'000'000, "file"};
  CHECK_THROWS(served.engine().connection().call(absent));
}

TEST_CASE("T-02: an engine reads no tree for anybody else", "[daemon/server]") {
  auto refusal = [](Engine& engine) -> std::string {
    TemporaryDirectory folder;
    write_file_at(folder.fd(), "file", "text");
    try {
      engine.connection().call(
          AddTree{"name", flat, static_cast<std::uint32_t>(folder.fd()), "file"});
    } catch (const Error& error) {
      return error.message();
    }
    return "";
  };
  const std::string expected = "an engine reads files only for the process that started it";
  SECTION("not for who connects to it") {
    ServedStore served(ServedStore::As::owner, "", {}, ServedStore::By::another);
    CHECK(refusal(served.engine()) == expected);
  }
  SECTION("not for another user") {
    if (!ServedStore::can_be_stranger()) return;
    ServedStore served(ServedStore::As::stranger);
    CHECK(refusal(served.engine()) == expected);
  }
}

TEST_CASE("files are added by their bytes, trees as archives", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  write_file_at(open_directory(served.folder()).get(), "file", "hello");
  Fd folder = open_directory(served.folder());
  StorePath by_bytes = engine.add_tree("file", flat, folder.get(), "file");
  StorePath by_archive = engine.add_tree("file", recursive, folder.get(), "file");
  CHECK(by_bytes == content_addressed_path(
                        engine.store(),
                        {ContentMethod::flat, hash_of(HashAlgorithm::sha256, "hello")}, "file"));
  CHECK(by_archive == content_addressed_path(engine.store(),
                                             {ContentMethod::recursive,
                                              hash_of(HashAlgorithm::sha256, archive_of("hello"))},
                                             "file"));
}

TEST_CASE("many texts that refer to each other are added in one go", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  StorePath first = text_path(engine.store(), "first", "1", {});
  StorePath second = text_path(engine.store(), "second", "2", {first});
  std::vector<Text> texts{{"first", "1", {}}, {"second", "2", {first}}, {"first", "1", {}}};
  CHECK(engine.add_texts(texts) == std::vector{first, second, first});
  CHECK(engine.add_texts(texts) == std::vector{first, second, first});
  CHECK(engine.get(second).references == StorePathSet{first});
  CHECK(engine.get(second).content_address->method == ContentMethod::text);
}

TEST_CASE("broken hashes name nothing new", "[daemon/server]") {
  ServedStore served;
  StringSource source("hello");
  Addressing weak{ContentMethod::flat, HashAlgorithm::sha1};
  CHECK_THROWS_WITH(served.engine().add_flat("name", weak, source),
                    "sha1 is broken: different contents could have the same name");
  CHECK(served.engine().all_items().empty());
}

TEST_CASE("a reference that is not valid is refused", "[daemon/server]") {
  ServedStore served;
  StorePath absent("g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo");
  CHECK_THROWS_AS(served.engine().add_text("name", "text", {absent}), Error);
  CHECK(served.engine().all_items().empty());
}

TEST_CASE("who is trusted may bring what was built elsewhere", "[daemon/server]") {
  ServedStore served;
  std::string archive = archive_of("built");
  StringSource source(archive);
  ItemInfo info = built_item(archive);
  served.engine().import(info, source);
  ItemInfo kept = served.engine().get(info.path);
  CHECK(kept.deriver == info.deriver);
  CHECK(kept.signatures == info.signatures);
  CHECK(!kept.ultimate);
}

TEST_CASE("an archive that is not what was said is refused", "[daemon/server]") {
  ServedStore served;
  std::string archive = archive_of("built");
  ItemInfo info = built_item(archive);
  std::string other = archive_of("other");
  StringSource source(other);
  CHECK_THROWS_AS(served.engine().import(info, source), Error);
  CHECK(served.engine().all_items().empty());
}

TEST_CASE("a stranger may not bring what does not name itself by its content", "[daemon/server]") {
  if (!ServedStore::can_be_stranger()) return;
  ServedStore served(ServedStore::As::stranger);
  std::string archive = archive_of("built");
  StringSource source(archive);
  ItemInfo info = built_item(archive);
  CHECK_THROWS_WITH(
      served.engine().import(info, source),
      "cannot add /cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-built: no key that is "
      "trusted here has signed it");
  auto many = [&](Sink& sink) {
    Writer writer(sink, served.engine().store());
    writer.number(1);
    write(writer, std::pair(info.path, facts_of(info)));
    sink.write(archive);
  };
  CHECK_THROWS_AS(served.engine().connection().call(AddMultipleToStore{false, true}, many), Error);
  CHECK(served.engine().all_items().empty());
}

TEST_CASE("of what a stranger says only the content counts", "[daemon/server]") {
  if (!ServedStore::can_be_stranger()) return;
  ServedStore served(ServedStore::As::stranger);
  std::string archive = archive_of("mine");
  StringSource source(archive);
  ItemInfo info = content_addressed_item("mine", archive);
  served.engine().import(info, source);
  ItemInfo kept = served.engine().get(info.path);
  CHECK(kept.content_address == info.content_address);
  CHECK(!kept.deriver);
  CHECK(kept.signatures.empty());
  CHECK(!kept.ultimate);
}

TEST_CASE("a content address that is not the content's is refused", "[daemon/server]") {
  ServedStore served;
  std::string archive = archive_of("mine");
  ItemInfo info = content_addressed_item("yours", archive);
  StringSource source(archive);
  CHECK_THROWS_AS(served.engine().import(info, source), Error);
  CHECK(served.engine().all_items().empty());
}

TEST_CASE("signatures are added to what is valid, when they look like ones", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  StorePath path = engine.add_text("name", "text", {});
  std::string signature = "key:" + std::string(86, 'A') + "==";
  engine.connection().call(AddSignatures{path, {signature}});
  CHECK(engine.get(path).signatures == std::set{signature});
  for (const char* bad : {"", "key", ":AAAA", "key:AAAA", "key:%%"}) {
    CHECK_THROWS_AS(engine.connection().call(AddSignatures{path, {bad}}), Error);
  }
}

}  // namespace cairn::server
