// SPDX-License-Identifier: GPL-3.0-or-later
// What store path a file of this machine will have.
#include "cli/evaluation/local_files.hh"

#include "core/base/files.hh"
#include "core/hash/hasher.hh"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

struct Files {
  TemporaryDirectory folder;
  StoreDir store;
  LoadPath path{{folder.path()}};
  LocalFiles local{store, path};

  std::string refusal(const std::string& name, const std::string& file, bool recursive) {
    try {
      local.take({name, folder.path() + "/" + file, recursive});
    } catch (const Error& error) {
      return error.message();
    }
    return "";
  }
};

}  // namespace

TEST_CASE("a file goes by its bytes, a tree by its archive", "[cli/evaluation]") {
  Files files;
  write_file_at(files.folder.fd(), "f", "text");
  std::string file = files.folder.path() + "/f";
  StorePath flat = files.local.take({"f", file, false});
  CHECK(flat ==
        content_addressed_path(files.store,
                               {ContentMethod::flat, hash_of(HashAlgorithm::sha256, "text")}, "f"));
  StorePath tree = files.local.take({"f", file, true});
  CHECK(tree != flat);
  CHECK(files.local.items() == StorePathSet{flat, tree});

  REQUIRE(chmod(file.c_str(), 0755) == 0);
  CHECK(files.local.take({"f", file, false}) == flat);
  CHECK(files.local.take({"f", file, true}) != tree);
}

TEST_CASE("of a folder there can be a part, which is the item that holds it alone",
          "[cli/evaluation]") {
  Files files;
  std::string folder = files.folder.path() + "/d";
  Fd d = make_directory_at(files.folder.fd(), "d");
  Fd inner = make_directory_at(d.get(), "inner");
  write_file_at(inner.get(), "f", "1");
  StorePath small = files.local.take({"d", folder, true});
  write_file_at(inner.get(), "more", "2");
  write_file_at(d.get(), "more", "3");
  CHECK(files.local.take({"d", folder, true}) != small);
  CHECK(files.local.take({"d", folder, true, {{"inner", "inner/f"}}}) == small);
  CHECK(files.local.take({"d", folder, true, {{"inner/f"}}}) != small);
}

TEST_CASE("a folder is listed with what an item could keep of it", "[cli/evaluation]") {
  Files files;
  write_file_at(files.folder.fd(), "b", "text");
  write_file_at(files.folder.fd(), "a", "", 0755);
  make_directory_at(files.folder.fd(), "d");
  REQUIRE(symlink("b", (files.folder.path() + "/l").c_str()) == 0);
  REQUIRE(mkfifo((files.folder.path() + "/p").c_str(), 0600) == 0);
  std::string text;
  for (const FolderEntry& one : files.local.list(files.folder.path() + "/.")) {
    text += fmt::format("{} {} {} {}\n", one.name, one.kind, one.size, one.is_executable);
  }
  CHECK(text ==
        "a regular 0 true\nb regular 4 false\nd directory 0 false\nl symlink 0 false\n"
        "p unknown 0 false\n");
  CHECK_THROWS_AS(files.local.list(files.folder.path() + "/b"), Error);
  CHECK_THROWS_AS(files.local.list(files.folder.path() + "/l"), Error);
  CHECK_THROWS_AS(files.local.list("/etc"), Error);
}

TEST_CASE("a folder with a name that Guile cannot read is refused with that name",
          "[cli/evaluation]") {
  Files files;
  make_directory_at(files.folder.fd(), "d\xe9");
  std::string message;
  try {
    files.local.list(files.folder.path());
  } catch (const Error& error) {
    message = error.message();
  }
  CHECK(message.ends_with("has a name that is not UTF-8: \"d\\xe9\""));
}

TEST_CASE("a file that cannot be one of the store's is refused", "[cli/evaluation]") {
  Files files;
  write_file_at(files.folder.fd(), "f", "text");
  make_directory_at(files.folder.fd(), "d");
  REQUIRE(symlink("f", (files.folder.path() + "/l").c_str()) == 0);
  REQUIRE(mkfifo((files.folder.path() + "/p").c_str(), 0600) == 0);
  CHECK(files.refusal("x", "nothing", false).find("there is no file") == 0);
  CHECK(files.refusal("x", "nothing", true).find("there is no file") == 0);
  CHECK(files.refusal("x", "d", false).find("is no regular file: write (local-file") !=
        std::string::npos);
  CHECK(files.refusal("x", "l", false).find("is no regular file") != std::string::npos);
  CHECK(files.refusal("x", "p", false).find("is no regular file") != std::string::npos);
  CHECK(files.refusal("x", "p", true) != "");
  CHECK(files.refusal("../x", "f", false) != "");
  CHECK(files.refusal("x", "../f", false).find("is not below") != std::string::npos);
  CHECK(files.local.items().empty());
}

}  // namespace cairn
