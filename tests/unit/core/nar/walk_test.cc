// SPDX-License-Identifier: GPL-3.0-or-later
// A tree on disk, walked.
#include "core/nar/walk.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/hash/encoding.hh"
#include "tests/support/tree_log.hh"
#include "tests/support/vector_table.hh"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace cairn {

namespace {

namespace fs = std::filesystem;

// A folder "tree" to fill and walk.
struct Place {
  TemporaryDirectory folder;
  std::string tree = folder.path() + "/tree";

  Place() { fs::create_directory(tree); }

  void file(const std::string& name, std::string_view contents, mode_t mode = 0644) {
    fs::path path = fs::path(tree) / name;
    Fd parent = open_directory(path.parent_path());
    write_file_at(parent.get(), path.filename(), contents, mode);
    checked(chmod(path.c_str(), mode), "cannot set the mode of {}", name);
  }

  std::string log(bool strict = false) {
    test::TreeLog log;
    nar::walk(folder.fd(), "tree", log, {.strict = strict});
    return log.text();
  }
};

// While this lives we are nobody who may read what its mode forbids.
class Ordinary {
 public:
  Ordinary() {
    if (geteuid() == 0) checked(seteuid(1000), "cannot become another user");
  }
  Ordinary(Ordinary&&) = delete;
  ~Ordinary() {
    if (getuid() == 0 && seteuid(0) < 0) std::abort();
  }
};

// Runs ACTION when the first file begins.
struct Meddler : test::TreeLog {
  std::function<void()> action;
  void begin_file(std::string_view name, bool executable, std::uint64_t size) override {
    TreeLog::begin_file(name, executable, size);
    action();
  }
};

}  // namespace

TEST_CASE("a walk tells a tree in the order of its bytes", "[core/nar]") {
  Place place;
  place.file("b", "hello", 0444);
  place.file("B", "hi", 0755);
  place.file("\xff", "");
  fs::create_directory(place.tree + "/a");
  fs::create_symlink("../b", place.tree + "/a/link");
  fs::create_symlink("nowhere", place.tree + "/c");
  CHECK(place.log() ==
        "folder \nprogram B 2 hi\nfolder a\nlink link -> ../b\nend\n"
        "file b 5 hello\nlink c -> nowhere\nfile \xff 0 \nend\n");
}

TEST_CASE("only the owner's bit makes a file executable", "[core/nar]") {
  Place place;
  place.file("group", "", 0654);
  place.file("owner", "", 0744);
  CHECK(place.log() == "folder \nfile group 0 \nprogram owner 0 \nend\n");
}

TEST_CASE("the archive of a tree is the one that Nix makes", "[core/nar]") {
  Place place;
  place.file("B", "x");
  place.file("a", "");
  place.file("b", "12345678");
  fs::create_directory(place.tree + "/sub");
  fs::create_symlink("a", place.tree + "/sub/l");
  StringSink sink;
  nar::dump(place.tree, sink);
  for (const auto& row : test::vector_table(VECTORS "/nar.txt")) {
    if (row[0] == "folder") CHECK(to_base16(sink.text()) == row[1]);
  }
}

TEST_CASE("the root of a walk is not followed when it is a link", "[core/nar]") {
  TemporaryDirectory folder;
  fs::create_directory_symlink("/etc", folder.path() + "/link");
  test::TreeLog log;
  nar::walk(folder.fd(), "link", log);
  CHECK(log.text() == "link  -> /etc\n");
}

TEST_CASE("files of many sizes arrive whole", "[core/nar]") {
  for (std::size_t size : {0, 1, 4095, 4096, 131071, 131072, 131073, 262143, 262144, 500000}) {
    Place place;
    std::string contents(size, 'x');
    place.file("f", contents);
    CHECK(place.log() == "folder \nfile f " + std::to_string(size) + " " + contents + "\nend\n");
  }
}

TEST_CASE("a file that grows or shrinks while it is read is refused", "[core/nar]") {
  for (off_t size : {0, 4, 6, 200000}) {
    Place place;
    place.file("f", "hello");
    Meddler meddler;
    meddler.action = [&] {
      checked(truncate((place.tree + "/f").c_str(), size), "cannot cut the file");
    };
    CHECK_THROWS_WITH(nar::walk(place.folder.fd(), "tree", meddler),
                      "tree/f changed its size while it was read");
  }
}

TEST_CASE("a fifo is refused and not waited for", "[core/nar]") {
  Place place;
  checked(mkfifo((place.tree + "/fifo").c_str(), 0600), "cannot make a fifo");
  CHECK_THROWS_WITH(place.log(), "tree/fifo is neither a file nor a folder nor a link");
}

TEST_CASE("a socket is refused", "[core/nar]") {
  Place place;
  Fd fd(checked(socket(AF_UNIX, SOCK_STREAM, 0), "cannot make a socket"));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  (place.tree + "/s").copy(address.sun_path, sizeof address.sun_path - 1);
  checked(bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), "cannot bind");
  CHECK_THROWS_WITH(place.log(), "tree/s is a socket or a device");
}

TEST_CASE("a device is refused", "[core/nar]") {
  test::TreeLog log;
  Fd dev = open_directory("/dev");
  CHECK_THROWS_WITH(nar::walk(dev.get(), "null", log),
                    "null is neither a file nor a folder nor a link");
}

TEST_CASE("what is not there is named", "[core/nar]") {
  StringSink sink;
  CHECK_THROWS_WITH(nar::dump("/nowhere/x", sink),
                    "cannot open /nowhere/x: No such file or directory");
}

TEST_CASE("a tree of 64 folders in one another is walked, one of 65 is refused", "[core/nar]") {
  Place place;
  std::string path = place.tree;
  for (int i = 1; i <= 64; ++i) path += "/d";
  fs::create_directories(path);
  CHECK_NOTHROW(place.log());
  fs::create_symlink("x", path + "/l");
  CHECK_THROWS_WITH(place.log(), Catch::EndsWith("/d/l is in more than 64 folders"));
}

TEST_CASE("a strict walk refuses set-id bits", "[core/nar]") {
  for (mode_t mode : {04755, 02755, 06755}) {
    Place place;
    place.file("f", "x", mode);
    CHECK_NOTHROW(place.log());
    CHECK_THROWS_WITH(place.log(true), "tree/f has a set-id bit");
  }
  Place place;
  checked(chmod(place.tree.c_str(), 02755), "cannot set the mode");
  CHECK_NOTHROW(place.log());
  CHECK_THROWS_WITH(place.log(true), "tree has a set-id bit");
}

TEST_CASE("a strict walk refuses a hard link from outside but not one within", "[core/nar]") {
  Place place;
  place.file("a", "x");
  fs::create_hard_link(place.tree + "/a", place.tree + "/b");
  CHECK(place.log(true) == "folder \nfile a 1 x\nfile b 1 x\nend\n");
  fs::create_hard_link(place.tree + "/a", place.folder.path() + "/elsewhere");
  CHECK_NOTHROW(place.log());
  CHECK_THROWS_WITH(place.log(true), "tree/a is a hard link to a file outside of its tree");
}

TEST_CASE("a strict walk refuses extended attributes", "[core/nar]") {
  Place place;
  place.file("f", "x");
  if (setxattr((place.tree + "/f").c_str(), "user.x", "1", 1, 0) < 0) {
    WARN("skip: no extended attributes in " << place.tree);
    return;
  }
  CHECK_NOTHROW(place.log());
  CHECK_THROWS_WITH(place.log(true), "tree/f has the extended attribute user.x");
  removexattr((place.tree + "/f").c_str(), "user.x");
  CHECK_NOTHROW(place.log(true));
  setxattr(place.tree.c_str(), "user.y", "1", 1, 0);
  CHECK_THROWS_WITH(place.log(true), "tree has the extended attribute user.y");
}

namespace {

// Takes files by itself, and counts them.
struct FileTaker : StringSink {
  int taken = 0;
  bool take_file(int file, std::uint64_t count) override {
    FdSource source(file, "a file");
    copy_exactly(source, *this, count);
    ++taken;
    return true;
  }
};

}  // namespace

TEST_CASE("a sink may take large files by itself, and the archive is the same", "[core/nar]") {
  Place place;
  place.file("large", std::string((1 << 20) + 3, 'x'));
  place.file("small", "y");
  FileTaker taker;
  nar::dump(place.tree, taker);
  CHECK(taker.taken == 1);
  StringSink plain;
  nar::dump(place.tree, plain);
  CHECK(taker.text() == plain.text());
}

TEST_CASE("a large file that grows while it is taken is refused", "[core/nar]") {
  struct GrowingTaker : FileTaker {
    std::string path;
    bool take_file(int file, std::uint64_t count) override {
      FileTaker::take_file(file, count);
      fs::resize_file(path, (2 << 20) + 1);
      return true;
    }
  };
  Place place;
  place.file("large", std::string(2 << 20, 'x'));
  GrowingTaker taker;
  taker.path = place.tree + "/large";
  CHECK_THROWS_WITH(nar::dump(place.tree, taker),
                    Catch::EndsWith("large changed its size while it was read"));
}

TEST_CASE("a walk leaves out what its rules do not want", "[core/nar]") {
  Place place;
  fs::create_directories(place.tree + "/a/b");
  fs::create_directories(place.tree + "/out/side");
  place.file("a/b/yes", "1");
  place.file("a/no", "");
  REQUIRE(mkfifo((place.tree + "/out/fifo").c_str(), 0600) == 0);
  std::vector<std::string> asked;
  nar::WalkRules rules;
  rules.wanted = [&](std::string_view path) {
    asked.emplace_back(path);
    return path.starts_with("a") && path != "a/no";
  };
  test::TreeLog log;
  nar::walk(place.folder.fd(), "tree", log, rules);
  CHECK(asked == std::vector<std::string>{"a", "a/b", "a/b/yes", "a/no", "out"});
  Place same;
  fs::create_directories(same.tree + "/a/b");
  same.file("a/b/yes", "1");
  CHECK(log.text() == same.log());
}

TEST_CASE("what an owner closed to itself is opened where that is asked for", "[core/nar]") {
  Ordinary ordinary;
  Place place;
  for (const char* name : {"closed", "dark", "deaf"}) fs::create_directory(place.tree + "/" + name);
  place.file("closed/file", "hello", 0);
  place.file("dark/program", "hi", 0100);
  fs::create_symlink("program", place.tree + "/dark/link");
  for (auto [name, mode] : {std::pair{"closed", 0}, {"dark", 0400}, {"deaf", 0300}, {"", 0100}}) {
    REQUIRE(chmod((place.tree + "/" + name).c_str(), static_cast<mode_t>(mode)) == 0);
  }
  CHECK_THROWS_WITH(place.log(), "cannot open tree: Permission denied");
  test::TreeLog log;
  nar::walk(place.folder.fd(), "tree", log, {.strict = true, .opens_closed = true});
  CHECK(log.text() ==
        "folder \nfolder closed\nfile file 5 hello\nend\n"
        "folder dark\nlink link -> program\nprogram program 2 hi\nend\n"
        "folder deaf\nend\nend\n");
}

TEST_CASE("a link is not followed to open what it leads to", "[core/nar]") {
  Ordinary ordinary;
  Place place;
  std::string secret = place.folder.path() + "/secret";
  write_file_at(place.folder.fd(), "secret", "x", 0600);
  REQUIRE(chmod(secret.c_str(), 0) == 0);
  fs::create_symlink(secret, place.tree + "/link");
  test::TreeLog log;
  nar::walk(place.folder.fd(), "tree", log, {.opens_closed = true});
  CHECK((status_at(place.folder.fd(), "secret")->st_mode & 0777) == 0);
}

}  // namespace cairn
