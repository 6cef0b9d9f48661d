// SPDX-License-Identifier: GPL-3.0-or-later
// Packages found without evaluating anything.
#include "channels/index/packages.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

PackageField known(std::string_view text) {
  return {PackageField::Kind::literal, text};
}
constexpr PackageField absent{};
constexpr PackageField computed{PackageField::Kind::computed, {}};

// What is asked for of the first package that TEXT defines.
PackageField field_in(std::string_view text, PackageField PackageEntry::*field) {
  static ModulePackages found;  // whose texts the field is a view into
  found = packages_in(text);
  return found.packages.empty() ? PackageField{} : found.packages[0].*field;
}

std::string definition_with(std::string_view field) {
  return "(define-public a (package " + std::string(field) + "))";
}

}  // namespace

TEST_CASE("a package is known by its literals and its place", "[channels/index]") {
  std::string text = R"(
;; A comment.
(define-module (distro base)
  #:use-module (cairn))

(define-public hello
  (package
    (name "hello")
    (version "2.10")
    (source (origin (uri "x") (name "not this")))
    (synopsis "Greets \"you\" \
  politely\n")))

(define-public sed (package (name "sed") (version "4.9")))
)";
  auto found = packages_in(text);
  CHECK(found.module == std::vector<std::string_view>{"distro", "base"});
  REQUIRE(found.packages.size() == 2);
  const PackageEntry& hello = found.packages[0];
  CHECK(hello.variable == "hello");
  CHECK(hello.name == known("hello"));
  CHECK(hello.version == known("2.10"));
  CHECK(hello.synopsis == known("Greets \"you\"   politely\n"));
  CHECK(hello.description == absent);
  CHECK(hello.is_public);
  CHECK_FALSE(hello.is_wrapped);
  CHECK(hello.line == 7);
  CHECK(hello.column == 3);
  CHECK(text.substr(hello.offset, hello.length).starts_with("(define-public hello"));
  CHECK(text.substr(hello.offset, hello.length).ends_with("\\n\")))"));
  const PackageEntry& sed = found.packages[1];
  CHECK(sed.variable == "sed");
  CHECK(sed.line == 14);
  CHECK(sed.column == 20);
}

TEST_CASE("each field is read if it is a literal", "[channels/index]") {
  auto [field, target, expected] =
      GENERATE(table<const char*, PackageField PackageEntry::*, PackageField>({
          {"(version \"1\")", &PackageEntry::version, known("1")},
          {"(version (string-append \"1\"))", &PackageEntry::version, computed},
          {"(version \"\\x41;\")", &PackageEntry::version, computed},
          {"(home-page \"https://x/\")", &PackageEntry::home_page, known("https://x/")},
          {"(home-page #f)", &PackageEntry::home_page, known("")},
          {"(home-page (f))", &PackageEntry::home_page, computed},
          {"(license gpl3+)", &PackageEntry::license, known("gpl3+")},
          {"(license license:gpl3+)", &PackageEntry::license, known("gpl3+")},
          {"(license (list gpl2 l:expat))", &PackageEntry::license, known("gpl2 expat")},
          {"(license (f gpl2))", &PackageEntry::license, computed},
          {"(outputs '(\"out\" \"doc\"))", &PackageEntry::outputs, known("out doc")},
          {"(outputs (list \"out\"))", &PackageEntry::outputs, known("out")},
          {"(outputs (cons \"a\" b))", &PackageEntry::outputs, computed},
          {"(inputs (list a (list b \"lib\")))", &PackageEntry::inputs, known("a b")},
          {"(inputs '())", &PackageEntry::inputs, known("")},
          {"(inputs `((\"a\" ,a) (\"b\" ,b \"lib\")))", &PackageEntry::inputs, known("a b")},
          {"(inputs (modify-inputs x))", &PackageEntry::inputs, computed},
          {"(inputs (list (f)))", &PackageEntry::inputs, computed},
          {"(properties '((hidden? . #t)))", &PackageEntry::hidden, known("#t")},
          {"(properties '((x . 1)))", &PackageEntry::hidden, known("")},
          {"(inherit b)", &PackageEntry::inherits, known("b")},
          {"(inherit (f b))", &PackageEntry::inherits, computed},
          {"", &PackageEntry::inherits, absent},
          {"(version)", &PackageEntry::version, absent},
      }));
  CAPTURE(field);
  CHECK(field_in(definition_with(field), target).kind == expected.kind);
  CHECK(field_in(definition_with(field), target).text == expected.text);
}

TEST_CASE("what a `let' binds, or the module defines, is no package elsewhere",
          "[channels/index]") {
  CHECK(field_in("(define-public a (let ((b (f))) (package (inherit b))))",
                 &PackageEntry::inherits) == computed);
  CHECK(field_in("(define-public a (package (inherit b))) (define b (f))",
                 &PackageEntry::inherits) == computed);
  CHECK(field_in("(define-public a (package (inputs (list c b)))) (define (b) 1)",
                 &PackageEntry::inputs) == computed);
}

TEST_CASE("which packages are public is told", "[channels/index]") {
  auto found = packages_in(
      "(define-module (m) #:use-module (x) #:export (a) #:export (f b))"
      "(define a (package)) (define b (package)) (define c (package))"
      "(define d (package)) (export d) (define-public e (package))");
  REQUIRE(found.packages.size() == 5);
  std::string visible;
  for (const PackageEntry& entry : found.packages) {
    if (entry.is_public) visible += entry.variable;
  }
  CHECK(visible == "abde");
}

TEST_CASE("a procedure around a package may change all of it", "[channels/index]") {
  CHECK(packages_in("(define-public a (f (package (name \"a\"))))").packages[0].is_wrapped);
  for (const char* text : {"(define-public a (let ((v 1)) (package)))",
                           "(define-public a (hidden-package (package)))"}) {
    CAPTURE(text);
    CHECK_FALSE(packages_in(text).packages[0].is_wrapped);
  }
  CHECK(field_in("(define-public a (hidden-package (package)))", &PackageEntry::hidden) ==
        known("#t"));
}

TEST_CASE("a package is found inside what stands around it", "[channels/index]") {
  for (const char* text : {"(define-public a (let ((v \"1\")) (package (name \"a\"))))",
                           "(define-public a (hidden-package (package (name \"a\"))))",
                           "(define-public a #;(b) ; c\n [package (name \"a\")])"}) {
    CAPTURE(text);
    CHECK(field_in(text, &PackageEntry::name) == known("a"));
  }
}

TEST_CASE("what is no package is passed over", "[channels/index]") {
  for (const char* text :
       {"", "(define (a) (package (name \"a\")))", "(define-public (f) (package (name \"a\")))",
        "(define-public a \"text\")", "'(define-public a (package (name \"a\")))",
        "(define-public a)", "(define-public)", "(define-public a ())",
        "#|(define-public a (package (name \"a\")))|#"}) {
    CAPTURE(text);
    CHECK(packages_in(text).packages.empty());
  }
  CHECK(packages_in("(define-module)").module.empty());
}

}  // namespace cairn
