// SPDX-License-Identifier: GPL-3.0-or-later
// An Error as one text, for where it travels: its message, and its hint in a line of its own.
#pragma once

#include "core/base/error.hh"

#include <string>
#include <string_view>

namespace cairn {

// "cannot open /x: Permission denied\nhint: sudo ..."; the message alone where there is no hint.
std::string text_of(const Error& error);

// The Error of such a TEXT, which may come from anywhere: all of its lines but the last hint are
// the message.
Error error_of(std::string_view text);

}  // namespace cairn
