// SPDX-License-Identifier: GPL-3.0-or-later
// Roots, garbage and soundness, asked for by a client.
#include "core/store/roots.hh"
#include "core/store/store.hh"
#include "tests/unit/daemon/server/served_store.hh"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn::server {

using test::ServedStore;
using namespace protocol;

TEST_CASE("T-29: a stranger does not learn by roots what is in folders of others",
          "[daemon/server]") {
  if (!ServedStore::can_be_stranger()) return;
  ServedStore served(ServedStore::As::stranger);
  TemporaryDirectory secret;  // of mode 0700
  write_file_at(secret.fd(), "there", "");
  for (const char* name : {"there", "absent"}) {
    std::string link = secret.path() + "/" + name;
    CHECK_THROWS_WITH(served.engine().add_indirect_root(link),
                      "'" + link + "' cannot be a root: user 65534 cannot look at it");
  }
  CHECK_NOTHROW(served.engine().add_indirect_root("/tmp/absent-" + std::to_string(getpid())));
}

TEST_CASE("a place that cannot be is refused as a root", "[daemon/server]") {
  ServedStore served;
  CHECK_THROWS_AS(served.engine().add_indirect_root("/" + std::string(300, 'a')), Error);
  CHECK(served.engine().roots().empty());
}

TEST_CASE("who keeps more than most stops no collector", "[daemon/server]") {
  ServedStore served;
  StorePathSet many;
  std::string long_name(200, 'x');
  for (int number = 0; number < 300'000; ++number) {
    many.insert(StorePath(fmt::format("{:0>32}-{}", number, long_name)));
  }
  served.engine().add_temporary_roots(many);  // 74 MB
  CHECK(served.engine().collect_garbage(protocol::GcAction::list_dead).items.empty());
}

TEST_CASE("what a client's link points to is kept", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  StorePath path = engine.add_text("name", "text", {});
  std::string link = served.folder() + "/link";
  REQUIRE(symlink(engine.store().print(path).c_str(), link.c_str()) == 0);
  engine.add_indirect_root(link);
  CHECK(std::ranges::count(engine.roots(), std::pair(link, path)) == 1);
}

TEST_CASE("a root is the absolute path of a link", "[daemon/server]") {
  ServedStore served;
  for (const char* link : {"", "relative", "/folder/", "../x"}) {
    CHECK_THROWS_WITH(
        served.engine().add_indirect_root(link),
        fmt::format("'{}' cannot be a root: it is not the absolute path of a link", link));
  }
  CHECK_THROWS_AS(served.engine().add_indirect_root(std::string("/x\0y", 4)), Error);
}

TEST_CASE("what a session has added is alive as long as it lasts", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  StorePath path = engine.add_text("name", "text", {});
  CHECK(engine.collect_garbage(GcAction::list_live).items == StorePathSet{path});
  CHECK(engine.collect_garbage(GcAction::delete_dead).items.empty());
  CHECK(engine.is_valid(path));
}

TEST_CASE("nobody may have deleted what is in use", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  StorePath path = engine.add_text("name", "text", {});
  CollectGarbage asked{
      .action = GcAction::delete_these, .these = {path}, .ignore_liveness = true, .enough = 1};
  CHECK_THROWS_WITH(engine.connection().call(asked), "what is in use is never deleted");
  CHECK_THROWS_AS(engine.collect_garbage(GcAction::delete_these, {path}), Error);
  CHECK(engine.is_valid(path));
}

TEST_CASE("a store is sound until somebody changes a file", "[daemon/server]") {
  ServedStore served;
  Engine& engine = served.engine();
  StorePath path = engine.add_text("name", "text", {});
  CHECK(engine.verify(true, false));
  std::string file = served.layout().physical_item(path);
  REQUIRE(unlink(file.c_str()) == 0);
  CHECK(!engine.verify(false, false));
  auto is_warning = [](const Event& event) { return std::holds_alternative<Warned>(event); };
  CHECK(std::ranges::any_of(served.events(), is_warning));
}

TEST_CASE("a stranger may ask whether a store is sound, not change it", "[daemon/server]") {
  if (!ServedStore::can_be_stranger()) return;
  ServedStore served(ServedStore::As::stranger);
  CHECK(served.engine().verify(true, false));
  CHECK_THROWS_WITH(served.engine().verify(true, true),
                    "user 65534 may not repair the store here: only trusted users may");
}

TEST_CASE("a stranger may not write logs or import without names", "[daemon/server]") {
  if (!ServedStore::can_be_stranger()) return;
  ServedStore served(ServedStore::As::stranger);
  AddBuildLog log{"g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo.drv"};
  CHECK_THROWS_WITH(served.engine().connection().call(log, [](Sink& sink) { sink.write("lies"); }),
                    "user 65534 may not use AddBuildLog here: only trusted users may");
  CHECK(served.engine().all_items().empty());
}

TEST_CASE("a stranger whom the settings trust may do what the owner may", "[daemon/server]") {
  if (!ServedStore::can_be_stranger()) return;
  EngineSettings settings;
  settings.trusted_users = {"nobody"};
  ServedStore served(ServedStore::As::stranger, "", settings);
  CHECK(served.engine().verify(true, true));
}

TEST_CASE("whom the settings do not allow is not served and hears why", "[daemon/server]") {
  if (!ServedStore::can_be_stranger()) return;
  EngineSettings settings;
  settings.allowed_users = {"root"};
  ServedStore served(ServedStore::As::stranger, "", settings);
  CHECK_THROWS_WITH(served.engine().all_items(),
                    "user 65534 may not use this engine: its setting allowed-users does not name "
                    "them");
  ServedStore own(ServedStore::As::owner, "", settings);
  CHECK(own.engine().all_items().empty());
}

TEST_CASE("the settings say what keeps what", "[daemon/server]") {
  EngineSettings settings;
  settings.keep_derivations = false;
  TemporaryDirectory folder;
  Layout layout{.root = folder.path()};
  StorePath drv = [&] {
    ServedStore served(ServedStore::As::owner, folder.path());
    return served.engine().add_text("x.drv", "no derivation", {});
  }();
  {
    Store store(layout);
    StorePath output = store.add_text("x", "output", {});
    store.database().write_transaction([&] {
      ItemInfo info = store.get(output);
      store.database().remove(output);
      info.deriver = drv;
      store.database().insert(info);
    });
    add_permanent_root(layout, "x", output);
  }
  {
    ServedStore keeping(ServedStore::As::owner, folder.path());
    CHECK(keeping.engine().collect_garbage(GcAction::list_dead).items.empty());
  }
  ServedStore served(ServedStore::As::owner, folder.path(), settings);
  CHECK(served.engine().collect_garbage(GcAction::list_dead).items == StorePathSet{drv});
}

TEST_CASE("a build or an addition makes room where little is free", "[daemon/server]") {
  TemporaryDirectory folder;
  StorePath dead = [&] {
    ServedStore served(ServedStore::As::owner, folder.path());
    return served.engine().add_text("dead", "text", {});
  }();
  EngineSettings settings;
  settings.free_space.least = settings.free_space.wanted = std::uint64_t{1} << 62;
  ServedStore served(ServedStore::As::owner, folder.path(), settings);
  StorePath added = served.engine().add_text("added", "text", {});
  CHECK(!served.engine().is_valid(dead));
  CHECK(served.engine().is_valid(added));
}

TEST_CASE("equal files are merged for who asks", "[daemon/server]") {
  ServedStore served;
  StorePath a = served.engine().add_text("a", "same", {});
  StorePath b = served.engine().add_text("b", "same", {});
  served.engine().optimise();
  auto inode = [&](const StorePath& item) {
    struct stat status {};
    REQUIRE(stat(served.layout().physical_item(item).c_str(), &status) == 0);
    return status.st_ino;
  };
  CHECK(inode(a) == inode(b));
}

TEST_CASE("what is not done is not said to be done", "[daemon/server]") {
  ServedStore served;
  Connection& connection = served.engine().connection();
  CHECK_THROWS_WITH(connection.call(QueryRealisation{"sha256:00!out"}),
                    "content-addressed derivations are not supported");
  CHECK_THROWS_WITH(connection.call(RegisterDrvOutput{"{}"}),
                    "content-addressed derivations are not supported");
}

}  // namespace cairn::server
