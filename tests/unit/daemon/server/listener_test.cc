// SPDX-License-Identifier: GPL-3.0-or-later
// The socket in the file system.
#include "daemon/server/listener.hh"

#include "core/base/files.hh"
#include "daemon/client/connection.hh"
#include "daemon/server/sessions.hh"
#include "tests/unit/daemon/server/served_store.hh"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace cairn::server {

namespace {

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return address;
}

Fd bound_at(const std::string& path) {
  sockaddr_un address = address_of(path);
  Fd made(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  checked(bind(made.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
          "cannot bind");
  return made;
}

Fd connected_to(const std::string& path) {
  sockaddr_un address = address_of(path);
  Fd client(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  checked(connect(client.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
          "cannot connect");
  return client;
}

}  // namespace

TEST_CASE("anybody can connect to the socket, while somebody listens", "[daemon/server]") {
  TemporaryDirectory folder;
  std::string path = folder.path() + "/new/folder/socket";
  {
    Listener listener(path);
    Fd place = open_directory(folder.path() + "/new/folder");
    CHECK((status_at(place.get(), "socket")->st_mode & 07777) == 0666);
    CHECK(!listener.accept());
    Fd client = connected_to(path);
    CHECK(listener.accept());
    CHECK_THROWS_WITH(Listener(path), "another cairn-daemon listens at " + path + " already");
  }
  CHECK_THROWS_AS(connected_to(path), Error);
  CHECK_NOTHROW(Listener(path));
}

TEST_CASE("a socket that a dead engine left is replaced", "[daemon/server]") {
  TemporaryDirectory folder;
  bound_at(folder.path() + "/socket").close();
  Listener listener(folder.path() + "/socket");
  CHECK_NOTHROW(connected_to(folder.path() + "/socket"));
}

TEST_CASE("what is no socket is not replaced by one", "[daemon/server]") {
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "file", "precious");
  std::filesystem::create_symlink("file", folder.path() + "/link");
  for (const char* name : {"/file", "/link"}) {
    std::string path = folder.path() + name;
    CHECK_THROWS_WITH(Listener(path), "cannot listen at " + path + ": something else is there");
  }
  CHECK(list_directory(folder.fd()) == std::vector<std::string>{"file", "link"});
  CHECK(read_file_at(folder.fd(), "file", 100) == "precious");
}

TEST_CASE("a socket that was handed over is served and left alone", "[daemon/server]") {
  TemporaryDirectory folder;
  std::string path = folder.path() + "/socket";
  Fd made = bound_at(path);
  CHECK_THROWS_WITH(Listener(Fd(dup(made.get()))),
                    "what was handed over is no local stream socket that listens");
  REQUIRE(listen(made.get(), 5) == 0);
  {
    Listener listener(Fd(dup(made.get())));
    CHECK(!listener.accept());
    Fd client = connected_to(path);
    CHECK(listener.accept());
  }
  CHECK_NOTHROW(connected_to(path));
}

TEST_CASE("a socket at which somebody else listens is not taken", "[daemon/server]") {
  TemporaryDirectory folder;
  std::string path = folder.path() + "/socket";
  Fd made = bound_at(path);
  REQUIRE(listen(made.get(), 0) == 0);
  Listener served(Fd(dup(made.get())));
  std::string refusal = "another cairn-daemon listens at " + path + " already";
  CHECK_THROWS_WITH(Listener(path), refusal);
  CHECK_THROWS_WITH(Listener(path), refusal);  // also when no more clients fit into its queue
  CHECK_NOTHROW(status_at(folder.fd(), "socket").value());
}

TEST_CASE("a socket that was put in the place of ours stays at our end", "[daemon/server]") {
  TemporaryDirectory folder;
  std::string path = folder.path() + "/socket";
  std::optional<Listener> listener(std::in_place, path);
  REQUIRE(unlink(path.c_str()) == 0);
  Fd other = bound_at(path);
  listener.reset();
  CHECK(status_at(folder.fd(), "socket"));
}

TEST_CASE("what is no socket cannot be listened at", "[daemon/server]") {
  CHECK_THROWS_AS(Listener(Fd(open("/dev/null", O_RDWR))), Error);
}

TEST_CASE("a socket is meant for one process", "[daemon/server]") {
  setenv("LISTEN_FDS", "1", 1);
  setenv("LISTEN_PID", "1", 1);
  CHECK(inherited_listener() == nullptr);
  setenv("LISTEN_PID", std::to_string(getpid()).c_str(), 1);
  setenv("LISTEN_FDS", "2", 1);
  CHECK_THROWS_WITH(inherited_listener(), "\"2\" sockets were handed over, and one can be served");
  CHECK(getenv("LISTEN_PID") == nullptr);
}

TEST_CASE("a client waits while there are no descriptors for it", "[daemon/server]") {
  TemporaryDirectory folder;
  Listener listener(folder.path() + "/socket");
  Fd client = connected_to(folder.path() + "/socket");
  rlimit usual{};
  checked(getrlimit(RLIMIT_NOFILE, &usual), "cannot read a limit");
  {
    AtEnd end([&] { setrlimit(RLIMIT_NOFILE, &usual); });
    rlimit none{0, usual.rlim_max};
    checked(setrlimit(RLIMIT_NOFILE, &none), "cannot set a limit");
    CHECK(!listener.accept());
  }
  CHECK(listener.accept());
}

TEST_CASE("sockets can lie deeper than their addresses are long", "[daemon/server]") {
  TemporaryDirectory folder;
  std::string path = folder.path() + "/" + std::string(100, 'a') + "/" + std::string(100, 'b');
  CHECK_NOTHROW(Listener(path + "/socket"));
}

TEST_CASE("sessions serve their clients and end with the engine", "[daemon/server]") {
  TemporaryDirectory folder;
  EnginePlace place{.root = folder.path(), .store = StoreDir()};
  Layout layout;
  layout.root = folder.path();
  test::Recorder events;
  Listener listener(layout.physical_state() + "/daemon-socket/socket");
  std::optional<Sessions> sessions(std::in_place, layout, EngineSettings{});
  // Who connects is in the queue before anybody accepts, but waits for the greeting.
  Fd client = connected_to(layout.physical_state() + "/daemon-socket/socket");
  sessions->start(std::move(*listener.accept()));
  CHECK(sessions->count() == 1);
  auto connection = std::make_unique<Connection>(std::move(client), place.store, events);
  CHECK(connection->engine_name() == "Cairn " CAIRN_VERSION);
  CHECK(connection->call(protocol::QueryAllValidPaths{}).empty());
  sessions.reset();
  CHECK_THROWS_AS(connection->call(protocol::QueryAllValidPaths{}), Error);
}

}  // namespace cairn::server
