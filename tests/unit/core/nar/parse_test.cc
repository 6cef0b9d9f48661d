// SPDX-License-Identifier: GPL-3.0-or-later
// The grammar of NAR, read.
#include "core/nar/parse.hh"

#include "core/base/error.hh"
#include "core/hash/encoding.hh"
#include "core/nar/write.hh"
#include "tests/support/nar_bytes.hh"
#include "tests/support/tree_log.hh"
#include "tests/support/vector_table.hh"

#include <algorithm>
#include <catch2/catch.hpp>

namespace cairn {

namespace {

using test::nar_archive;
using test::nar_file;
using test::nar_folder;
using test::nar_link;
using test::nar_nested;
using test::nar_tokens;

std::string log_of(std::string_view archive) {
  StringSource source(archive);
  test::TreeLog log;
  nar::parse(source, log);
  return log.text();
}

void refusal(const std::string& archive, const std::string& reason) {
  CHECK_THROWS_WITH(log_of(archive), "bad archive: " + reason);
}

// The archive of NODE, whose bytes FROM are replaced, once, by TO.
std::string altered(std::string node, std::string_view from, std::string_view to) {
  return nar_archive(node.replace(node.find(from), from.size(), to));
}

// Gives one byte a call.
struct SlowSource : StringSource {
  using StringSource::StringSource;
  std::size_t read(std::span<char> buffer) override {
    return StringSource::read(buffer.first(std::min<std::size_t>(1, buffer.size())));
  }
};

}  // namespace

TEST_CASE("an archive of Nix is read and written back byte for byte", "[core/nar]") {
  for (const auto& row : test::vector_table(VECTORS "/nar.txt")) {
    std::string archive = from_base16(row[1]);
    StringSource source(archive);
    StringSink sink;
    NarWriter writer(sink);
    nar::parse(source, writer);
    CHECK(sink.text() == archive);
  }
}

TEST_CASE("an archive tells its tree in order", "[core/nar]") {
  std::string archive = nar_archive(nar_folder({{"B", nar_file("hi", true)},
                                                {"a", nar_folder({{"l", nar_link("../B")}})},
                                                {"b", nar_file("")}}));
  std::string log = "folder \nprogram B 2 hi\nfolder a\nlink l -> ../B\nend\nfile b 0 \nend\n";
  CHECK(log_of(archive) == log);
  SlowSource slow(archive);
  test::TreeLog slow_log;
  nar::parse(slow, slow_log);
  CHECK(slow_log.text() == log);
}

TEST_CASE("reading stops at the end of the archive", "[core/nar]") {
  std::string bytes = nar_archive(nar_file("hi")) + "next";
  StringSource source(bytes);
  test::TreeLog log;
  nar::parse(source, log);
  CHECK(source.rest() == "next");
}

TEST_CASE("an archive that ends early is refused wherever it ends", "[core/nar]") {
  std::string archive =
      nar_archive(nar_folder({{"a", nar_file("hello", true)}, {"b", nar_link("a")}}));
  CHECK_NOTHROW(log_of(archive));
  for (std::size_t size = 0; size < archive.size(); ++size) {
    refusal(archive.substr(0, size), "it ends too early");
  }
}

TEST_CASE("names out of order are refused", "[core/nar]") {
  std::string file = nar_file("");
  CHECK_NOTHROW(log_of(nar_archive(nar_folder({{"a", file}, {"a.", file}, {"aa", file}}))));
  CHECK_NOTHROW(log_of(nar_archive(nar_folder({{"a", file}, {"\xff", file}}))));
  refusal(nar_archive(nar_folder({{"b", file}, {"a", file}})), "\"a\" stands behind \"b\"");
  refusal(nar_archive(nar_folder({{"a", file}, {"a", file}})), "\"a\" stands behind \"a\"");
  refusal(nar_archive(nar_folder({{"\xff", file}, {"a", file}})), "\"a\" stands behind \"\\xff\"");
}

TEST_CASE("names that are no names are refused", "[core/nar]") {
  auto with_name = [](std::string_view name) {
    return nar_archive(nar_folder({{name, nar_file("")}}));
  };
  CHECK_NOTHROW(log_of(with_name(std::string(255, 'a'))));
  refusal(with_name(std::string(256, 'a')), "an entry's name of 256 bytes, more than 255");
  refusal(with_name(""), "an entry has an empty name");
  refusal(with_name(".."), "an entry cannot be named \"..\"");
  refusal(with_name("a/b"), "an entry cannot be named \"a/b\"");
  refusal(with_name(std::string_view("a\0", 2)), "an entry cannot be named \"a\\x00\"");
}

TEST_CASE("targets that no link can have are refused", "[core/nar]") {
  CHECK_NOTHROW(log_of(nar_archive(nar_link(std::string(4095, 'a')))));
  refusal(nar_archive(nar_link(std::string(4096, 'a'))),
          "a link's target of 4096 bytes, more than 4095");
  refusal(nar_archive(nar_link("")), "a link has an empty target");
  refusal(nar_archive(nar_link(std::string_view("a\0b", 3))), "a link's target holds a NUL");
}

TEST_CASE("nothing stands in more than 64 folders", "[core/nar]") {
  CHECK_NOTHROW(log_of(nar_archive(nar_nested(64, nar_folder({})))));
  CHECK_NOTHROW(log_of(nar_archive(nar_nested(64, nar_file("x")))));
  refusal(nar_archive(nar_nested(65, nar_folder({}))), "it is deeper than 64 directories");
  refusal(nar_archive(nar_nested(65, nar_file("x"))), "it is deeper than 64 directories");
  refusal(nar_archive(nar_nested(65, nar_link("x"))), "it is deeper than 64 directories");
}

TEST_CASE("padding is zero", "[core/nar]") {
  std::string good = nar_archive(nar_folder({{"n", nar_file("x", true)}, {"o", nar_link("t")}}));
  CHECK_NOTHROW(log_of(good));
  // The magic token has 13 bytes: its padding is at 8 + 13.
  std::string bad = good;
  bad[8 + 13] = 1;
  refusal(bad, "padding that is not zero");
  for (std::string_view token : {"n", "x", "t", "(", "type", "executable"}) {
    bad = good;
    bad[bad.find(test::nar_token(token)) + test::nar_token(token).size() - 1] = 1;
    refusal(bad, "padding that is not zero");
  }
}

TEST_CASE("every word of the grammar must stand in its place", "[core/nar]") {
  std::string program = nar_file("x", true);
  auto token = [](std::string_view text) { return test::nar_token(text); };
  CHECK_NOTHROW(log_of(altered(program, "regular", "regular")));
  refusal(nar_tokens({"nix-archive-2"}) + program,
          "\"nix-archive-1\" expected, not \"nix-archive-2\"");
  refusal(nar_tokens({"nix-archive-1-and-more"}) + program, "a keyword of 22 bytes");
  refusal(altered(program, token("("), token("[")), "\"(\" expected, not \"[\"");
  refusal(altered(program, token("type"), token("kind")), "\"type\" expected, not \"kind\"");
  refusal(altered(program, token("regular"), token("special")), "\"special\" is no type of file");
  refusal(altered(program, token("executable"), token("writable")),
          "\"contents\" expected, not \"writable\"");
  refusal(altered(program, nar_tokens({"executable", ""}), nar_tokens({"executable", "x"})),
          "\"\" expected, not \"x\"");
  refusal(altered(program, nar_tokens({"contents", "x"}), ""), "\"contents\" expected, not \")\"");
  refusal(altered(program, token(")"), token("]")), "\")\" expected, not \"]\"");
  std::string folder = nar_folder({{"n", nar_link("t")}});
  refusal(altered(folder, token("entry"), token("enter")),
          "\"entry\" or \")\" expected, not \"enter\"");
  refusal(altered(folder, token("name"), token("node")), "\"name\" expected, not \"node\"");
  refusal(altered(folder, token("node"), token("name")), "\"node\" expected, not \"name\"");
  refusal(altered(folder, token("target"), token("source")), "\"target\" expected, not \"source\"");
  refusal(altered(folder, nar_tokens({")", ")", ")"}), nar_tokens({")", "entry", ")"})),
          "\")\" expected, not \"entry\"");
}

TEST_CASE("an executable file says so only once", "[core/nar]") {
  std::string once = nar_tokens({"executable", ""});
  refusal(altered(nar_file("x", true), once, once + once),
          "\"contents\" expected, not \"executable\"");
}

TEST_CASE("a file larger than a file can be is refused", "[core/nar]") {
  std::string head = nar_tokens({"nix-archive-1", "(", "type", "regular", "contents"});
  refusal(head + test::nar_number(0x8000000000000000), "a file of 9223372036854775808 bytes");
  refusal(head + test::nar_number(0x7fffffffffffffff), "it ends too early");
}

TEST_CASE("what a tree throws passes unchanged", "[core/nar]") {
  struct FullTree : test::TreeLog {
    void contents(std::string_view) override { throw Error("no space left"); }
  } tree;
  std::string archive = nar_archive(nar_file("x"));
  StringSource source(archive);
  CHECK_THROWS_WITH(nar::parse(source, tree), "no space left");
}

}  // namespace cairn
