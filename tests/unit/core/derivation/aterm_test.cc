// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations, printed.
#include "core/derivation/aterm.hh"

#include "core/hash/hasher.hh"
#include "tests/support/derivations.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a derivation has the path that Nix gives it", "[core/derivation]") {
  StoreDir store;
  CHECK(derivation_path(store, test::fixed_source()) == test::fixed_source_path);
  CHECK(derivation_path(store, test::fixed_tree()) == test::fixed_tree_path);
  CHECK(derivation_path(store, test::two_outputs()) == test::two_outputs_path);
  CHECK(derivation_path(store, test::dependent()) == test::dependent_path);
}

TEST_CASE("a derivation is printed on one line, escaped and sorted", "[core/derivation]") {
  CHECK(print_aterm(StoreDir(), test::two_outputs()) ==
        R"(Derive([("lib","/cairn/store/hgl91nsnlr8g1009k85bifklyfhjvjc3-one-lib","",""),)"
        R"(("out","/cairn/store/p5fhn76pvdxqnrsr9dqbzli55w167d03-one","","")],)"
        R"([("/cairn/store/0r47ccf85w1yz902lif0xa7n01fh4yfk-source-1.0.tar.gz.drv",["out"])],)"
        R"([],"x86_64-linux","/bin/sh",["-c","a \"quoted\"\nline\t\\ end"],)"
        R"([("builder","/bin/sh"),)"
        R"(("lib","/cairn/store/hgl91nsnlr8g1009k85bifklyfhjvjc3-one-lib"),("name","one"),)"
        R"(("out","/cairn/store/p5fhn76pvdxqnrsr9dqbzli55w167d03-one"),("outputs","out lib"),)"
        R"(("src","/cairn/store/h6afjmc8q7bkvzjnhmhlqhcsx16yfwdj-source-1.0.tar.gz"),)"
        R"(("system","x86_64-linux")]))");
}

TEST_CASE("a fixed output is printed with its method, algorithm and hash", "[core/derivation]") {
  std::string digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  CHECK_THAT(print_aterm(StoreDir(), test::fixed_source()),
             Catch::Contains("-source-1.0.tar.gz\",\"sha256\",\"" + digest + "\")]"));
  CHECK_THAT(print_aterm(StoreDir(), test::fixed_tree()),
             Catch::Contains("-tree\",\"r:sha256\",\"" + digest + "\")]"));
  CHECK(method_and_algorithm({ContentMethod::flat, hash_of(HashAlgorithm::sha1, "")}) == "sha1");
}

TEST_CASE("a masked text shows neither output paths nor their variables", "[core/derivation]") {
  NamedInputs inputs = {{"cafe", {"out"}}};
  CHECK(print_aterm_modulo(StoreDir(), test::two_outputs(), inputs, OutputPaths::masked) ==
        R"(Derive([("lib","","",""),("out","","","")],[("cafe",["out"])],[],"x86_64-linux",)"
        R"("/bin/sh",["-c","a \"quoted\"\nline\t\\ end"],[("builder","/bin/sh"),("lib",""),)"
        R"(("name","one"),("out",""),("outputs","out lib"),)"
        R"(("src","/cairn/store/h6afjmc8q7bkvzjnhmhlqhcsx16yfwdj-source-1.0.tar.gz"),)"
        R"(("system","x86_64-linux")]))");
}

}  // namespace cairn
