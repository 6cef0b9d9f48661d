// SPDX-License-Identifier: GPL-3.0-or-later
// T-28: archives that reach for what lies outside of the folder they are unpacked into. The
// positive control unpacks the same archive without MemberWriter, or by GNU tar, and must do harm.
#include "core/archive/member_reader.hh"
#include "core/archive/unpack.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "tests/support/archive_bytes.hh"
#include "tests/support/tree_text.hh"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

// A folder "outside" with a canary, and beside it the "target" to unpack into.
class Field {
 public:
  Field() {
    fs::create_directory(outside());
    std::ofstream(canary()) << "alive";
  }

  std::string archive() const { return folder_.path() + "/archive"; }
  std::string target() const { return folder_.path() + "/target"; }
  std::string outside() const { return folder_.path() + "/outside"; }
  std::string canary() const { return outside() + "/canary"; }

  void write(const std::string& bytes) const { write_file_at(folder_.fd(), "archive", bytes); }

  // What unpack() says; "unpacked" when it says nothing.
  std::string verdict() const {
    try {
      unpack({archive(), target()});
    } catch (const Error& error) {
      std::string start = fmt::format("cannot unpack {}: ", archive());
      REQUIRE(error.message().starts_with(start));
      CHECK(!fs::exists(fs::symlink_status(target())));
      return error.message().substr(start.size());
    }
    return "unpacked";
  }

  bool is_unharmed() const { return tree_text(outside()) == "canary 644 alive\n"; }

  bool run(const std::string& command) const {
    return std::system(("cd " + folder_.path() + " && " + command).c_str()) == 0;
  }

 private:
  TemporaryDirectory folder_;
};

// Writes where the names say, as unpackers did before they knew better.
void unpack_naively(const std::string& archive, const fs::path& target) {
  MemberReader reader(archive);
  fs::create_directory(target);
  while (auto member = reader.next()) {
    fs::path path = target / member->path;
    fs::create_directories(path.parent_path());
    switch (member->kind) {
      case MemberKind::folder: fs::create_directories(path); break;
      case MemberKind::link:
        fs::remove_all(path);
        fs::create_symlink(member->target, path);
        break;
      case MemberKind::hard_link: fs::create_hard_link(target / member->target, path); break;
      case MemberKind::file: {
        std::ofstream file(path);
        reader.read_content([&](std::uint64_t, std::string_view bytes) { file << bytes; });
        break;
      }
      case MemberKind::other: break;
    }
  }
}

void check_attack(const Field& field, const std::string& bytes, const std::string& verdict) {
  field.write(bytes);
  CHECK(field.verdict() == verdict);
  CHECK(field.is_unharmed());
  unpack_naively(field.archive(), field.target());
  INFO("the positive control must do harm");
  CHECK(!field.is_unharmed());
}

std::string member_at(const std::string& text) {
  return fmt::format("{:?}: ", text);
}

std::string repeated(std::string_view text, unsigned count) {
  std::string result;
  while (count-- > 0) result += text;
  return result;
}

}  // namespace

TEST_CASE("T-28: a name cannot be absolute", "[attack]") {
  Field field;
  std::string name = field.outside() + "/pwned";
  std::string verdict = member_at(name) + "its name is absolute";
  SECTION("in a tar") {
    check_attack(field, tar_bytes({{name, '0', "", "x"}}), verdict);
  }
  SECTION("in a zip") {
    check_attack(field, zip_bytes({{name, "x"}}), verdict);
  }
  SECTION("in a pax record") {
    check_attack(field, tar_bytes({pax_member("path", name), {"good", '0', "", "x"}}), verdict);
  }
  SECTION("in GNU's long name") {
    check_attack(field,
                 tar_bytes({{"././@LongLink", 'L', "", name + '\0'}, {"good", '0', "", "x"}}),
                 verdict);
  }
  SECTION("in a deb") {
    check_attack(
        field,
        ar_bytes({{"debian-binary", "2.0\n"}, {"data.tar", tar_bytes({{name, '0', "", "x"}})}}),
        verdict);
  }
}

TEST_CASE("T-28: a name cannot climb", "[attack]") {
  Field field;
  std::string name = GENERATE("../outside/pwned", "a/../../outside/pwned", "./../outside/pwned");
  std::string verdict = member_at(name) + "its name climbs out of a folder by '..'";
  SECTION("in a tar") {
    check_attack(field, tar_bytes({{name, '0', "", "x"}}), verdict);
  }
  SECTION("in a zip") {
    check_attack(field, zip_bytes({{name, "x"}}), verdict);
  }
  SECTION("in a pax record") {
    check_attack(field, tar_bytes({pax_member("path", name), {"good", '0', "", "x"}}), verdict);
  }
  SECTION("as a folder") {
    check_attack(field, tar_bytes({{name, '5'}}), verdict);
  }
  SECTION("as a link") {
    check_attack(field, tar_bytes({{name, '2', "x"}}), verdict);
  }
}

TEST_CASE("T-28: a zip of DOS cannot climb by backslashes", "[attack]") {
  Field field;
  check_attack(field, zip_bytes({{"..\\outside\\pwned", "x", 0, false, true}}),
               member_at("../outside/pwned") + "its name climbs out of a folder by '..'");
}

TEST_CASE("T-28: drive letters and backslashes are letters like others", "[attack]") {
  Field field;
  field.write(tar_bytes({{"C:\\pwned", '0', "", "x"}, {"..\\outside\\pwned", '0', "", "x"}}));
  CHECK(field.verdict() == "unpacked");
  CHECK(tree_text(field.target()) == "..\\outside\\pwned 644 x\nC:\\pwned 644 x\n");
  CHECK(field.is_unharmed());
}

TEST_CASE("T-28: nothing is written through a link", "[attack]") {
  Field field;
  std::string refused = "it needs a folder \"link\", where the archive has put a file or a link";
  std::string target = GENERATE(true, false) ? "../outside" : field.outside();
  SECTION("into the folder it points to") {
    check_attack(field, tar_bytes({{"link", '2', target}, {"link/pwned", '0', "", "x"}}),
                 member_at("link/pwned") + refused);
  }
  SECTION("in a zip") {
    check_attack(field, zip_bytes({{"link", target, 0120777}, {"link/pwned", "x"}}),
                 member_at("link/pwned") + refused);
  }
  SECTION("along a chain of links") {
    check_attack(
        field,
        tar_bytes({{"next", '2', target}, {"link", '2', "next"}, {"link/pwned", '0', "", "x"}}),
        member_at("link/pwned") + refused);
  }
  SECTION("by a pax record that turns the link outwards") {
    check_attack(
        field,
        tar_bytes(
            {pax_member("linkpath", target), {"link", '2', "good"}, {"link/pwned", '0', "", "x"}}),
        member_at("link/pwned") + refused);
  }
  SECTION("as a folder below it") {
    check_attack(field, tar_bytes({{"link", '2', target}, {"link/pwned", '5'}}),
                 member_at("link/pwned") + refused);
  }
  SECTION("as a link below it") {
    check_attack(field, tar_bytes({{"link", '2', target}, {"link/pwned", '2', "x"}}),
                 member_at("link/pwned") + refused);
  }
}

TEST_CASE("T-28: doubled members do not open a way out", "[attack]") {
  Field field;
  SECTION("a link, then a file of its name") {
    check_attack(field, tar_bytes({{"x", '2', field.canary()}, {"x", '0', "", "dead"}}),
                 member_at("x") + "the archive has it twice: as a link and as a file");
  }
  SECTION("the same in a zip") {
    check_attack(field, zip_bytes({{"x", field.canary(), 0120777}, {"x", "dead"}}),
                 member_at("x") + "the archive has it twice: as a link and as a file");
  }
  SECTION("a folder, then a link of its name, then a file below it") {
    check_attack(field,
                 tar_bytes({{"x", '5'}, {"x", '2', field.outside()}, {"x/pwned", '0', "", "y"}}),
                 member_at("x") + "the archive has it twice: as a folder and as a link");
  }
  SECTION("a link, then a folder of its name, then a file below it") {
    check_attack(
        field, tar_bytes({{"x", '2', field.outside()}, {"x", '5'}, {"x/pwned", '0', "", "y"}}),
        member_at("x") + "it needs a folder \"x\", where the archive has put a file or a link");
  }
}

TEST_CASE("T-28: a hard link reaches only what the archive has made", "[attack]") {
  Field field;
  std::string bytes, reason;
  SECTION("by an absolute name") {
    bytes = tar_bytes({{"x", '1', field.canary()}, {"x", '0', "", "dead"}});
    reason = "it is a hard link to another name, of which: its name is absolute";
  }
  SECTION("by climbing") {
    bytes = tar_bytes({{"x", '1', "../outside/canary"}, {"x", '0', "", "dead"}});
    reason = "it is a hard link to another name, of which: its name climbs out of a folder by '..'";
  }
  SECTION("through a link to a folder") {
    bytes = tar_bytes({{"s", '2', "../outside"}, {"x", '1', "s/canary"}, {"x", '0', "", "dead"}});
    reason = "it needs a folder \"s\", where the archive has put a file or a link";
  }
  SECTION("by a second name for a link") {
    bytes = tar_bytes({{"s", '2', field.canary()}, {"x", '1', "s"}, {"x", '0', "", "dead"}});
    reason = "the archive has it twice: as a link and as a file";
  }
  SECTION("by a pax record") {
    bytes = tar_bytes(
        {pax_member("linkpath", field.canary()), {"x", '1', "good"}, {"x", '0', "", "dead"}});
    reason = "it is a hard link to another name, of which: its name is absolute";
  }
  check_attack(field, bytes, member_at("x") + reason);
}

TEST_CASE("T-28: content in a hard link's member is not written to the other file", "[attack]") {
  Field field;
  // pax's way to give each link the content; a file of ours then holds what the first member said.
  field.write(tar_bytes(
      {{"a", '0', "", "honest"}, pax_member("comment", "this is pax"), {"b", '1', "a", "forged"}}));
  CHECK(field.verdict() == "unpacked");
  CHECK(tree_text(field.target()) == "a 644 honest\nb 644 honest\n");
}

TEST_CASE("T-28: devices, fifos and sockets are not made", "[attack]") {
  Field field;
  char type = GENERATE('3', '4', '6');
  field.write(tar_bytes({{"x", type}}));
  CHECK(field.verdict() == "\"x\": it is a device, a fifo or a socket");
  if (type != '6' && geteuid() != 0) {
    WARN("skip: the positive control makes devices, which only root may");
    return;
  }
  REQUIRE(field.run("mkdir target && tar -C target -xf archive"));
  struct stat status {};
  REQUIRE(lstat((field.target() + "/x").c_str(), &status) == 0);
  CHECK(!S_ISREG(status.st_mode));
}

TEST_CASE("T-28: set-id and sticky bits are dropped", "[attack]") {
  Field field;
  field.write(tar_bytes({{"x", '0', "", "x", 07755}, {"d", '5', "", "", 07777}}));
  CHECK(field.verdict() == "unpacked");
  CHECK(tree_text(field.target()) == "d/ 755\nx 755 x\n");
  REQUIRE(field.run("rm -r target && mkdir target && tar -C target -xpf archive"));
  CHECK(tree_text(field.target()) == "d/ 7777\nx 7755 x\n");
}

TEST_CASE("T-28: a NUL hides no part of a name", "[attack]") {
  Field field;
  std::string name("good\0/../../outside/pwned", 24);
  field.write(tar_bytes({pax_member("path", name), {"x", '0', "", "y"}}));
  CHECK(field.verdict() == "unpacked");
  CHECK(tree_text(field.target()) == "good 644 y\n");
  CHECK(field.is_unharmed());
}

TEST_CASE("T-28: names, links and depths are bounded, and their bounds are allowed", "[attack]") {
  Field field;
  auto verdict_for = [&](const std::string& name) {
    fs::remove_all(field.target());
    field.write(tar_bytes({pax_member("path", name), {"x", '0', "", "y"}}));
    return field.verdict();
  };
  CHECK(verdict_for(std::string(255, 'n')) == "unpacked");
  CHECK(verdict_for(std::string(256, 'n')).ends_with("longer than 255 bytes"));
  CHECK(verdict_for(repeated("d/", 63) + "f") == "unpacked");
  CHECK(verdict_for(repeated("d/", 64) + "f").ends_with("it is in more than 64 folders"));
  CHECK(verdict_for(repeated("d/", 100000) + "f").ends_with("it is in more than 64 folders"));
  CHECK(verdict_for(repeated(std::string(255, 'n') + "/", 63) + "f") == "unpacked");
}

TEST_CASE("T-28: a link's target is bounded, and its bound is allowed", "[attack]") {
  Field field;
  auto verdict_for = [&](std::size_t size) {
    field.write(tar_bytes({pax_member("linkpath", std::string(size, 't')), {"x", '2', "y"}}));
    return field.verdict();
  };
  CHECK(verdict_for(4095) == "unpacked");
  fs::remove_all(field.target());
  CHECK(verdict_for(4096) == "\"x\": it is a link whose target is longer than 4095 bytes");
}

TEST_CASE("T-28: an archive's members are counted", "[attack]") {
  Field field;
  std::string tar = tar_bytes({{"./", '5'}});
  std::string header = tar.substr(0, 512);
  field.write(repeated(header, 1000));
  if (!field.run("gzip <archive >thousand && printf '\\0%.0s' $(seq 1024) | gzip >end")) {
    WARN("skip: there is no program gzip");
    return;
  }
  // gzip's streams may follow each other: half a gigabyte of headers fits into a small file.
  REQUIRE(
      field.run("for i in $(seq 1000); do cat thousand; done >million; cat million end >archive"));
  CHECK(field.verdict() == "unpacked");
  fs::remove_all(field.target());
  REQUIRE(field.run("cat million thousand end >archive"));
  CHECK(field.verdict() == "it has more than 1000000 members");
}

TEST_CASE("T-28: a claimed size takes no space", "[attack]") {
  Field field;
  SECTION("in a header") {
    std::string tar = tar_bytes({pax_member("size", "1099511627776"), {"x", '0', "", "little"}});
    field.write(tar);
    CHECK(field.verdict().starts_with("\"x\": Truncated tar archive"));
  }
  SECTION("of a sparse file") {
    field.write(
        tar_bytes({pax_member({{"GNU.sparse.size", "1099511627776"}, {"GNU.sparse.map", "0,4"}}),
                   {"x", '0', "", "edge"}}));
    CHECK(field.verdict() == "unpacked");
    struct stat status {};
    REQUIRE(stat((field.target() + "/x").c_str(), &status) == 0);
    CHECK(status.st_size == 1099511627776);
    CHECK(status.st_blocks < 100);
  }
}

TEST_CASE("T-28: a refusal cannot write to the terminal", "[attack]") {
  Field field;
  field.write(tar_bytes({{"../\x1b]0;pwned\x07\r\n", '0'}}));
  CHECK(field.verdict() ==
        "\"../\\x1b]0;pwned\\x07\\r\\n\": its name climbs out of a folder by '..'");
}
