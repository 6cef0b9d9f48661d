// SPDX-License-Identifier: GPL-3.0-or-later
// JSON (RFC 8259) from outside.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace cairn {

// The one value that TEXT is; an object that names a member twice has the last. Throws an Error
// that says at which byte TEXT stops to be JSON, or that it is nested deeper than 64 levels: what
// shows JSON recurses.
nlohmann::json parse_json(std::string_view text);

// Hand over each member of the object that TEXT is, in its order and one that is named twice twice,
// with no other in memory: for texts of thousands. Throws as parse_json() does, after some were
// taken perhaps, and when TEXT is no object.
using TakeMember = std::function<void(const std::string& name, nlohmann::json& value)>;
void parse_members(std::string_view text, const TakeMember& take);

}  // namespace cairn
