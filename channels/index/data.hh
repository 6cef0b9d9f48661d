// SPDX-License-Identifier: GPL-3.0-or-later
// Data of Scheme taken apart without evaluating: lists, strings, names.
#pragma once

#include "channels/index/packages.hh"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// The elements of the list that TEXT begins with; none if it is no list.
std::vector<std::string_view> elements_of(std::string_view text);

// The first of them; empty if there is none.
std::string_view head_of(std::string_view text);

bool is_symbol(std::string_view datum);

// Each of these reads one field's value; what is written otherwise is computed. MADE owns what is
// no part of DATUM.
PackageField string_field(std::string_view datum, std::deque<std::string>& made);
// A string or #f, which is empty.
PackageField optional_string_field(std::string_view datum, std::deque<std::string>& made);
// '("out" "doc") or (list "out" "doc").
PackageField strings_field(std::string_view datum, std::deque<std::string>& made);
// gpl3+, license:gpl3+ or (list gpl3+ expat): the names, without prefix.
PackageField license_field(std::string_view datum, std::deque<std::string>& made);
// (list zlib (list gcc "lib")) or `(("zlib" ,zlib) ("gcc" ,gcc "lib")): the variables.
PackageField inputs_field(std::string_view datum, std::deque<std::string>& made);
// Whether properties say '((hidden? . #t)).
PackageField hidden_field(std::string_view datum);

}  // namespace cairn
