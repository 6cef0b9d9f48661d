// SPDX-License-Identifier: GPL-3.0-or-later
// From the events of the library's parser to ours, with what it does not refuse.
#include "core/json/read.hh"

#include "core/base/error.hh"

namespace cairn {

namespace {

using nlohmann::json;

// What shows JSON recurses.
constexpr std::size_t depth_limit = 64;

Error stopped_at(std::size_t byte) {
  return Error("it is not JSON: stopped at byte {}", byte);
}

class Teller : public nlohmann::json_sax<json> {
 public:
  explicit Teller(JsonEvents& events) : events_(events) {}

  bool null() override { return other(nullptr); }
  bool boolean(bool value) override { return other(value); }
  bool number_integer(std::int64_t value) override { return other(value); }
  bool number_unsigned(std::uint64_t value) override { return other(value); }
  bool number_float(double value, const std::string&) override { return other(value); }
  // JSON has none.
  bool binary(json::binary_t&) override { return false; }

  bool string(std::string& value) override {
    events_.text(value);
    return true;
  }

  bool key(std::string& name) override {
    events_.member(name);
    return true;
  }

  bool start_object(std::size_t) override { return enter(JsonEvents::Container::object); }
  bool start_array(std::size_t) override { return enter(JsonEvents::Container::array); }
  bool end_object() override { return leave(); }
  bool end_array() override { return leave(); }

  bool parse_error(std::size_t byte, const std::string&, const json::exception& error) override {
    if (dynamic_cast<const json::out_of_range*>(&error)) {
      throw Error("it has a number that is too large");
    }
    throw stopped_at(byte);
  }

 private:
  bool other(const json& value) {
    events_.other(value);
    return true;
  }

  bool enter(JsonEvents::Container kind) {
    if (++depth_ > depth_limit) {
      throw Error("it is nested more than {} levels deep", depth_limit);
    }
    events_.enter(kind);
    return true;
  }

  bool leave() {
    --depth_;
    events_.leave();
    return true;
  }

  JsonEvents& events_;
  std::size_t depth_ = 0;
};

}  // namespace

void read_json(std::string_view text, JsonEvents& events) {
  Teller teller(events);
  json::sax_parse(text, &teller);
  // To the parser a zero byte is the end.
  std::size_t zero = text.find('\0');
  if (zero != text.npos) throw stopped_at(zero + 1);
}

}  // namespace cairn
