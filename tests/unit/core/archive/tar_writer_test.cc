// SPDX-License-Identifier: GPL-3.0-or-later
// Archives written are read back, by us and by the tar of the machine.
#include "core/archive/tar_writer.hh"

#include "core/archive/unpack.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/nar/walk.hh"
#include "tests/support/run_shell.hh"
#include "tests/support/tree_text.hh"

#include <catch2/catch.hpp>
#include <filesystem>

using namespace cairn;
using namespace cairn::test;

namespace {

template <typename Fill>
std::string archive_of(Fill&& fill) {
  StringSink bytes;
  TarWriter tar(bytes);
  fill(tar);
  tar.finish();
  return bytes.take();
}

// What the machine's tar lists of ARCHIVE.
std::string listed(const std::string& archive) {
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "a.tar", archive);
  return output_of_shell("TZ=UTC tar tvf " + folder.path() + "/a.tar --numeric-owner --full-time");
}

}  // namespace

TEST_CASE("tar: all belongs to root and is of the time 1", "[core/archive]") {
  std::string archive = archive_of([](TarWriter& tar) {
    tar.folder("bin");
    tar.file("bin/hello", "run", 0555);
    tar.link("bin/hi", "hello");
    tar.hard_link("bin/hullo", "bin/hello");
  });
  CHECK(listed(archive) ==
        "drwxr-xr-x 0/0               0 1970-01-01 00:00:01 bin/\n"
        "-r-xr-xr-x 0/0               3 1970-01-01 00:00:01 bin/hello\n"
        "lrwxrwxrwx 0/0               0 1970-01-01 00:00:01 bin/hi -> hello\n"
        "hr-xr-xr-x 0/0               0 1970-01-01 00:00:01 bin/hullo link to bin/hello\n");
}

TEST_CASE("tar: names that are long, or not ASCII, keep their bytes", "[core/archive]") {
  std::string long_name = std::string(200, 'a') + "/" + std::string(200, 'b');
  std::string accent = "e\xcc\x81";  // as two characters; composed it would be another name
  std::string archive = archive_of([&](TarWriter& tar) {
    tar.folder(std::string(200, 'a'));
    tar.file(long_name, "x");
    tar.file(accent, "y");
    tar.file("\xff", "z");
  });
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "a.tar", archive);
  output_of_shell(fmt::format("cd {} && mkdir out && tar xf a.tar -C out", folder.path()));
  for (const std::string& name : {long_name, accent, std::string("\xff")}) {
    CHECK(std::filesystem::exists(folder.path() + "/out/" + name));
  }
}

TEST_CASE("tar: a tree becomes members", "[core/archive]") {
  TemporaryDirectory folder;
  Fd tree = make_directory_at(folder.fd(), "tree");
  write_file_at(make_directory_at(tree.get(), "bin").get(), "run", "text", 0700);
  write_file_at(tree.get(), "data", std::string(300000, 'x'), 0600);
  replace_link_at(tree.get(), "link", "bin/run");
  auto archived = [&] {
    return archive_of([&](TarWriter& tar) {
      TarTree members(tar, "some/where");
      nar::walk(folder.fd(), "tree", members);
    });
  };
  std::string archive = archived();
  CHECK(listed(archive) ==
        "drwxr-xr-x 0/0               0 1970-01-01 00:00:01 some/where/\n"
        "drwxr-xr-x 0/0               0 1970-01-01 00:00:01 some/where/bin/\n"
        "-r-xr-xr-x 0/0               4 1970-01-01 00:00:01 some/where/bin/run\n"
        "-r--r--r-- 0/0          300000 1970-01-01 00:00:01 some/where/data\n"
        "lrwxrwxrwx 0/0               0 1970-01-01 00:00:01 some/where/link -> bin/run\n");
  std::filesystem::last_write_time(folder.path() + "/tree/data",
                                   std::filesystem::file_time_type::clock::now());
  CHECK(archived() == archive);
}

TEST_CASE("tar: what cannot be written is told", "[core/archive]") {
  struct Full : Sink {
    void write(std::string_view) override { throw Error("the disk is full"); }
  } full;
  TarWriter tar(full);
  CHECK_THROWS_WITH(
      [&] {
        tar.file("large", std::string(1 << 20, 'x'));
        tar.finish();
      }(),
      Catch::Contains("the disk is full"));
  StringSink bytes;
  TarWriter other(bytes);
  other.begin_file("short", 0644, 2);
  CHECK_THROWS_WITH(other.contents("abc"), Catch::Contains("longer than was said"));
}
