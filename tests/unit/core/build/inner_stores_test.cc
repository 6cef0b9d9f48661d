// SPDX-License-Identifier: GPL-3.0-or-later
// Folders that builders see as the store, and when one serves again.
#include "core/build/inner_stores.hh"

#include "core/build/listing_order.hh"
#include "core/sandbox/namespaces.hh"
#include "tests/support/build_place.hh"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

namespace cairn {

using test::BuildPlace;
namespace fs = std::filesystem;

namespace {

class Place : public BuildPlace {
 public:
  explicit Place(std::size_t most_mounts = 4096)
      : scratch(folder.path() + "/builds"), stores(layout(), spawner, scratch, most_mounts) {}

  // An item that is a file.
  StorePath file(const std::string& name) {
    std::string source = folder.path() + "/" + name;
    std::ofstream(source) << name;
    return BuildPlace::add(source, name);
  }

  StorePathSet files(int count) {
    StorePathSet files;
    for (int i = 0; i < count; ++i) files.insert(file("file" + std::to_string(i)));
    return files;
  }

  StorePath link(const std::string& name) {
    std::string source = folder.path() + "/" + name;
    fs::create_symlink("target", source);
    return BuildPlace::add(source, name);
  }

  std::unique_ptr<InnerStore> take(const StorePathSet& inputs, bool is_for_one = false) {
    return stores.take(inputs, is_for_one);
  }

  PrivateFolder scratch;
  InnerStores stores;
};

std::vector<std::string> names_of(const StorePathSet& items) {
  std::vector<std::string> names;
  for (const StorePath& item : items) names.push_back(item.base_name());
  return names;
}

std::vector<std::string> names_in(const InnerStore& store) {
  return list_directory(store.open().get());
}

// Only root's builders do not own the folder, and not every file system forgets.
bool can_serve_again() {
  return sandbox::is_root_of_all() && lists_by_hash(TemporaryDirectory().fd());
}

}  // namespace

TEST_CASE("an inner store has a place of its kind for each input", "[core/build]") {
  Place place;
  StorePath file = place.file("file");
  auto store = place.take({place.busybox, file, place.link("link")});
  CHECK(names_in(*store) == names_of({place.busybox, file}));
  CHECK(fs::is_directory(store->path() + "/" + place.busybox.base_name()));
  CHECK(fs::is_regular_file(store->path() + "/" + file.base_name()));
  CHECK_FALSE(store->keeps_mounts());
}

TEST_CASE("an inner store serves again, without what a builder left in it", "[core/build]") {
  Place place;
  StorePath file = place.file("file");
  auto store = place.take({place.busybox});
  std::string path = store->path();
  fs::create_directories(path + "/left/deep");
  std::ofstream(path + "/left/deep/file") << "left";
  fs::create_symlink("/etc", path + "/link");
  fs::permissions(path + "/left", fs::perms::none);
  store.reset();
  store = place.take({place.busybox, file});
  CHECK((store->path() == path) == can_serve_again());
  CHECK(names_in(*store) == names_of({place.busybox, file}));
}

TEST_CASE("a small inner store serves a build with other inputs, which sees these alone",
          "[core/build]") {
  Place place;
  StorePath one = place.file("one");
  StorePath other = place.file("other");
  std::string path = place.take({place.busybox, one})->path();
  auto store = place.take({place.busybox, other});
  CHECK((store->path() == path) == can_serve_again());
  CHECK_FALSE(store->keeps_mounts());
  CHECK(names_in(*store) == names_of({place.busybox, other}));
  store.reset();
  CHECK(place.take({one})->path() != path);
}

TEST_CASE("an inner store that grew by its places serves none that lacks one of them",
          "[core/build]") {
  Place place;
  StorePathSet many = place.files(200);
  std::string path = place.take(many)->path();
  StorePath first = *many.begin();
  many.erase(many.begin());
  auto store = place.take(many);
  CHECK(store->path() != path);
  CHECK(names_in(*store) == names_of(many));
  many.insert(first);
  CHECK((place.take(many)->path() == path) == can_serve_again());
}

TEST_CASE("in an inner store with many places the mounts are kept, and so are the places",
          "[core/build]") {
  Place place;
  StorePathSet many = place.files(20);
  std::string path = place.take(many)->path();
  auto store = place.take(many);
  CHECK((store->path() == path) == can_serve_again());
  CHECK(store->keeps_mounts() == can_serve_again());
  store.reset();
  many.erase(many.begin());
  CHECK(place.take(many)->path() != path);
}

TEST_CASE("of several inner stores the one with the most inputs serves again", "[core/build]") {
  if (!can_serve_again()) return;
  Place place;
  StorePath file = place.file("file");
  auto small = place.take({file});
  auto large = place.take({file, place.busybox});
  std::string path = large->path();
  large.reset();
  small.reset();
  CHECK(place.take({file, place.busybox})->path() == path);
}

TEST_CASE("an inner store that a builder made grow does not serve again", "[core/build]") {
  Place place;
  auto store = place.take({place.busybox});
  std::string path = store->path();
  for (int i = 0; i < 1000; ++i) std::ofstream(path + "/file" + std::to_string(i));
  for (int i = 0; i < 1000; ++i) fs::remove(path + "/file" + std::to_string(i));
  store.reset();
  CHECK_FALSE(fs::exists(path));
  CHECK(place.take({place.busybox})->path() != path);
}

TEST_CASE("an inner store for one build does not serve again, nor one with a link",
          "[core/build]") {
  Place place;
  std::string for_one = place.take({place.busybox}, true)->path();
  CHECK_FALSE(fs::exists(for_one));
  StorePathSet with_link = {place.busybox, place.link("link")};
  std::string linked = place.take(with_link)->path();
  CHECK_FALSE(fs::exists(linked));
  std::string path = place.take({place.busybox})->path();
  CHECK(path != linked);
  CHECK(place.take({place.busybox}, true)->path() != path);
}

TEST_CASE("an inner store that something went wrong with does not serve again", "[core/build]") {
  Place place;
  auto store = place.take({place.busybox});
  std::string path = store->path();
  store->spoil();
  store.reset();
  CHECK_FALSE(fs::exists(path));
}

TEST_CASE("an inner store has the time at which it was lent", "[core/build]") {
  Place place;
  auto store = place.take({place.busybox});
  std::string path = store->path();
  timespec times[2] = {{4711, 0}, {4711, 0}};
  REQUIRE(futimens(store->open().get(), times) == 0);
  store.reset();
  store = place.take({place.busybox});
  struct stat status {};
  REQUIRE(fstat(store->open().get(), &status) == 0);
  CHECK(status.st_mtim.tv_sec != 4711);
  CHECK(status.st_atim.tv_sec != 4711);
}

TEST_CASE("the mounts that inner stores keep are bounded, also in those that are lent",
          "[core/build]") {
  if (!can_serve_again()) return;
  Place place(50);
  StorePathSet many = place.files(30);
  auto one = place.take(many);
  auto other = place.take(many);
  one.reset();
  other.reset();
  one = place.take(many);
  other = place.take(many);
  CHECK(one->keeps_mounts());
  CHECK_FALSE(other->keeps_mounts());
  std::string path = one->path();
  one.reset();
  one = place.take(place.files(60));
  CHECK(one->path() == path);
  CHECK_FALSE(one->keeps_mounts());
}

TEST_CASE("few inner stores are kept idle", "[core/build]") {
  Place place;
  std::vector<std::unique_ptr<InnerStore>> stores;
  for (int i = 0; i < 5; ++i) stores.push_back(place.take({place.busybox}));
  stores.clear();
  CHECK(list_directory(place.scratch.fd()).size() == (can_serve_again() ? 2 : 0));
}

TEST_CASE("an inner store whose item is missing is an error, and leaves nothing", "[core/build]") {
  Place place;
  StorePath missing("00000000000000000000000000000000-missing");
  CHECK_THROWS_WITH(place.take({missing}), Catch::Contains("cannot look at 0000000000"));
  CHECK(list_directory(place.scratch.fd()).empty());
}

TEST_CASE("each sandbox of a chain shows its inputs and nothing of the builds before",
          "[core/build]") {
  Place place;
  StorePathSet more = GENERATE(false, true) ? place.files(20) : StorePathSet{};
  std::vector<StorePath> outputs;
  std::vector<StorePath> chain;
  for (int i = 0; i < 4; ++i) {
    std::string before = i == 0 ? "none" : place.store.dir().print(outputs.back());
    std::vector<StorePath> needs(more.begin(), more.end());
    if (i > 0) needs.push_back(chain.back());
    std::string script = "ls /cairn/store; ls -di /cairn/store; mkdir $out; echo " + before +
                         " > $out/before; cat " + (i == 0 ? "$out" : before) +
                         "/before; mkdir -p /cairn/store/left/deep; "
                         "ln -s /etc /cairn/store/link; chmod 0 /cairn/store/left";
    chain.push_back(place.add(place.script("link" + std::to_string(i), script, needs)));
    outputs.push_back(place.store.database().derivation_outputs(chain.back()).at("out"));
  }
  REQUIRE(place.build(chain.back()).message == "");
  std::istringstream log(place.events.log());
  std::set<std::string> folders;
  StorePathSet inputs = more;
  inputs.insert(place.busybox);
  for (int i = 0; i < 4; ++i) {
    for (const std::string& name : names_of(inputs)) {
      std::string line;
      std::getline(log, line);
      CHECK(line == name);
    }
    std::string folder, content;
    std::getline(log, folder);
    std::getline(log, content);
    folders.insert(folder);
    CHECK(content ==
          (i < 2 ? "none" : place.store.dir().print(outputs[static_cast<std::size_t>(i - 2)])));
    inputs.insert(outputs[static_cast<std::size_t>(i)]);
  }
  CHECK((folders.size() == 1) == can_serve_again());
}

}  // namespace cairn
