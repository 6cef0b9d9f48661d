// SPDX-License-Identifier: GPL-3.0-or-later
// Taking fields.
#include "channels/declaration/fields.hh"

#include "core/base/nearest.hh"

#include <set>

namespace cairn {

namespace {

[[noreturn]] void refuse_unknown(const std::string& file, const Datum& field,
                                 const std::vector<Field>& table) {
  std::vector<std::string> names;
  for (const Field& known : table) names.emplace_back(known.name);
  const std::string& name = field.items.front().text;
  Error error = error_at(file, field, "there is no field '{}'", name);
  if (auto meant = nearest(name, names)) error.with_hint("did you mean '" + *meant + "'?");
  throw error;
}

}  // namespace

void take_fields(const std::string& file, std::span<const Datum> fields,
                 const std::vector<Field>& table, Unknown unknown) {
  std::set<std::string_view> seen;
  for (const Datum& field : fields) {
    bool has_name = field.is(Datum::Kind::list) && !field.items.empty() &&
                    field.items.front().is(Datum::Kind::symbol);
    if (!has_name) {
      if (unknown == Unknown::ignored) continue;
      throw error_at(file, field, "a field is expected here: (name value)");
    }
    std::string_view name = field.items.front().text;
    auto known = std::ranges::find(table, name, &Field::name);
    if (known == table.end()) {
      if (unknown == Unknown::ignored) continue;
      refuse_unknown(file, field, table);
    }
    bool is_new = seen.insert(name).second;
    if (!is_new && unknown == Unknown::ignored) continue;  // as an association list is read
    if (!is_new) throw error_at(file, field, "'{}' comes twice", name);
    known->take(field);
  }
}

const Datum& value_of(const std::string& file, const Datum& field) {
  if (field.items.size() != 2) {
    throw error_at(file, field, "'{}' takes one value", field.items.front().text);
  }
  return field.items[1];
}

const std::string& string_of(const std::string& file, const Datum& field) {
  const Datum& value = value_of(file, field);
  if (!value.is(Datum::Kind::string) || value.text.empty()) {
    throw error_at(file, value, "'{}' takes a string", field.items.front().text);
  }
  return value.text;
}

void expect_version_0(const std::string& file, const Datum& field) {
  const Datum& value = value_of(file, field);
  if (!value.is(Datum::Kind::integer) || value.number < 0) {
    throw error_at(file, value, "a version is a number");
  }
  if (value.number > 0) {
    throw error_at(file, value, "version {} needs a newer cairn: this one reads version 0",
                   value.number);
  }
}

}  // namespace cairn
