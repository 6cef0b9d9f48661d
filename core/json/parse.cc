// SPDX-License-Identifier: GPL-3.0-or-later
// Values, put together piece by piece.
#include "core/json/parse.hh"

#include "core/json/read.hh"

namespace cairn {

namespace {

using nlohmann::json;

class Builder : public JsonEvents {
 public:
  void enter(Container kind) override {
    json& inner = place();
    inner = kind == Container::object ? json::object() : json::array();
    open_.push_back(&inner);
  }

  void leave() override { open_.pop_back(); }
  void member(std::string& name) override { member_ = &(*open_.back())[std::move(name)]; }
  void text(std::string& value) override { place() = std::move(value); }
  void other(const json& value) override { place() = value; }

  json take() { return std::move(value_); }

 private:
  // Where the next value belongs.
  json& place() {
    if (open_.empty()) return value_;
    json& around = *open_.back();
    return around.is_array() ? around.emplace_back() : *member_;
  }

  json value_;
  std::vector<json*> open_;  // the containers around what comes next
  json* member_ = nullptr;   // of the innermost, an object: whose name came last
};

}  // namespace

json parse_json(std::string_view text) {
  Builder builder;
  read_json(text, builder);
  return builder.take();
}

}  // namespace cairn
