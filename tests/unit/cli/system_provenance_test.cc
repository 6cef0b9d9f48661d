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

TEST_CASE("passwords in addresses are kept out", "[cli]") {
  auto url_of = [](const std::string& url) {
    SystemProvenance provenance = one;
    provenance.channels[0].url = url;
    std::string text = provenance_files(provenance, "").back()[1].get<std::string>();
    return parse_provenance(text).channels[0].url;
  };
  CHECK(url_of("https://me:token@example.org/a@b") == "https://example.org/a@b");
  CHECK(url_of("ssh://git@example.org/a") == "ssh://example.org/a");
  CHECK(url_of("/home/me@work/a") == "/home/me@work/a");
  CHECK(url_of("https://example.org/a@b") == "https://example.org/a@b");
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
