// SPDX-License-Identifier: GPL-3.0-or-later
// schema.sql as a text.
#pragma once

namespace cairn {

inline constexpr char schema_text[] =
#include "core/store/schema.sql"
    ;

}  // namespace cairn
