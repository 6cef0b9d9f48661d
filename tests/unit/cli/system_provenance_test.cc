// SPDX-License-Identifier: GPL-3.0-or-later
// Where a system comes from, written and read.
#include "cli/system_provenance.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace cairn;

namespace {

const SystemProvenance one{
    {"packages"},
    {{"main", "https://example.org/main", "stable", std::string(40, 'a'), std::nullopt}}};

std::vector<std::string> names_of(const Message& files) {
  std::vector<std::string> names;
  for (const Message& file : files) names.push_back(file.at(0));
  return names;
}

}  // namespace

TEST_CASE("provenance is read back as it was written", "[cli]") {
  Message files = provenance_files(one, "(operating-system)");
  CHECK(names_of(files) ==
        std::vector<std::string>{"configuration.scm", "channels.scm", "provenance.json"});
  CHECK(files[0][1] == "(operating-system)");
  CHECK_THAT(files[1][1].get<std::string>(), Catch::Contains(std::string(40, 'a')));
  CHECK(parse_provenance(files[2][1].get<std::string>()) == one);
}

TEST_CASE("what comes from no channel has no list of channels", "[cli]") {
  CHECK(names_of(provenance_files({}, "")) ==
        std::vector<std::string>{"configuration.scm", "provenance.json"});
}

TEST_CASE("provenance of another version is refused", "[cli]") {
  CHECK_THROWS_WITH(parse_provenance(R"({"version": 2})"),
                    "cannot read the provenance of the system: it is of version 2");
  CHECK_THROWS_AS(parse_provenance("{}"), Error);
  CHECK_THROWS_AS(parse_provenance("no JSON"), Error);
}
