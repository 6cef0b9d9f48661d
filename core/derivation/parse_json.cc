// SPDX-License-Identifier: GPL-3.0-or-later
// Which derivations a JSON text holds.
#include "core/base/error.hh"
#include "core/derivation/json.hh"
#include "core/derivation/json_reader.hh"
#include "core/json/read.hh"

#include <map>
#include <optional>

namespace cairn {

namespace {

// The members of a text as derivations, unless TAKES_ALL without those that are called like a field
// of one: where one of these is no object the text is one derivation itself.
class SeveralDerivations : public JsonEvents {
 public:
  SeveralDerivations(const StoreDir& store, bool takes_all)
      : store_(store), takes_all_(takes_all) {}

  void enter(Container kind) override {
    if (depth_++ == 0) {
      is_object_ = kind == Container::object;
    } else {
      if (depth_ == 2 && kind == Container::array) note_other_kind();
      attempt([&] { reader_->enter(kind); });
    }
  }

  void leave() override {
    if (--depth_ > 0) attempt([&] { reader_->leave(); });
    end_value();
  }

  void member(std::string& name) override {
    if (depth_ == 1) {
      begin_value(name);
    } else {
      attempt([&] { reader_->member(name); });
    }
  }

  void text(std::string& value) override {
    if (depth_ == 1) note_other_kind();
    attempt([&] { reader_->text(value); });
    end_value();
  }

  void other(const nlohmann::json& value) override {
    if (depth_ == 1) note_other_kind();
    attempt([&] { reader_->other(value); });
    end_value();
  }

  bool is_object() const { return is_object_; }
  bool is_one() const { return is_one_; }
  bool left_some_out() const { return left_some_out_; }

  // In the order of their keys; of those with the same key the last. The first that is wrong
  // throws.
  std::vector<JsonDerivation> finish() {
    if (!problems_.empty()) throw Error(problems_.begin()->second);
    std::vector<JsonDerivation> all;
    all.reserve(parsed_.size());
    for (auto& [key, derivation] : parsed_) all.push_back({key, std::move(derivation)});
    return all;
  }

 private:
  void begin_value(const std::string& name) {
    if (!takes_all_ && DerivationJsonReader::is_field(name)) {
      left_some_out_ = true;
      return;
    }
    parsed_.erase(name);
    problems_.erase(name);
    key_ = name;
    reader_.emplace(store_, key_);
  }

  // The value of a member is no object. One that nobody reads is called like a field.
  void note_other_kind() {
    if (is_object_ && !reader_) is_one_ = true;
  }

  void end_value() {
    if (depth_ != 1 || !reader_) return;
    attempt([&] { parsed_.emplace(key_, reader_->finish()); });
    reader_.reset();
  }

  // What is wrong with one is told only if the rest is JSON.
  template <typename Step>
  void attempt(Step step) {
    if (!reader_) return;
    try {
      step();
    } catch (Error& error) {
      error.while_doing(key_.empty() ? "\"\"" : key_);
      problems_.emplace(key_, error);
      reader_.reset();
    }
  }

  const StoreDir& store_;
  bool takes_all_;
  std::size_t depth_ = 0;
  bool is_object_ = false;
  bool is_one_ = false;
  bool left_some_out_ = false;
  std::string key_;                             // of the member at hand
  std::optional<DerivationJsonReader> reader_;  // of it, until it is known to be wrong
  std::map<std::string, Derivation> parsed_;
  std::map<std::string, Error> problems_;
};

}  // namespace

std::vector<JsonDerivation> parse_derivation_json(const StoreDir& store, std::string_view text) {
  SeveralDerivations several(store, false);
  with_context("it is no derivation", [&] {
    read_json(text, several);
    if (!several.is_object()) throw Error("it is JSON, but not an object");
  });
  if (several.is_one()) {
    DerivationJsonReader reader(store, "");
    read_json(text, reader);
    return {{"", reader.finish()}};
  }
  if (!several.left_some_out()) return several.finish();
  SeveralDerivations all(store, true);
  read_json(text, all);
  return all.finish();
}

}  // namespace cairn
