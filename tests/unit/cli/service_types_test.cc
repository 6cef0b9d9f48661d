// SPDX-License-Identifier: GPL-3.0-or-later
// Types of services, as the evaluator tells them.
#include "cli/service_types.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace cairn;

namespace {

const Message web = {{"name", "web"},
                     {"variable", "web-service-type"},
                     {"module", {"a", "b"}},
                     {"description", "Serve\nthe web."},
                     {"extends", {"etc", "supervision"}},
                     {"extensible", true},
                     {"location", {{"file", "a/b.scm"}, {"line", 3}, {"column", 1}}},
                     {"configuration",
                      {{"name", "web configuration"},
                       {"fields",
                        {{{"name", "port"},
                          {"expectation", "a number"},
                          {"required", true},
                          {"documentation", "Where."}}}}}}};

}  // namespace

TEST_CASE("a type of services becomes a record", "[cli]") {
  auto types = read_service_types(Message::array({web}));
  REQUIRE(types.size() == 1);
  CHECK(types[0].line == 3);
  CHECK(record_of(types[0]) ==
        "name: web\n"
        "variable: web-service-type\n"
        "module: (a b)\n"
        "location: a/b.scm:3:1\n"
        "extends: etc supervision\n"
        "extensible: yes\n"
        "description: Serve the web.\n"
        "configuration: web configuration\n"
        "field: port: a number, required. Where.\n");
}

TEST_CASE("types come by name, and need no place and no configuration", "[cli]") {
  Message plain = web;
  plain["name"] = "any";
  plain["location"] = nullptr;
  plain["configuration"] = nullptr;
  plain["extensible"] = false;
  auto types = read_service_types(Message::array({web, plain}));
  CHECK(types[0].name == "any");
  CHECK(types[0].file.empty());
  CHECK(types[0].fields.empty());
  CHECK_FALSE(types[0].is_extensible);
}

TEST_CASE("an answer that is none is refused", "[cli]") {
  CHECK_THROWS_WITH(read_service_types(Message::array({1})),
                    Catch::Contains("the evaluator's answer is not as it must be"));
}
