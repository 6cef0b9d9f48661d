// SPDX-License-Identifier: GPL-3.0-or-later
// JSON (RFC 8259) from outside.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace cairn {

// The one value that TEXT is; an object that names a member twice has the last. Throws an Error
// that says at which byte TEXT stops to be JSON, or that it is nested deeper than 64 levels: what
// shows JSON recurses.
nlohmann::json parse_json(std::string_view text);

}  // namespace cairn
