// SPDX-License-Identifier: GPL-3.0-or-later
// Packages found without evaluating anything.
#include "channels/index/packages.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

constexpr std::nullopt_t nothing = std::nullopt;

std::vector<PackageEntry> entries_in(std::string_view text) {
  return packages_in(text).packages;
}

}  // namespace

TEST_CASE("a package is known by its literals and its line", "[channels/index]") {
  auto found = packages_in(R"(
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
)");
  CHECK(found.module == std::vector<std::string>{"distro", "base"});
  REQUIRE(found.packages.size() == 2);
  CHECK(found.packages[0] ==
        PackageEntry{"hello", "hello", "2.10", "Greets \"you\"   politely\n", "", 6});
  CHECK(found.packages[1] == PackageEntry{"sed", "sed", "4.9", nothing, "", 14});
}

TEST_CASE("what is no literal is told from what is not written", "[channels/index]") {
  CHECK(entries_in("(define-public a (package (name \"a\") (version (string-append \"1\"))))") ==
        std::vector{PackageEntry{"a", "a", "", nothing, "", 1}});
  CHECK(entries_in("(define-public a (package))") ==
        std::vector{PackageEntry{"a", nothing, nothing, nothing, "", 1}});
}

TEST_CASE("a package names the one that it inherits", "[channels/index]") {
  CHECK(entries_in("(define-public a-next (package (inherit a) (version \"2\")))") ==
        std::vector{PackageEntry{"a-next", nothing, "2", nothing, "a", 1}});
  CHECK(entries_in("(define-public b (package (inherit (f a)) (name \"c\")))") ==
        std::vector{PackageEntry{"b", "c", nothing, nothing, "", 1}});
}

TEST_CASE("a package is found inside what stands around it", "[channels/index]") {
  for (const char* text : {"(define-public a (let ((v \"1\")) (package (name \"a\"))))",
                           "(define-public a (hidden-package (package (name \"a\"))))",
                           "(define-public a #;(b) ; c\n [package (name \"a\")])"}) {
    CAPTURE(text);
    REQUIRE(entries_in(text).size() == 1);
    CHECK(entries_in(text)[0].name == "a");
  }
}

TEST_CASE("what is no public package is passed over", "[channels/index]") {
  for (const char* text :
       {"", "(define a (package (name \"a\")))", "(define-public (f) (package (name \"a\")))",
        "(define-public a \"text\")", "'(define-public a (package (name \"a\")))",
        "(define-public a)", "(define-public)", "(define-public a ())",
        "#|(define-public a (package (name \"a\")))|#"}) {
    CAPTURE(text);
    CHECK(entries_in(text).empty());
  }
  CHECK(packages_in("(define-module)").module.empty());
}

}  // namespace cairn
