// SPDX-License-Identifier: GPL-3.0-or-later
// T-13, T-25, T-26, T-27: archives made to write elsewhere, to exhaust the stack or the memory, or
// to mean two things. Each row has its control: the same archive without its one fault is taken, or
// a naive reader falls for it.
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/nar/parse.hh"
#include "core/nar/tree_writer.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"
#include "tests/support/naive_nar.hh"
#include "tests/support/nar_bytes.hh"
#include "tests/support/peak_memory.hh"
#include "tests/support/tree_log.hh"
#include "tests/support/tree_text.hh"

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>

namespace cairn {

namespace {

namespace fs = std::filesystem;
using test::nar_archive;
using test::nar_file;
using test::nar_folder;
using test::nar_link;
using test::nar_nested;
using test::nar_number;
using test::nar_tokens;
using test::NarEntries;

// A quarantine folder beside a victim that no archive may touch.
struct Place {
  TemporaryDirectory folder;
  std::string quarantine = folder.path() + "/quarantine";
  std::string victim = folder.path() + "/victim";

  Place() {
    fs::create_directory(quarantine);
    fs::create_directory(victim);
    std::ofstream(victim + "/canary") << "alive";
  }

  bool is_victim_untouched() const { return test::tree_text(victim) == "canary 644 alive\n"; }

  void restore(const std::string& archive) const {
    Fd inside = open_directory(quarantine);
    StringSource source(archive);
    nar::restore(source, inside.get(), "item", TreeWriter::Mode::canonical);
  }
};

void check_refused(const std::string& archive) {
  Place place;
  CHECK_THROWS_WITH(place.restore(archive), Catch::StartsWith("bad archive: "));
  CHECK(place.is_victim_untouched());
  CHECK(test::tree_text(place.quarantine) == "");
}

void check_accepted(const std::string& archive) {
  Place place;
  CHECK_NOTHROW(place.restore(archive));
  CHECK(place.is_victim_untouched());
  CHECK(test::tree_text(place.quarantine) != "");
}

std::string folder_archive(NarEntries entries) {
  return nar_archive(nar_folder(entries));
}

// What PARSE and NarWriter make of the front of BYTES: the archive they were read as.
std::string reread(std::string_view bytes) {
  StringSource source(bytes);
  StringSink sink;
  NarWriter writer(sink);
  nar::parse(source, writer);
  CHECK(sink.text() == bytes.substr(0, bytes.size() - source.rest().size()));
  return sink.take();
}

// Gives HEAD once and then REPEATED for ever, counting what was taken.
class EndlessSource : public Source {
 public:
  EndlessSource(std::string head, std::string repeated)
      : text_(std::move(head)), repeated_(std::move(repeated)) {}
  std::size_t read(std::span<char> buffer) override {
    if (at_ == text_.size()) {
      text_ = repeated_;
      at_ = 0;
    }
    std::size_t count = text_.copy(buffer.data(), buffer.size(), at_);
    at_ += count;
    taken_ += count;
    return count;
  }
  std::size_t taken() const { return taken_; }

 private:
  std::string text_;
  std::string repeated_;
  std::size_t at_ = 0;
  std::size_t taken_ = 0;
};

// A folder of so many empty files, made while it is read.
class WideSource : public Source {
 public:
  explicit WideSource(std::size_t entries) : entries_(entries) {}
  std::size_t read(std::span<char> buffer) override {
    if (at_ == text_.size()) refill();
    std::size_t count = text_.copy(buffer.data(), buffer.size(), at_);
    at_ += count;
    return count;
  }

 private:
  void refill() {
    at_ = 0;
    if (next_ < entries_) {
      std::string name = fmt::format("{:08}", next_++);
      text_ = nar_tokens({"entry", "(", "name", name, "node"}) + nar_file("") + nar_tokens({")"});
    } else {
      text_ = is_closed_ ? "" : nar_tokens({")"});
      is_closed_ = true;
    }
  }

  std::size_t entries_;
  std::size_t next_ = 0;
  bool is_closed_ = false;
  std::string text_ = nar_archive(nar_tokens({"(", "type", "directory"}));
  std::size_t at_ = 0;
};

}  // namespace

TEST_CASE("T-13 an archive cannot write through its own link", "[attack]") {
  Place place;
  std::string through_link = folder_archive(
      {{"x", nar_link(place.victim)}, {"x", nar_folder({{"canary", nar_file("dead")}})}});
  CHECK_THROWS_WITH(place.restore(through_link), "bad archive: \"x\" stands behind \"x\"");
  CHECK(place.is_victim_untouched());
  // A writer that is handed the same calls, with no parser before it, refuses as well.
  Fd inside = open_directory(place.quarantine);
  TreeWriter writer(inside.get(), "item");
  writer.begin_directory("");
  writer.symlink("x", place.victim);
  CHECK_THROWS_WITH(writer.begin_directory("x"), "cannot make the folder x: File exists");
  CHECK(place.is_victim_untouched());
  // Control: an unpacker by paths, as Nix 2.24 had it, is had.
  test::unpack_naively(through_link, place.quarantine + "/naive");
  CHECK(!place.is_victim_untouched());
}

TEST_CASE("T-13 an archive cannot climb by its names", "[attack]") {
  Place place;
  std::string climbing = folder_archive({{"../../victim/canary", nar_file("dead")}});
  CHECK_THROWS_AS(place.restore(climbing), Error);
  CHECK(place.is_victim_untouched());
  test::unpack_naively(climbing, place.quarantine + "/naive");
  CHECK(!place.is_victim_untouched());
}

TEST_CASE("T-13 every kind of evil entry is refused and leaves nothing", "[attack]") {
  std::string file = nar_file("x");
  std::string link = nar_link("/etc");
  std::string folder = nar_folder({{"f", file}});
  check_accepted(folder_archive({{"a", file}, {"b", file}}));
  for (const std::string& first : {file, link, folder}) {
    for (const std::string& second : {file, link, folder}) {
      check_refused(folder_archive({{"a", first}, {"a", second}}));
      check_refused(folder_archive({{"b", first}, {"a", second}}));
      check_accepted(folder_archive({{"a", first}, {"b", second}}));
    }
  }
  for (std::string_view name : {"", ".", "..", "/", "a/b", "/etc/x", "../x", "a/", "x/../y"}) {
    check_refused(folder_archive({{name, file}}));
    check_refused(folder_archive({{"A", nar_folder({{name, link}})}}));
  }
  check_refused(folder_archive({{std::string_view("a\0b", 3), file}}));
  check_refused(folder_archive({{std::string_view("\0", 1), file}}));
  check_refused(folder_archive({{std::string(256, 'a'), file}}));
  check_accepted(folder_archive({{std::string(255, 'a'), file}}));
  check_refused(folder_archive({{"a", nar_link("")}}));
  check_refused(folder_archive({{"a", nar_link(std::string_view("b\0c", 3))}}));
  check_refused(folder_archive({{"a", nar_link(std::string(4096, 'a'))}}));
  check_accepted(folder_archive({{"a", nar_link(std::string(4095, 'a'))}}));
  check_refused(nar_archive(nar_tokens({"(", "type", "fifo", ")"})));
  check_refused(nar_archive(nar_tokens({"(", "type", "directory", "contents", "", ")"})));
}

TEST_CASE("T-13 a case-hack name is a name like any other", "[attack]") {
  Place place;
  place.restore(
      folder_archive({{"a", nar_link(place.victim)},
                      {"a~nix~case~hack~1", nar_folder({{"canary", nar_file("dead")}})}}));
  CHECK(place.is_victim_untouched());
  CHECK(read_file(place.quarantine + "/item/a~nix~case~hack~1/canary") == "dead");
}

TEST_CASE("T-13 a million entries need no more memory than a few", "[attack]") {
  if (!test::can_measure_peak_memory()) return;
  struct Counter : test::TreeLog {
    std::size_t files = 0;
    void begin_file(std::string_view, bool, std::uint64_t) override { ++files; }
    void end_file() override {}
  } counter;
  std::size_t growth = test::peak_memory_growth([&] {
    WideSource source(1000000);
    nar::parse(source, counter);
  });
  CHECK(counter.files == 1000000);
  CHECK(growth < 4 << 20);
  // Control: what holds on to a million entries is seen.
  CHECK(test::peak_memory_growth([] { std::vector<std::string>(1000000, "00000000"); }) > 16 << 20);
}

TEST_CASE("T-25 a folder in 64 folders is taken, one in 65 refused", "[attack]") {
  check_accepted(nar_archive(nar_nested(64, nar_folder({}))));
  check_refused(nar_archive(nar_nested(65, nar_folder({}))));
}

TEST_CASE("T-25 endless depth is refused at once", "[attack]") {
  EndlessSource source(nar_tokens({"nix-archive-1"}),
                       nar_tokens({"(", "type", "directory", "entry", "(", "name", "d", "node"}));
  test::TreeLog log;
  CHECK_THROWS_WITH(nar::parse(source, log), "bad archive: it is deeper than 64 directories");
  CHECK(source.taken() < 20000);
}

TEST_CASE("T-25 a link or a file does not hide depth", "[attack]") {
  check_accepted(nar_archive(nar_nested(64, nar_file("x"))));
  check_refused(nar_archive(nar_nested(65, nar_file("x"))));
  check_accepted(nar_archive(nar_nested(64, nar_link("x"))));
  check_refused(nar_archive(nar_nested(65, nar_link("x"))));
}

TEST_CASE("T-26 no length in any field wraps or is believed", "[attack]") {
  std::string good = folder_archive({{"f", nar_file("12345678", true)}, {"l", nar_link("f")}});
  CHECK(reread(good) == good);
  const std::uint64_t lengths[] = {0,          1,          7,          8,          9,
                                   1U << 31,   0xffffffff, 1ULL << 32, 1ULL << 62, (1ULL << 63) - 8,
                                   1ULL << 63, -8ULL,      -7ULL,      -6ULL,      -5ULL,
                                   -4ULL,      -3ULL,      -2ULL,      -1ULL};
  std::size_t fields = 0;
  for (std::size_t field : test::nar_length_fields(good)) {
    ++fields;
    for (std::uint64_t length : lengths) {
      std::string bad = good;
      bad.replace(field, 8, nar_number(length));
      if (bad == good) continue;
      if (length > 9) {
        check_refused(bad);
        continue;
      }
      // A small length may make another good archive: then it must mean just these bytes.
      try {
        reread(bad);
      } catch (const Error& error) {
        CHECK_THAT(error.what(), Catch::StartsWith("bad archive: "));
      }
    }
  }
  CHECK(fields == 31);
}

TEST_CASE("T-27 a length of many gigabytes allocates nothing", "[attack]") {
  if (!test::can_measure_peak_memory()) return;
  for (std::uint64_t length : {1ULL << 28, 1ULL << 33, 1ULL << 60}) {
    for (std::string head :
         {nar_tokens({"nix-archive-1", "(", "type"}),
          nar_tokens({"nix-archive-1", "(", "type", "symlink", "target"}),
          nar_tokens({"nix-archive-1", "(", "type", "regular", "contents"}),
          nar_tokens({"nix-archive-1", "(", "type", "directory", "entry", "(", "name"})}) {
      std::size_t growth =
          test::peak_memory_growth([&] { check_refused(head + nar_number(length) + "few"); });
      CHECK(growth < 2 << 20);
    }
  }
  // Control: a reader that believes the length takes the memory.
  std::string believed = nar_number(1 << 28) + "few";
  CHECK(test::peak_memory_growth([&] { test::naive_token(believed); }) > 200 << 20);
}

TEST_CASE("T-27 no two archives are one tree: what is accepted is written back the same",
          "[attack]") {
  std::mt19937 random(1);
  auto below = [&](std::size_t limit) { return random() % limit; };
  std::string good = folder_archive({{"a", nar_file("hello", true)},
                                     {"b", nar_folder({{"c", nar_link("../a")}})},
                                     {"d", nar_file("12345678")}});
  std::size_t accepted = 0;
  for (int round = 0; round < 50000; ++round) {
    std::string bytes = good;
    for (std::size_t changes = 1 + below(2); changes > 0; --changes) {
      bytes[below(bytes.size())] = static_cast<char>(below(256));
    }
    if (below(4) == 0) bytes.erase(below(bytes.size() / 8) * 8, 8);
    try {
      reread(bytes);
      ++accepted;
    } catch (const Error& error) {
      CHECK_THAT(error.what(), Catch::StartsWith("bad archive: "));
    }
  }
  CHECK(accepted > 300);
}

TEST_CASE("T-27 a tree that was unpacked is packed as it was", "[attack]") {
  std::mt19937 random(2);
  for (int round = 0; round < 30; ++round) {
    std::string archive = nar_archive(test::random_nar_node(random, 3));
    Place place;
    place.restore(archive);
    StringSink sink;
    nar::dump(place.quarantine + "/item", sink);
    CHECK(sink.text() == archive);
  }
}

}  // namespace cairn
