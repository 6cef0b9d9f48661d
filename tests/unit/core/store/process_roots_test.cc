// SPDX-License-Identifier: GPL-3.0-or-later
// What running processes keep. Each test runs one that uses an item in one way.
#include "core/store/roots.hh"
#include "tests/unit/core/store/test_store.hh"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>

namespace cairn {

namespace {

// A store with one item, a folder with a program and a file, which is unregistered: that is enough.
struct Place : test::StorePlace {
  StorePath item = test::path_named("item");
  std::string path;

  Place() {
    Store make_folders(layout);
    path = layout.physical_item(item);
    make_directories(path);
    Fd tree = open_directory(path);
    write_file_at(tree.get(), "file", std::string(5000, 'x'));
    write_file_at(tree.get(), "program", read_file("/bin/sleep"), 0755);
  }

  bool is_root_of(pid_t process) const {
    std::vector<Root> roots = process_roots(layout);
    return std::binary_search(roots.begin(), roots.end(),
                              Root{fmt::format("{{process:{}}}", process), item});
  }

  // Whether a process that does USE first keeps the item, and no longer than it lives.
  bool keeps(const std::function<void()>& use) const {
    Pipe ready = make_pipe();
    pid_t child = test::start([&] {
      use();
      write_fully(ready.write_end.get(), "x", "a pipe");
      pause();
      return true;
    });
    ready.write_end.close();
    char byte = 0;
    static_cast<void>(FdSource(ready.read_end.get(), "a pipe").read({&byte, 1}));
    usleep(50000);  // an exec may still be under way
    bool kept = is_root_of(child);
    kill(child, SIGKILL);
    test::status_of(child);
    return kept && !is_root_of(child);
  }
};

}  // namespace

TEST_CASE("a process keeps the item of its working folder", "[core/store]") {
  Place place;
  CHECK(place.keeps([&] { REQUIRE(chdir(place.path.c_str()) == 0); }));
}

TEST_CASE("a process keeps the item of an open file", "[core/store]") {
  Place place;
  CHECK(place.keeps([&] { open((place.path + "/file").c_str(), O_RDONLY); }));
}

TEST_CASE("a process keeps the item of a mapped file", "[core/store]") {
  Place place;
  CHECK(place.keeps([&] {
    Fd fd(open((place.path + "/file").c_str(), O_RDONLY));
    mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE, fd.get(), 0);
  }));
}

TEST_CASE("a process keeps the item of its program", "[core/store]") {
  Place place;
  std::string program = place.path + "/program";
  CHECK(place.keeps([&] { execl(program.c_str(), "sleep", "60", nullptr); }));
}

TEST_CASE("a process keeps what its environment names by the logical path", "[core/store]") {
  Place place;
  std::string variable =
      "PATH=/bin:" + place.layout.store.print(place.item) + "/bin:/cairn/store/nonsense";
  std::vector<char*> environment = {variable.data(), nullptr};
  CHECK(place.keeps([&] {
    char program[] = "sleep", time[] = "60";
    char* arguments[] = {program, time, nullptr};
    execve("/bin/sleep", arguments, environment.data());
  }));
}

TEST_CASE("an item that is not there is no root of a process", "[core/store]") {
  Place place;
  std::string variable = "X=/cairn/store/" + test::path_named("absent").base_name();
  std::vector<char*> environment = {variable.data(), nullptr};
  pid_t child = test::start([&] {
    char program[] = "sleep", time[] = "60";
    char* arguments[] = {program, time, nullptr};
    execve("/bin/sleep", arguments, environment.data());
    return false;
  });
  usleep(50000);
  for (const Root& root : process_roots(place.layout)) CHECK(root.item == place.item);
  kill(child, SIGKILL);
  test::status_of(child);
}

TEST_CASE("a scan without enough descriptors fails instead of overlooking roots", "[core/store]") {
  Place place;
  CHECK(test::holds_in_child([&] {
    // The sanitizer looks at a type's first object through a pipe, and none can be made later.
    static_cast<void>(test::message_of([] { throw Error("of this type"); }));
    std::vector<Fd> all;
    for (;;) {
      Fd fd(open("/dev/null", O_RDONLY));
      if (!fd) break;
      all.push_back(std::move(fd));
    }
    for (int free = 0; free < 4; ++free) {
      if (test::message_of([&] { process_roots(place.layout); }).empty()) return false;
      all.pop_back();
    }
    return true;
  }));
}

}  // namespace cairn
