// SPDX-License-Identifier: GPL-3.0-or-later
// Over regcomp and regexec.
#include "cli/regular_expression.hh"

#include "core/base/error.hh"

namespace cairn {

void RegularExpression::Free::operator()(regex_t* compiled) const {
  regfree(compiled);
  std::default_delete<regex_t>()(compiled);
}

RegularExpression::RegularExpression(const std::string& text) {
  auto compiled = std::make_unique<regex_t>();
  int problem = regcomp(compiled.get(), text.c_str(), REG_EXTENDED | REG_NOSUB);
  if (problem != 0) {
    char why[200];
    regerror(problem, compiled.get(), why, sizeof why);
    throw Error("'{}' is no regular expression: {}", text, why).with_status(Exit::misused);
  }
  compiled_.reset(compiled.release());
}

bool RegularExpression::matches(const std::string& text) const {
  return regexec(compiled_.get(), text.c_str(), 0, nullptr, 0) == 0;
}

}  // namespace cairn
