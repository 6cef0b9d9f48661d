// SPDX-License-Identifier: GPL-3.0-or-later
// The canonical text that C++ makes is the one of scheme/cairn/print.scm: of the vectors that it is
// tested with, and of all that the packages use in builds.
#include "scheme/eval/canonical_text.hh"

#include "core/base/files.hh"
#include "tests/unit/scheme/eval/in_guile.hh"

#include <catch2/catch.hpp>
#include <filesystem>
#include <sstream>

namespace cairn::eval {

namespace {

struct Vector {
  std::string title, source, printed;
};

std::vector<Vector> vectors() {
  std::istringstream file(read_file(VECTORS "/printed-forms.txt"));
  std::vector<Vector> found;
  std::string* part = nullptr;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("=== ")) {
      part = &found.emplace_back(Vector{line.substr(4), {}, {}}).source;
    } else if (line.starts_with("---") && part) {
      part = &found.back().printed;
    } else if (part) {
      *part += line + '\n';
    }
  }
  return found;
}

std::string printed_by_scheme(const std::string& source) {
  test::evaluated("(set! %load-should-auto-compile #f)");
  test::evaluated("(begin (add-to-load-path \"" VECTORS
                  "/../../scheme\") (use-modules (cairn print)))");
  test::evaluated(R"((define (canonical text)
                       (call-with-input-string text
                         (lambda (port)
                           (let loop ((forms '()))
                             (let ((form (read port)))
                               (if (eof-object? form)
                                   (call-with-values (lambda () (forms->text (reverse forms)))
                                     (lambda (text starts) text))
                                   (loop (cons form forms)))))))))");
  SCM procedure = test::evaluated("canonical");
  return to_string(scm_call_1(procedure, from_string(source)), "the text");
}

}  // namespace

TEST_CASE("vectors of printed forms are printed so, or left to Guile", "[scheme/eval]") {
  int printed = 0;
  for (const Vector& vector : vectors()) {
    CAPTURE(vector.title);
    if (auto text = canonical_text(vector.source)) {
      CHECK(*text == vector.printed);
      CHECK(canonical_text(*text) == text);
      ++printed;
    }
  }
  CHECK(printed >= 8);
}

TEST_CASE("what packages use in builds is printed as Scheme prints it", "[scheme/eval]") {
  int modules = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(VECTORS "/../../packages/distro/build")) {
    CAPTURE(file.path());
    std::string source = read_file(file.path());
    std::string printed;
    test::in_guile([&] { printed = printed_by_scheme(source); });
    CHECK(canonical_text(source) == printed);
    ++modules;
  }
  CHECK(modules >= 7);
}

}  // namespace cairn::eval
