// SPDX-License-Identifier: GPL-3.0-or-later
// Fields: lists such as (channel (version 0) (name x)), taken apart by a table of what may stand in
// them.
#pragma once

#include "channels/declaration/data.hh"

#include <functional>
#include <span>

namespace cairn {

struct Field {
  std::string_view name;
  // Takes the whole list, (NAME VALUE ...).
  std::function<void(const Datum& field)> take;
};

enum class Unknown : std::uint8_t { refused, ignored };

// What stands behind the name that LIST, which is not empty, begins with.
inline std::span<const Datum> fields_of(const Datum& list) {
  return std::span(list.items).subspan(1);
}

// Hand each of FIELDS to the one of TABLE that has its name. Throws for one that comes twice, and,
// naming the nearest, for one that nobody knows.
void take_fields(const std::string& file, std::span<const Datum> fields,
                 const std::vector<Field>& table, Unknown unknown);

// The one value of FIELD. Throws if there are none or several.
const Datum& value_of(const std::string& file, const Datum& field);
// The same, a string that is not empty.
const std::string& string_of(const std::string& file, const Datum& field);
// Throws unless the value is the integer 0; a larger one is for a newer cairn to read.
void expect_version_0(const std::string& file, const Datum& field);

}  // namespace cairn
