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
      local.take(name, folder.path() + "/" + file, recursive);
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
  StorePath flat = files.local.take("f", file, false);
  CHECK(flat ==
        content_addressed_path(files.store,
                               {ContentMethod::flat, hash_of(HashAlgorithm::sha256, "text")}, "f"));
  StorePath tree = files.local.take("f", file, true);
  CHECK(tree != flat);
  CHECK(files.local.items() == StorePathSet{flat, tree});

  REQUIRE(chmod(file.c_str(), 0755) == 0);
  CHECK(files.local.take("f", file, false) == flat);
  CHECK(files.local.take("f", file, true) != tree);
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
