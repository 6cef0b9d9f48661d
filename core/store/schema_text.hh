// SPDX-License-Identifier: GPL-3.0-or-later
// schema.sql and own_tables.sql as texts.
#pragma once

namespace cairn {

inline constexpr char schema_text[] =
#include "core/store/schema.sql"
    ;

inline constexpr char own_tables_text[] =
#include "core/store/own_tables.sql"
    ;

}  // namespace cairn
