// SPDX-License-Identifier: GPL-3.0-or-later
// Space kept for the collector.
#include "core/store/reserve.hh"

#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

// Take every byte that the disk below FOLDER still has.
void fill_disk(const std::string& folder) {
  Fd file = open_at(open_directory(folder).get(), "filling", O_WRONLY | O_CREAT, 0600);
  for (std::size_t piece : {65536u, 4096u, 1u}) {
    std::string bytes(piece, 'x');
    while (write(file.get(), bytes.data(), bytes.size()) > 0) continue;
  }
}

}  // namespace

TEST_CASE("a store keeps a reserve of space, which can be released and made again",
          "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  Fd folder = open_directory(place.layout.physical_state() + "/db");
  CHECK(status_at(folder.get(), "reserved")->st_blocks >= (4 << 20) / 512);
  release_reserve(place.layout);
  release_reserve(place.layout);
  CHECK(!status_at(folder.get(), "reserved"));
  keep_reserve(place.layout);
  keep_reserve(place.layout);
  CHECK(status_at(folder.get(), "reserved"));
}

TEST_CASE("a reserve that somebody was killed over is made whole", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  Fd folder = open_directory(place.layout.physical_state() + "/db");
  open_at(folder.get(), "reserved", O_WRONLY | O_TRUNC);
  keep_reserve(place.layout);
  CHECK(status_at(folder.get(), "reserved")->st_size == 4 << 20);
}

TEST_CASE("on a disk that is full to the last byte a collector frees space", "[core/store]") {
  TemporaryDirectory folder;
  pid_t child = test::start([&] {
    if (!test::mount_small_disk(folder.path(), 32 << 20)) {
      std::cerr << "skip: a small disk cannot be mounted\n";
      return true;
    }
    Layout layout{.root = folder.path()};
    {
      Store store(layout);
      std::vector<TextItem> texts;
      StorePathSet before;
      for (int i = 0; i < 2000; ++i) {
        texts.push_back({std::to_string(i), std::to_string(i), before});
        if (i % 10 == 0)
          before.insert(text_path(store.dir(), texts.back().name, texts.back().text,
                                  texts.back().references));
        if (before.size() > 5) before.erase(before.begin());
      }
      store.add_texts(texts);
    }
    fill_disk(folder.path());
    Store store(layout);
    if (test::message_of([&] { test::add_item(store, "new"); }).empty()) return false;
    NoEvents nobody;
    GcResult result = collect_garbage(store, {.action = GcRequest::Action::delete_dead}, nobody);
    return result.items.size() == 2000 && test::verified(store).problems.empty();
  });
  CHECK(test::status_of(child) == 0);
}

}  // namespace cairn
