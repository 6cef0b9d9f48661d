// SPDX-License-Identifier: GPL-3.0-or-later
// Guile for tests.
#include "tests/unit/scheme/eval/in_guile.hh"

#include <exception>

namespace cairn::eval::test {

namespace {

struct Work {
  const std::function<void()>& work;
  std::exception_ptr problem = nullptr;
};

void* run(void* data) {
  auto* work = static_cast<Work*>(data);
  try {
    work->work();
  } catch (...) {
    work->problem = std::current_exception();
  }
  return nullptr;
}

}  // namespace

void in_guile(const std::function<void()>& work) {
  Work wanted{work};
  scm_with_guile(run, &wanted);
  if (wanted.problem) std::rethrow_exception(wanted.problem);
}

SCM evaluated(const std::string& expression) {
  return scm_eval_string(from_string(expression));
}

std::string value_of(const std::string& expression) {
  std::string caught = "(catch #t (lambda () (format #f \"~s\" " + expression +
                       ")) (lambda (key subr message arguments . rest)"
                       " (format #f \"~a: ~a: ~a\" key subr (apply format #f message arguments))))";
  return to_string(evaluated(caught), "the value");
}

}  // namespace cairn::eval::test
