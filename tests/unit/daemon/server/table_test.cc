// SPDX-License-Identifier: GPL-3.0-or-later
// All operations, and that the manual says who may use them.
#include "daemon/server/table.hh"

#include "core/base/files.hh"
#include "daemon/protocol/operations.hh"

#include <catch2/catch.hpp>
#include <map>
#include <sstream>

namespace cairn::server {

namespace {

// "trusted" or "anybody" by operation, from the rows | `NAME` | WHO | ... of a page.
std::map<std::string, std::string> told_rights() {
  std::istringstream page(read_file(VECTORS "/../../manual/security.md"));
  std::map<std::string, std::string> rights;
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("| `")) continue;
    std::size_t end = line.find("` | ", 3);
    if (end == std::string::npos) continue;
    std::size_t who = end + 4;
    rights.emplace(line.substr(3, end - 3), line.substr(who, line.find(' ', who) - who));
  }
  return rights;
}

template <typename... Op>
std::map<std::string, std::string> real_rights(std::tuple<Op...>*) {
  std::map<std::string, std::string> rights;
  (rights.emplace(Op::traits.name, Op::traits.trusted_only ? "trusted" : "anybody"), ...);
  return rights;
}

}  // namespace

TEST_CASE("the manual tells who may use each operation", "[daemon/server]") {
  CHECK(told_rights() == real_rights(static_cast<protocol::Operations*>(nullptr)));
}

TEST_CASE("what is no operation has no entry", "[daemon/server]") {
  CHECK(operation_of(1) != nullptr);
  CHECK(operation_of(0) == nullptr);
  CHECK(operation_of(59) == nullptr);
  CHECK(operation_of(~std::uint64_t{0}) == nullptr);
}

}  // namespace cairn::server
