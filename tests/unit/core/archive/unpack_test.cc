// SPDX-License-Identifier: GPL-3.0-or-later
// Good archives become the trees they describe. What hostile ones try is in tests/attacks.
#include "core/archive/unpack.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "tests/support/archive_bytes.hh"
#include "tests/support/tree_text.hh"

#include <catch2/catch.hpp>
#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <sys/stat.h>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

// A folder with an archive in it, and the place where that is unpacked.
class Place {
 public:
  std::string archive() const { return folder_.path() + "/archive"; }
  std::string target() const { return folder_.path() + "/target"; }

  std::string unpacked(const std::string& bytes, bool strip = false) const {
    write_file_at(folder_.fd(), "archive", bytes);
    fs::remove_all(target());
    unpack({archive(), target(), strip});
    return tree_text(target());
  }

  // The archive as COMMAND, given to the shell in this folder, makes it.
  std::string unpacked_from(const std::string& command) const {
    REQUIRE(std::system(("cd " + folder_.path() + " && " + command).c_str()) == 0);
    fs::remove_all(target());
    unpack({archive(), target()});
    return tree_text(target());
  }

  std::string refusal(const std::string& bytes) const {
    try {
      unpacked(bytes);
    } catch (const Error& error) {
      return error.message();
    }
    return "unpacked";
  }

 private:
  TemporaryDirectory folder_;
};

std::vector<TarMember> small_tree() {
  return {{"hello/", '5', "", "", 0755},
          {"hello/README", '0', "", "read me\n", 0600},
          {"hello/bin/run", '0', "", "#!/bin/sh\n", 04711},
          {"hello/link", '2', "../../etc/passwd"}};
}

const std::string small_tree_text =
    "hello/ 755\n"
    "hello/README 644 read me\n\n"
    "hello/bin/ 755\n"
    "hello/bin/run 755 #!/bin/sh\n\n"
    "hello/link -> ../../etc/passwd\n";

bool has_program(const char* name) {
  return std::system(fmt::format("command -v {} >/dev/null", name).c_str()) == 0;
}

}  // namespace

TEST_CASE("a tar becomes files with canonical modes, and links that may point anywhere",
          "[core/archive]") {
  Place place;
  CHECK(place.unpacked(tar_bytes(small_tree())) == small_tree_text);
}

TEST_CASE("everything unpacked has time 1", "[core/archive]") {
  Place place;
  place.unpacked(tar_bytes(small_tree()), GENERATE(false, true));
  std::vector<fs::path> paths = {place.target()};
  for (const auto& entry : fs::recursive_directory_iterator(place.target())) {
    paths.push_back(entry.path());
  }
  for (const fs::path& path : paths) {
    struct stat status {};
    REQUIRE(lstat(path.c_str(), &status) == 0);
    CHECK(status.st_mtim.tv_sec == 1);
    CHECK(status.st_mtim.tv_nsec == 0);
  }
}

TEST_CASE("modes do not depend on the umask", "[core/archive]") {
  Place place;
  mode_t before = umask(0077);
  std::string text = place.unpacked(tar_bytes(small_tree()));
  umask(before);
  CHECK(text == small_tree_text);
}

TEST_CASE("a tar is unpacked through every compression", "[core/archive]") {
  Place place;
  std::string program = GENERATE("gzip", "bzip2", "xz", "lzma", "zstd", "lz4");
  if (!has_program(program.c_str())) {
    WARN("skip: there is no program " << program);
    return;
  }
  std::string tar = tar_bytes(small_tree());
  CHECK(place.unpacked(tar) == small_tree_text);
  CHECK(place.unpacked_from(program + " -c <archive >packed && mv packed archive") ==
        small_tree_text);
}

TEST_CASE("what GNU tar packs in each of its formats is unpacked as it was", "[core/archive]") {
  Place place;
  std::string format = GENERATE("v7", "ustar", "oldgnu", "gnu", "pax");
  std::string text = place.unpacked_from(
      "mkdir tree tree/sub && echo 1 >tree/sub/file && ln tree/sub/file tree/twin &&"
      "ln -s sub/file tree/link && chmod 755 tree/twin && tar --format=" +
      format + " -cf archive -C tree .");
  CHECK(text ==
        "link -> sub/file\n"
        "sub/ 755\n"
        "sub/file 755 1\n\n"
        "twin 755 1\n\n");
}

TEST_CASE("long names survive in GNU's way and in pax's", "[core/archive]") {
  Place place;
  std::string format = GENERATE("gnu", "pax");
  std::string name(200, 'n');
  std::string text = place.unpacked_from(fmt::format(
      "mkdir -p tree/{0}/{0} && ln -s {0}/{0} tree/link && tar --format={1} -cf archive "
      "-C tree .",
      name, format));
  CHECK(text == fmt::format("link -> {0}/{0}\n{0}/ 755\n{0}/{0}/ 755\n", name));
}

TEST_CASE("a sparse file has its size, its content and its holes", "[core/archive]") {
  Place place;
  std::string format = GENERATE("gnu", "pax --sparse-version=0.0", "pax --sparse-version=0.1",
                                "pax --sparse-version=1.0");
  place.unpacked_from(
      "truncate -s 4M tree && printf middle | dd of=tree bs=1 seek=2000000 "
      "conv=notrunc status=none && tar --format=" +
      format + " -S -cf archive tree");
  std::string content = read_file(place.target() + "/tree");
  CHECK(content.size() == 4 << 20);
  CHECK(content.substr(2000000, 7) == std::string("middle\0", 7));
  struct stat status {};
  REQUIRE(stat((place.target() + "/tree").c_str(), &status) == 0);
  CHECK(status.st_blocks * 512 < 1 << 20);
}

TEST_CASE("the later of two files of one name counts", "[core/archive]") {
  Place place;
  CHECK(place.unpacked(tar_bytes({{"a", '0', "", "old, and longer"}, {"a", '0', "", "young"}})) ==
        "a 644 young\n");
}

TEST_CASE("a file that replaces another leaves that one's hard links alone", "[core/archive]") {
  Place place;
  CHECK(place.unpacked(
            tar_bytes({{"a", '0', "", "old"}, {"b", '1', "a"}, {"a", '0', "", "young"}})) ==
        "a 644 young\nb 644 old\n");
}

TEST_CASE("a hard link to itself changes nothing", "[core/archive]") {
  Place place;
  CHECK(place.unpacked(tar_bytes({{"a", '0', "", "text"}, {"./a", '1', "a"}})) == "a 644 text\n");
}

TEST_CASE("a hard link may name a link", "[core/archive]") {
  Place place;
  CHECK(place.unpacked(tar_bytes({{"a", '2', "nowhere"}, {"b", '1', "a"}})) ==
        "a -> nowhere\nb -> nowhere\n");
}

TEST_CASE("folders that no member names are made", "[core/archive]") {
  Place place;
  CHECK(place.unpacked(tar_bytes({{"./x//y/./file", '0', "", "text"}})) ==
        "x/ 755\nx/y/ 755\nx/y/file 644 text\n");
}

TEST_CASE("names keep their bytes, whatever the charset and the accents", "[core/archive]") {
  Place place;
  // In a UTF-8 locale libarchive would compose the accent of the first.
  REQUIRE(std::setlocale(LC_CTYPE, GENERATE("C", "C.UTF-8")));
  AtEnd reset([] { std::setlocale(LC_CTYPE, "C"); });
  std::string name = GENERATE("cafe\xcc\x81", "caf\xc3\xa9", "caf\xe9", "\xff\xfe");
  CHECK(place.unpacked(tar_bytes({{name, '0', "", "text"}})) == name + " 644 text\n");
  CHECK(place.unpacked(tar_bytes({pax_member("path", name), {"x", '0', "", "text"}})) ==
        name + " 644 text\n");
  CHECK(place.unpacked(tar_bytes({pax_member("linkpath", name), {"x", '2', "y"}})) ==
        "x -> " + name + "\n");
  CHECK(place.unpacked(zip_bytes({{name, "text"}})) == name + " 644 text\n");
}

TEST_CASE("a zip keeps files, modes, folders and links", "[core/archive]") {
  Place place;
  CHECK(place.unpacked(zip_bytes({{"dir/", "", 040700},
                                  {"dir/file", "text", 0100600},
                                  {"run", "#!/bin/sh\n", 0100755},
                                  {"link", "dir/file", 0120777}})) ==
        "dir/ 755\ndir/file 644 text\nlink -> dir/file\nrun 755 #!/bin/sh\n\n");
}

TEST_CASE("a zip of the zip program is unpacked", "[core/archive]") {
  if (!has_program("zip")) {
    WARN("skip: there is no program zip");
    return;
  }
  Place place;
  CHECK(place
            .unpacked_from("mkdir tree && seq 100000 >tree/numbers && ln -s numbers tree/link && "
                           "cd tree && zip -qry ../archive.zip . && mv ../archive.zip ../archive")
            .starts_with("link -> numbers\nnumbers 644 1\n2\n3\n"));
}

TEST_CASE("names that a zip marks as UTF-8 are found", "[core/archive]") {
  Place place;
  CHECK(place.unpacked(zip_bytes({{"a", "1", 0100644, true},
                                  {"b\xc3\xa9", "2", 0100644, true},
                                  {"cafe\xcc\x81/", "", 040755, true},
                                  {"d", "3"}})) ==
        "a 644 1\nb\xc3\xa9 644 2\ncafe\xcc\x81/ 755\nd 644 3\n");
}

TEST_CASE("a deb is its data.tar", "[core/archive]") {
  Place place;
  std::string data = tar_bytes(small_tree());
  std::string control = tar_bytes({{"control", '0', "", "Package: x\n"}});
  CHECK(place.unpacked(
            ar_bytes({{"debian-binary", "2.0\n"}, {"control.tar", control}, {"data.tar", data}})) ==
        small_tree_text);
}

TEST_CASE("a deb of dpkg-deb is unpacked through each of its compressions", "[core/archive]") {
  if (!has_program("dpkg-deb")) {
    WARN("skip: there is no program dpkg-deb");
    return;
  }
  Place place;
  std::string kind = GENERATE("gzip", "xz", "zstd", "none");
  if (kind == "zstd" && std::system("dpkg-deb --help | grep -q zstd") != 0) return;
  CHECK(
      place
          .unpacked_from("mkdir -p tree/DEBIAN tree/usr && seq 100000 >tree/usr/numbers && printf "
                         "'Package: x\\nVersion: 1\\nArchitecture: all\\nMaintainer: x "
                         "<x@x>\\nDescription: x\\n' "
                         ">tree/DEBIAN/control && dpkg-deb -Z" +
                         kind + " -b tree archive >/dev/null")
          .starts_with("usr/ 755\nusr/numbers 644 1\n2\n"));
}

TEST_CASE("a single folder is stripped when that is asked for", "[core/archive]") {
  Place place;
  CHECK(place.unpacked(tar_bytes({{"a/a/b", '0', "", "text"}, {"a/.0", '2', "x"}}), true) ==
        ".0 -> x\na/ 755\na/b 644 text\n");
}

TEST_CASE("what is no single folder is not stripped", "[core/archive]") {
  Place place;
  CHECK(place.unpacked(tar_bytes({{"a/b", '0', "", "1"}, {"c", '0', "", "2"}}), true) ==
        "a/ 755\na/b 644 1\nc 644 2\n");
  CHECK(place.unpacked(tar_bytes({{"a", '0', "", "1"}}), true) == "a 644 1\n");
  CHECK(place.unpacked(tar_bytes({{"a", '2', "/etc"}}), true) == "a -> /etc\n");
}

TEST_CASE("an empty tar is an empty folder", "[core/archive]") {
  Place place;
  CHECK(place.unpacked(tar_bytes({})) == "");
  CHECK(place.unpacked(tar_bytes({{"./", '5'}}), true) == "");
}

TEST_CASE("what is no archive is refused, and leaves nothing", "[core/archive]") {
  Place place;
  CHECK(place.refusal("hello") ==
        fmt::format("cannot unpack {}: Unrecognized archive format", place.archive()));
  CHECK(
      place.refusal(ar_bytes({{"x", "y"}})) ==
      fmt::format("cannot unpack {}: it is an ar archive, but no Debian package", place.archive()));
  CHECK(place.refusal(ar_bytes({{"debian-binary", "2.0\n"}})) ==
        fmt::format("cannot unpack {}: it is a Debian package without data.tar", place.archive()));
  CHECK(!fs::exists(place.target()));
}

TEST_CASE("a cut or changed archive is refused, and leaves nothing", "[core/archive]") {
  Place place;
  std::string tar = tar_bytes({{"a", '0', "", std::string(5000, 'x')}});
  CHECK(place.refusal(tar.substr(0, 3000)) != "unpacked");
  tar[10] = 'x';
  CHECK(place.refusal(tar) != "unpacked");
  std::string zip = zip_bytes({{"a", "text"}});
  zip[zip.find("text")] = 'n';
  CHECK_THAT(place.refusal(zip), Catch::Contains("\"a\": ZIP bad CRC"));
  CHECK(!fs::exists(place.target()));
}

TEST_CASE("a folder that is there already is not touched", "[core/archive]") {
  Place place;
  place.unpacked(tar_bytes({{"a", '0', "", "1"}}));
  CHECK_THROWS_WITH(unpack({place.archive(), place.target()}),
                    fmt::format("cannot unpack {}: cannot make {}: File exists", place.archive(),
                                place.target()));
  CHECK(tree_text(place.target()) == "a 644 1\n");
}
