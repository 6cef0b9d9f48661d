// SPDX-License-Identifier: GPL-3.0-or-later
// JSON from outside, whole.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace cairn {

// The one value that TEXT is; an object that names a member twice has the last. Throws as
// read_json() does.
nlohmann::json parse_json(std::string_view text);

}  // namespace cairn
