// SPDX-License-Identifier: GPL-3.0-or-later
// From the events of the library's parser to values, with what it does not refuse.
#include "core/json/parse.hh"

#include "core/base/error.hh"

namespace cairn {

namespace {

using nlohmann::json;

constexpr std::size_t depth_limit = 64;

Error stopped_at(std::size_t byte) {
  return Error("it is not JSON: stopped at byte {}", byte);
}

// Puts the value together; hands the members of its outermost object over one by one if somebody
// takes them.
class Builder : public nlohmann::json_sax<json> {
 public:
  explicit Builder(const TakeMember* take = nullptr) : take_(take) {}

  json& value() { return value_; }

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(std::int64_t value) override { return put(value); }
  bool number_unsigned(std::uint64_t value) override { return put(value); }
  bool number_float(double value, const std::string&) override { return put(value); }
  bool string(std::string& value) override { return put(std::move(value)); }
  bool binary(json::binary_t& value) override { return put(std::move(value)); }

  bool start_object(std::size_t) override { return enter(json::object()); }
  bool start_array(std::size_t) override { return enter(json::array()); }
  bool end_object() override { return leave(); }
  bool end_array() override { return leave(); }
  bool key(std::string& name) override {
    member_ = &(*open_.back())[std::move(name)];
    return true;
  }

  bool parse_error(std::size_t byte, const std::string&, const json::exception& error) override {
    if (dynamic_cast<const json::out_of_range*>(&error)) {
      throw Error("it has a number that is too large");
    }
    throw stopped_at(byte);
  }

 private:
  // Where the next value belongs.
  json& place() {
    if (open_.empty()) return value_;
    json& around = *open_.back();
    if (!around.is_array()) return *member_;
    around.push_back(nullptr);
    return around.back();
  }

  bool put(json value) {
    place() = std::move(value);
    return completed();
  }

  bool enter(json container) {
    if (open_.size() == depth_limit) {
      throw Error("it is nested more than {} levels deep", depth_limit);
    }
    json& inner = place();
    inner = std::move(container);
    open_.push_back(&inner);
    return true;
  }

  bool leave() {
    open_.pop_back();
    return completed();
  }

  bool completed() {
    if (!take_ || open_.size() != 1 || !value_.is_object()) return true;
    auto member = value_.begin();
    (*take_)(member.key(), member.value());
    value_.clear();
    return true;
  }

  const TakeMember* take_;
  json value_;
  std::vector<json*> open_;  // the containers around what comes next
  json* member_ = nullptr;   // of the innermost, an object: whose name came last
};

void parse(std::string_view text, Builder& builder) {
  json::sax_parse(text, &builder);
  // To the parser a zero byte is the end.
  std::size_t zero = text.find('\0');
  if (zero != text.npos) throw stopped_at(zero + 1);
}

}  // namespace

json parse_json(std::string_view text) {
  Builder builder;
  parse(text, builder);
  return std::move(builder.value());
}

void parse_members(std::string_view text, const TakeMember& take) {
  Builder builder(&take);
  parse(text, builder);
  if (!builder.value().is_object()) throw Error("it is JSON, but not an object");
}

}  // namespace cairn
