// SPDX-License-Identifier: GPL-3.0-or-later
// What is remembered of authentic commits, and when it is not believed.
#include "channels/authenticate/cache.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <sys/stat.h>

namespace cairn {

namespace {

ObjectId id(int number) {
  return *ObjectId::parse(fmt::format("{:040x}", number));
}

// The one file of the cache in FOLDER.
std::string file_in(const TemporaryDirectory& folder) {
  Fd inner = open_directory(folder.path() + "/c");
  auto names = list_directory(inner.get());
  REQUIRE(names.size() == 1);
  return names.front();
}

void overwrite(const TemporaryDirectory& folder, const std::string& content, mode_t mode = 0600) {
  Fd inner = open_directory(folder.path() + "/c");
  write_file_at(inner.get(), file_in(folder), content, mode);
}

}  // namespace

TEST_CASE("what is kept is there for the same introduction alone", "[channels/authenticate]") {
  TemporaryDirectory folder;
  AuthenticationCache cache(folder.path() + "/c", "one");
  CHECK(cache.commits().empty());
  cache.keep({}, id(1));
  cache.keep(cache.commits(), id(2));
  cache.keep(cache.commits(), id(1));
  CHECK(cache.commits() == std::vector{id(1), id(2)});
  CHECK(AuthenticationCache(folder.path() + "/c", "one").commits().size() == 2);
  CHECK(AuthenticationCache(folder.path() + "/c", "other").commits().empty());
}

TEST_CASE("an identity cannot name another file", "[channels/authenticate]") {
  TemporaryDirectory folder;
  AuthenticationCache(folder.path() + "/c", "../../x").keep({}, id(1));
  CHECK(file_in(folder).size() == 64);
  CHECK(list_directory(folder.fd()) == std::vector<std::string>{"c"});
}

TEST_CASE("the oldest are forgotten", "[channels/authenticate]") {
  TemporaryDirectory folder;
  AuthenticationCache cache(folder.path() + "/c", "one");
  for (int number = 1; number <= 210; ++number) cache.keep(cache.commits(), id(number));
  CHECK(cache.commits().size() == 200);
  CHECK(cache.commits().front() == id(210));
}

TEST_CASE("a file that is not what we write is not believed", "[channels/authenticate]") {
  TemporaryDirectory folder;
  AuthenticationCache cache(folder.path() + "/c", "one");
  cache.keep({}, id(1));
  std::string good = read_file(folder.path() + "/c/" + file_in(folder));
  CHECK(good == "cairn authentic commits 1\n" + id(1).text() + "\n");
  auto content = GENERATE_REF(std::string(), "x" + good, good + "x", good + id(1).text(),
                              good.substr(0, good.size() - 1), good + std::string(40, 'G') + "\n",
                              "cairn authentic commits 2\n" + id(1).text() + "\n",
                              good + std::string(100'000, '0'));
  overwrite(folder, content);
  CHECK(cache.commits().empty());
  cache.keep(cache.commits(), id(2));
  CHECK(cache.commits() == std::vector{id(2)});
}

TEST_CASE("a file that others may write is not believed", "[channels/authenticate]") {
  TemporaryDirectory folder;
  AuthenticationCache cache(folder.path() + "/c", "one");
  cache.keep({}, id(1));
  std::string path = folder.path() + "/c/" + file_in(folder);
  auto [mode, is_believed] =
      GENERATE(table<mode_t, bool>({{0600, true}, {0644, true}, {0660, false}, {0606, false}}));
  REQUIRE(chmod(path.c_str(), mode) == 0);
  CHECK(cache.commits().empty() != is_believed);
}

TEST_CASE("a link in the place of the file is not followed", "[channels/authenticate]") {
  TemporaryDirectory folder;
  AuthenticationCache cache(folder.path() + "/c", "one");
  cache.keep({}, id(1));
  std::string name = file_in(folder);
  write_file_at(folder.fd(), "elsewhere", read_file(folder.path() + "/c/" + name), 0600);
  Fd inner = open_directory(folder.path() + "/c");
  replace_link_at(inner.get(), name, folder.path() + "/elsewhere");
  CHECK(cache.commits().empty());
}

}  // namespace cairn
