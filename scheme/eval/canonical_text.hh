// SPDX-License-Identifier: GPL-3.0-or-later
// The canonical text of a module, in a twentieth of the time that scheme/cairn/print.scm takes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cairn::eval {

// The text that `forms->text' (scheme/cairn/print.scm) gives for the data in TEXT; nothing if they
// are not plain (scheme/eval/plain_data.hh). manual/formats/builder-scripts.md describes it.
std::optional<std::string> canonical_text(std::string_view text);

}  // namespace cairn::eval
