// SPDX-License-Identifier: GPL-3.0-or-later
// A small graph of derivations, as Nix makes them.
#include "tests/support/derivations.hh"

#include "core/hash/hasher.hh"

namespace cairn::test {

namespace {

Derivation fixed(std::string name, ContentMethod method, std::string_view mode,
                 const char* item_name) {
  StoreDir store;
  Hash hash = hash_of(HashAlgorithm::sha256, "abc");
  StorePath path{std::string_view(item_name)};
  Derivation result;
  result.name = name;
  result.outputs.emplace("out", DerivationOutput{path, FixedOutput{method, hash}});
  result.system = "x86_64-linux";
  result.builder = "builtin:fetchurl";
  result.environment = {
      {"builder", result.builder},  {"name", name},
      {"out", store.print(path)},   {"outputHash", to_text(hash, HashFormat::base16)},
      {"outputHashAlgo", "sha256"}, {"outputHashMode", std::string(mode)},
      {"system", result.system}};
  return result;
}

}  // namespace

Derivation fixed_source() {
  return fixed("source-1.0.tar.gz", ContentMethod::flat, "flat",
               "h6afjmc8q7bkvzjnhmhlqhcsx16yfwdj-source-1.0.tar.gz");
}

Derivation fixed_tree() {
  return fixed("tree", ContentMethod::recursive, "recursive",
               "6jfb8hj3zfzmn1xasqg22sqagxhanb01-tree");
}

Derivation two_outputs() {
  StoreDir store;
  StorePath out("p5fhn76pvdxqnrsr9dqbzli55w167d03-one");
  StorePath lib("hgl91nsnlr8g1009k85bifklyfhjvjc3-one-lib");
  Derivation result;
  result.name = "one";
  result.outputs.emplace("out", DerivationOutput{out});
  result.outputs.emplace("lib", DerivationOutput{lib});
  result.input_derivations = {{fixed_source_path, {"out"}}};
  result.system = "x86_64-linux";
  result.builder = "/bin/sh";
  result.arguments = {"-c", "a \"quoted\"\nline\t\\ end"};
  result.environment = {
      {"builder", "/bin/sh"},    {"lib", store.print(lib)},
      {"name", "one"},           {"out", store.print(out)},
      {"outputs", "out lib"},    {"src", store.print(fixed_source().outputs.at("out").path)},
      {"system", "x86_64-linux"}};
  return result;
}

Derivation dependent() {
  StoreDir store;
  StorePath out("863sks635lpjsn0iaa2gx1mbr9pz8vzs-two");
  Derivation one = two_outputs();
  Derivation result;
  result.name = "two";
  result.outputs.emplace("out", DerivationOutput{out});
  result.input_derivations = {{two_outputs_path, {"lib", "out"}}, {fixed_tree_path, {"out"}}};
  result.input_sources = {plain_text};
  result.system = "x86_64-linux";
  result.builder = store.print(one.outputs.at("out").path) + "/bin/sh";
  result.environment = {{"a", store.print(one.outputs.at("lib").path)},
                        {"b", store.print(fixed_tree().outputs.at("out").path)},
                        {"builder", result.builder},
                        {"f", store.print(plain_text)},
                        {"name", "two"},
                        {"out", store.print(out)},
                        {"system", "x86_64-linux"}};
  return result;
}

Derivation find_example(const StorePath& path) {
  if (path == fixed_source_path) return fixed_source();
  if (path == fixed_tree_path) return fixed_tree();
  if (path == two_outputs_path) return two_outputs();
  if (path == dependent_path) return dependent();
  throw Error("no derivation {}", path.base_name());
}

}  // namespace cairn::test
