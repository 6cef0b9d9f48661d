// SPDX-License-Identifier: GPL-3.0-or-later
// The names of licenses, read from where the language defines them.
#include "cli/license_names.hh"

#include "channels/index/data.hh"
#include "channels/index/skim.hh"
#include "cli/evaluation/evaluator.hh"
#include "core/base/files.hh"

namespace cairn {

LicenseNames::LicenseNames(std::string text) : text_(std::move(text)) {
  for (const SkimmedForm& form : skim(text_)) {
    if (form.kind != "define-licenses") continue;
    for (std::string_view element : elements_of(form.text)) {
      auto row = elements_of(element);
      if (row.size() == 3 && row[1].starts_with('"')) rows_.push_back(std::move(row));
    }
  }
}

std::string_view LicenseNames::name(std::string_view variable) const {
  for (const auto& row : rows_) {
    if (row[0] == variable) return row[1].substr(1, row[1].size() - 2);
  }
  return variable;
}

LicenseNames license_names() {
  return LicenseNames(read_file(evaluator_files().sources + "/cairn/licenses.scm"));
}

}  // namespace cairn
