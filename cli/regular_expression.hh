// SPDX-License-Identifier: GPL-3.0-or-later
// RegularExpression: what a person writes to mean some names: extended, of POSIX.
#pragma once

#include <memory>
#include <regex.h>
#include <string>

namespace cairn {

class RegularExpression {
 public:
  // Throws, as misuse, when TEXT is none.
  explicit RegularExpression(const std::string& text);
  // Whether it is found anywhere in TEXT.
  bool matches(const std::string& text) const;

 private:
  struct Free {
    void operator()(regex_t* compiled) const;
  };
  std::unique_ptr<regex_t, Free> compiled_;
};

}  // namespace cairn
