// SPDX-License-Identifier: GPL-3.0-or-later
// What the order of a folder tells.
#include "core/build/listing_order.hh"

#include "core/base/files.hh"
#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>

namespace cairn {

namespace {

// The entries of FOLDER with the numbers behind them, as they are listed.
std::string listing_of(int folder) {
  lseek(folder, 0, SEEK_SET);
  alignas(dirent64) char buffer[64 * 1024];
  ssize_t size = getdents64(folder, buffer, sizeof buffer);
  std::string listing;
  for (ssize_t offset = 0; offset < size;) {
    const auto* entry = reinterpret_cast<const dirent64*>(buffer + offset);
    listing += fmt::format("{} {}\n", entry->d_name, entry->d_off);
    offset += entry->d_reclen;
  }
  return listing;
}

void make(int folder, const std::string& name) {
  open_at(folder, name, O_WRONLY | O_CREAT | O_EXCL, 0644);
}

// Whether FOLDER lists the same whatever came and went before, and in whatever order it came.
bool tells_nothing(int folder) {
  for (const char* name : {"one", "two", "three"}) make(folder, name);
  std::string before = listing_of(folder);
  for (const char* name : {"one", "two", "three"}) unlinkat(folder, name, 0);
  for (int i = 0; i < 50; ++i) make(folder, std::to_string(i));
  for (int i = 0; i < 50; ++i) unlinkat(folder, std::to_string(i).c_str(), 0);
  for (const char* name : {"three", "two", "one"}) make(folder, name);
  return listing_of(folder) == before;
}

bool is_on_ext4(int folder) {
  struct statfs status {};
  return fstatfs(folder, &status) == 0 && status.f_type == EXT4_SUPER_MAGIC;
}

}  // namespace

TEST_CASE("a folder that lists by hashes tells nothing of entries that are gone", "[core/build]") {
  TemporaryDirectory folder;
  bool by_hash = lists_by_hash(folder.fd());
  CHECK(by_hash <= is_on_ext4(folder.fd()));
  CHECK((!by_hash || tells_nothing(folder.fd())));
}

TEST_CASE("a folder that counts its entries does not list by hashes", "[core/build]") {
  TemporaryDirectory folder;
  int status = test::status_of(test::start([&] {
    if (!test::mount_small_disk(folder.path(), 1 << 20)) return true;
    Fd disk = open_directory(folder.path());
    return !lists_by_hash(disk.get()) && !tells_nothing(disk.get());
  }));
  CHECK(status == 0);
}

}  // namespace cairn
