// SPDX-License-Identifier: GPL-3.0-or-later
// What is told of a JSON text.
#include "core/json/read.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

class Recorder : public JsonEvents {
 public:
  void enter(Container kind) override { told += kind == Container::object ? "{ " : "[ "; }
  void leave() override { told += ") "; }
  void member(std::string& name) override { told += name + "= "; }
  void text(std::string& value) override { told += "'" + value + "' "; }
  void other(const nlohmann::json& value) override { told += value.dump() + " "; }

  std::string told;
};

}  // namespace

TEST_CASE("JSON is told in its order, a member that is there twice twice", "[core/json]") {
  Recorder recorder;
  read_json(R"({"b": [1, {"x": {}}], "a": null, "b": {"c": "d"}, "e": -2.5, "f": [true, []]})",
            recorder);
  CHECK(recorder.told == "{ b= [ 1 { x= { ) ) ) a= null b= { c= 'd' ) e= -2.5 f= [ true [ ) ) ) ");
}

TEST_CASE("what comes before the end of JSON is told before the refusal", "[core/json]") {
  Recorder recorder;
  CHECK_THROWS_WITH(read_json(R"({"g": 1, "h")", recorder), "it is not JSON: stopped at byte 13");
  CHECK(recorder.told == "{ g= 1 h= ");
}

TEST_CASE("who takes JSON may end it", "[core/json]") {
  struct Refusing : Recorder {
    void text(std::string& value) override { throw Error("not {}", value); }
  } refusing;
  CHECK_THROWS_WITH(read_json(R"(["a", "b")", refusing), "not a");
}

}  // namespace cairn
