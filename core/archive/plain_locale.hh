// SPDX-License-Identifier: GPL-3.0-or-later
// PlainLocale: names keep their bytes while it lives. libarchive turns names from UTF-8 to the
// locale's charset and normalizes accents on the way, but keeps all bytes where that fails. In the
// C locale it fails for all that is not ASCII.
#pragma once

#include <clocale>

namespace cairn {

class PlainLocale {
 public:
  PlainLocale() : before_(uselocale(newlocale(LC_ALL_MASK, "C", nullptr))) {}
  ~PlainLocale() { freelocale(uselocale(before_)); }
  PlainLocale(PlainLocale&&) = delete;

 private:
  locale_t before_;
};

}  // namespace cairn
