// SPDX-License-Identifier: GPL-3.0-or-later
// What an index says about packages.
#include "cli/package_description.hh"

#include "channels/index/module_block.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

constexpr const char* licenses_text =
    "(define-licenses (gpl3+ \"GPL 3+\" \"https://x\") (expat \"Expat\" \"https://y\"))";

struct Described {
  LicenseNames licenses{licenses_text};
  PackageIndex index;

  explicit Described(const std::string& definitions) : index(channel(definitions)) {}
  static std::vector<PackageSource> channel(const std::string& definitions) {
    Block block = module_block("(define-module (d a))\n" + definitions);
    auto read = ChannelIndex::read(
        index_pieces(ObjectId(), {{"d/a.scm", ObjectId(), block.head, block.entries}}).joined());
    std::vector<PackageSource> sources;
    sources.push_back(IndexedChannel{"mine:", std::move(read.value())});
    return sources;
  }
  Message of(const std::string& name) const {
    return index_description(index, index.get({name, "", ""}), licenses);
  }
};

std::string package(const std::string& variable, const std::string& fields) {
  return "(define-public " + variable + " (package (name \"" + variable + "\") " + fields + "))\n";
}

}  // namespace

TEST_CASE("what is literal is told as evaluation tells it", "[cli]") {
  Described described(
      package("a",
              "(version \"1\") (synopsis \"s\") (description \"d\\nd\")"
              "(home-page \"h\") (license (list gpl3+ own)) (outputs '(\"out\" \"x\"))"));
  Message found = described.of("a");
  CHECK(is_complete(found));
  CHECK(found == Message{{"name", "a"},
                         {"version", "1"},
                         {"synopsis", "s"},
                         {"description", "d\nd"},
                         {"home-page", "h"},
                         {"license", {"GPL 3+", "own"}},
                         {"outputs", {"out", "x"}},
                         {"dependencies", Message::array()},
                         {"location", {{"file", "mine:d/a.scm"}, {"line", 2}, {"column", 18}}}});
  CHECK(package_record(found).text() ==
        "name: a\nversion: 1\noutputs: out x\ndependencies: \nlocation: mine:d/a.scm:2:18\n"
        "homepage: h\nlicense: GPL 3+, own\nsynopsis: s\ndescription: d\n+ d\n");
}

TEST_CASE("what is not written has its default, and what is inherited is found", "[cli]") {
  Described described(package("a", "(version \"1\")") +
                      "(define-public b (package (inherit a) (name \"b\") (license expat)))");
  Message found = described.of("a");
  CHECK(is_complete(found));
  CHECK(found["home-page"].is_null());
  CHECK(found["outputs"] == Message::array({"out"}));
  CHECK(found["license"] == Message::array());
  CHECK(described.of("b")["version"] == "1");
  CHECK(described.of("b")["license"] == Message::array({"Expat"}));
}

TEST_CASE("what is computed is left out", "[cli]") {
  for (const char* field :
       {"(version (f))", "(version \"1\") (synopsis (f))", "(version \"1\") (license (f))",
        "(version \"1\") (inputs (f))", "(version \"1\") (inherit (f))", ""}) {
    CAPTURE(field);
    CHECK_FALSE(is_complete(Described(package("a", field)).of("a")));
  }
}

TEST_CASE("dependencies are what inputs name, and what those propagate", "[cli]") {
  Described described(
      package("a", "(version \"1\") (inputs (list b seed)) (native-inputs (list c))") +
      package("b", "(version \"2\") (propagated-inputs (list d))") +
      package("c", "(version \"3\") (inputs (list no))") + package("d", "(version \"4\")"));
  CHECK(described.of("a")["dependencies"] == Message::array({"b@2", "c@3", "d@4", "seed"}));
  Described unknown(package("a", "(version \"1\") (inputs (list b))") +
                    package("b", "(version (f))"));
  CHECK_FALSE(is_complete(unknown.of("a")));
}

TEST_CASE("packages that propagate each other end", "[cli]") {
  Described described(package("a", "(version \"1\") (propagated-inputs (list b))") +
                      package("b", "(version \"2\") (propagated-inputs (list a))"));
  CHECK(described.of("a")["dependencies"] == Message::array({"a@1", "b@2"}));
}

}  // namespace cairn
