// SPDX-License-Identifier: GPL-3.0-or-later
// Equal files become one, whatever happens meanwhile.
#include "core/store/optimise.hh"

#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <signal.h>
#include <sys/stat.h>
#include <thread>

namespace cairn {

namespace {

namespace fs = std::filesystem;

struct Place : test::StorePlace {
  Store store{layout};

  // An item NAME with FILES, contents by path.
  StorePath add(const std::string& name, const std::map<std::string, std::string>& files) {
    TemporaryDirectory made;
    for (const auto& [path, content] : files) {
      fs::path file = fs::path(made.path()) / "tree" / path;
      fs::create_directories(file.parent_path());
      write_file_at(open_directory(file.parent_path()).get(), file.filename(), content,
                    path.ends_with("run") ? 0755 : 0644);
    }
    return store.add_tree(name, ContentMethod::recursive, HashAlgorithm::sha256, made.fd(), "tree");
  }

  OptimiseResult merge() {
    NoEvents nobody;
    return optimise(store, nobody);
  }

  struct stat status(const StorePath& item, const std::string& path = "") const {
    struct stat found {};
    std::string name = layout.physical_item(item) + path;
    checked(lstat(name.c_str(), &found), "cannot look at {}", name);
    return found;
  }

  std::size_t links() const {
    return list_directory(open_directory(layout.physical_store() + "/.links").get()).size();
  }
};

}  // namespace

TEST_CASE("what is added becomes one with its equals where that is asked for", "[core/store]") {
  Place place;
  StorePath apart = place.add("apart", {{"x", "same"}});
  place.store.merge_on_add(true);
  StorePath a = place.add("a", {{"x", "same"}, {"deep/y", "same"}});
  StorePath b = place.add("b", {{"deep/er/z", "same"}, {"run", "same"}});
  StorePath text = place.store.add_text("text", "same", {});
  ino_t shared = place.status(a, "/x").st_ino;
  CHECK(place.status(a, "/deep/y").st_ino == shared);
  CHECK(place.status(b, "/deep/er/z").st_ino == shared);
  CHECK(place.status(text).st_ino == shared);
  CHECK(place.status(b, "/run").st_ino != shared);
  CHECK(place.status(apart, "/x").st_ino != shared);
  CHECK(test::verified(place.store).problems.empty());
}

TEST_CASE("what is dropped as valid already leaves its equals as they are", "[core/store]") {
  Place place;
  place.store.merge_on_add(true);
  StorePath a = place.add("a", {{"x", "same"}});
  CHECK(place.add("a", {{"x", "same"}}) == a);
  CHECK(place.status(a, "/x").st_nlink == 2);
  CHECK(test::verified(place.store).problems.empty());
}

TEST_CASE("equal files become one inode and all items verify", "[core/store]") {
  Place place;
  StorePath a = place.add("a", {{"x", "same"}, {"deep/er/y", "same"}, {"z", "other"}, {"e", ""}});
  StorePath b = place.add("b", {{"x", "same"}, {"run", "same"}, {"e", ""}});
  OptimiseResult result = place.merge();
  CHECK(result.files == 2);
  CHECK(result.bytes >= 2 * 4);
  CHECK(place.status(a, "/x").st_ino == place.status(a, "/deep/er/y").st_ino);
  CHECK(place.status(a, "/x").st_ino == place.status(b, "/x").st_ino);
  CHECK(place.status(b, "/run").st_ino != place.status(b, "/x").st_ino);
  CHECK(place.status(a, "/e").st_nlink == 1);
  CHECK(place.links() == 3);
  CHECK(test::verified(place.store).problems.empty());
  CHECK(place.merge().files == 0);
}

TEST_CASE("a file that somebody changed does not become that of others", "[core/store]") {
  Place place;
  std::vector<StorePath> items;
  for (const char* name : {"a", "b", "c"}) items.push_back(place.add(name, {{"x", "same"}}));
  std::size_t changed = GENERATE(0, 1, 2);  // the order of a merge is by the items' hashes
  std::string file = place.layout.physical_item(items[changed]) + "/x";
  checked(chmod(file.c_str(), 0644), "cannot change {}", file);
  CHECK(place.merge().files == 1);
  CHECK(test::verified(place.store).problems.size() == 1);
}

TEST_CASE("a file that is an item by itself is merged like others", "[core/store]") {
  Place place;
  StorePath a = place.store.add_text("a", "same", {});
  StorePath b = place.store.add_text("b", "same", {});
  CHECK(place.merge().files == 1);
  CHECK(place.status(a).st_ino == place.status(b).st_ino);
  CHECK(test::verified(place.store).problems.empty());
}

TEST_CASE("the name of a link is the one that Nix gives it", "[core/store]") {
  Place place;
  place.store.add_text("a", "hello\n", {});
  place.merge();
  Fd links = open_directory(place.layout.physical_store() + "/.links");
  // nix-hash --type sha256 --base32 of the file
  CHECK(list_directory(links.get()) ==
        std::vector<std::string>{"04zwf782yjwnh3q6hz5izfd6jyip8kgw6g6yj43fiqhbyhdd0dqw"});
}

TEST_CASE("who has a file open keeps what they have", "[core/store]") {
  Place place;
  place.store.add_text("a", "same", {});
  StorePath b = place.store.add_text("b", "same", {});
  Fd before = open_at(place.store.folder(), b.base_name(), O_RDONLY);
  place.merge();
  FdSource source(before.get(), "b");
  CHECK(read_all(source, 100, "b") == "same");
}

TEST_CASE("a link that somebody wrote to is not spread", "[core/store]") {
  Place place;
  StorePath a = place.store.add_text("a", "same", {});
  place.merge();
  std::string file = place.layout.physical_item(a);
  REQUIRE(chmod(file.c_str(), 0644) == 0);
  {
    Fd open(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
    REQUIRE(pwrite(open.get(), "evil", 4, 0) == 4);
  }
  REQUIRE(chmod(file.c_str(), 0444) == 0);
  StorePath b = place.store.add_text("b", "same", {});
  StorePath c = place.store.add_text("c", "same", {});
  CHECK(place.merge().files == 1);
  CHECK(read_file(place.layout.physical_item(b)) == "same");
  CHECK(place.status(b).st_ino == place.status(c).st_ino);
}

TEST_CASE("a link whose bytes have changed by themselves is not spread", "[core/store]") {
  Place place;
  StorePath a = place.store.add_text("a", "same", {});
  place.merge();
  std::string file = place.layout.physical_item(a);
  {
    Fd open(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
    if (!open) return;  // only root may write to what is read-only
    REQUIRE(pwrite(open.get(), "evil", 4, 0) == 4);
  }
  const timespec times[2] = {{1, 0}, {1, 0}};
  REQUIRE(utimensat(AT_FDCWD, file.c_str(), times, 0) == 0);
  StorePath b = place.store.add_text("b", "same", {});
  StorePath c = place.store.add_text("c", "same", {});
  CHECK(place.merge().files == 1);
  CHECK(read_file(place.layout.physical_item(b)) == "same");
  CHECK(place.status(b).st_ino == place.status(c).st_ino);
}

TEST_CASE("who has merged holds nothing from the collector", "[core/store]") {
  test::StorePlace place;
  NoEvents nobody;
  for (const char* name : {"a", "b"}) Store(place.layout).add_text(name, "same", {});
  Store store(place.layout);
  REQUIRE(optimise(store, nobody).files == 1);
  GcRequest request{.action = GcRequest::Action::delete_dead};
  CHECK(collect_garbage(store, request, nobody).items.size() == 2);
}

TEST_CASE("what was merged is freed when its last item goes", "[core/store]") {
  test::StorePlace place;
  std::string text(100'000, 'x');
  NoEvents nobody;
  StorePath a = Store(place.layout).add_text("a", text, {});
  StorePath b = Store(place.layout).add_text("b", text, {});
  {
    Store store(place.layout);
    REQUIRE(optimise(store, nobody).files == 1);
  }
  // Whoever added or merged them is gone, and their temporary roots are.
  auto freed_with = [&](const StorePath& item) {
    Store store(place.layout);
    GcRequest request{.action = GcRequest::Action::delete_these, .these = {item}};
    return collect_garbage(store, request, nobody).bytes;
  };
  CHECK(freed_with(a) == 0);
  CHECK(freed_with(b) >= text.size());
  CHECK(list_directory(open_directory(place.layout.physical_store() + "/.links").get()).empty());
}

TEST_CASE("who waits for enough to be freed counts merged files", "[core/store]") {
  test::StorePlace place;
  std::string text(100'000, 'x');
  NoEvents nobody;
  for (int i = 0; i < 40; ++i) {
    Store store(place.layout);
    store.add_text("a" + std::to_string(i), text + std::to_string(i), {});
    store.add_text("b" + std::to_string(i), text + std::to_string(i), {});
  }
  {
    Store store(place.layout);
    REQUIRE(optimise(store, nobody).files == 40);
  }
  Store store(place.layout);
  GcRequest request{.action = GcRequest::Action::delete_dead, .enough = 5 * text.size()};
  CHECK(collect_garbage(store, request, nobody).bytes >= 5 * text.size());
  CHECK(store.database().all_items().size() > 0);
}

TEST_CASE("a process that is killed while it merges leaves a store that verifies", "[core/store]") {
  Place place;
  std::map<std::string, std::string> files;
  for (int i = 0; i < 200; ++i)
    files["d" + std::to_string(i % 20) + "/f" + std::to_string(i)] = "x";
  for (int i = 0; i < 5; ++i) place.add("item" + std::to_string(i), files);
  bool was_cut = false;
  for (int round = 0; round < 40; ++round) {
    pid_t child = test::start([&] {
      Store store(place.layout);
      NoEvents nobody;
      optimise(store, nobody);
      return true;
    });
    std::this_thread::sleep_for(std::chrono::microseconds(500 + 700 * round));
    kill(child, SIGKILL);
    bool is_cut = !WIFEXITED(test::status_of(child));
    was_cut = was_cut || is_cut;
    CHECK(test::verified(place.store).problems == std::vector<std::string>{});
  }
  CHECK(was_cut);
  place.merge();
  CHECK(place.links() == 1);
}

TEST_CASE("two do not merge at once", "[core/store]") {
  Place place;
  NotOptimising still(place.layout);
  CHECK(test::message_of([&] { place.merge(); }).find("by another process") != std::string::npos);
}

}  // namespace cairn
