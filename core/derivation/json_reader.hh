// SPDX-License-Identifier: GPL-3.0-or-later
// One derivation, read from the events of a JSON text without a value between.
#pragma once

#include "core/derivation/derivation.hh"
#include "core/json/read.hh"

#include <bitset>
#include <map>
#include <string>
#include <string_view>

namespace cairn {

// Takes the events of the one value that the derivation is. All of them, and finish(), throw naming
// what is wrong.
class DerivationJsonReader : public JsonEvents {
 public:
  // Whether derivations have a field NAME.
  static bool is_field(std::string_view name);

  // KEY is what the text calls it: its path in the store, a name, or nothing.
  DerivationJsonReader(const StoreDir& store, std::string_view key) : store_(store), key_(key) {}

  void enter(Container container) override;
  void leave() override;
  void member(std::string& name) override;
  void text(std::string& value) override;
  void other(const nlohmann::json& value) override;

  // The derivation, of which all was told. Its outputs have made-up paths.
  Derivation finish();

 private:
  // Where in the derivation we are.
  enum class Place {
    outside,
    derivation,
    outputs,
    output,
    inputs,
    output_names,
    sources,
    arguments,
    environment
  };
  enum class Kind { text, object, array };
  struct Rules;
  struct Field;
  static const Rules rules[];
  static const Field fields[];

  static std::string_view word_for(Kind kind);
  const Rules& here() const;
  Kind wanted_kind() const;
  void begin_field(std::string& name);
  void begin_output(std::string& name);
  void begin_output_field(std::string& name);
  void begin_input(std::string& path);
  void begin_variable(std::string& name);
  void take_field(std::string& value);
  void take_output_field(std::string& value);
  void take_output_name(std::string& value);
  void take_source(std::string& value);
  void take_argument(std::string& value);
  void take_variable(std::string& value);
  void end_output();
  std::string name_from_elsewhere() const;
  // How the value at hand is called.
  std::string subject() const;
  // FOUND is what stands where something else must.
  [[noreturn]] void refuse(std::string_view found) const;

  const StoreDir& store_;
  std::string key_;
  Derivation derivation_;
  Place place_ = Place::outside;
  const Field* field_ = nullptr;  // whose name came last
  std::bitset<8> given_;          // fields, by their places in the table
  // Of the output, input or variable at hand.
  std::string_view member_;
  DerivationOutput* output_ = nullptr;
  std::map<std::string_view, std::string> output_fields_;
  std::string* output_field_ = nullptr;
  std::set<std::string>* output_names_ = nullptr;
  std::string* variable_ = nullptr;
};

}  // namespace cairn
