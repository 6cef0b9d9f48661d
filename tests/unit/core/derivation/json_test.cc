// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations as JSON.
#include "core/derivation/json.hh"

#include "tests/support/derivations.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a derivation is the JSON of nix show-derivation", "[core/derivation]") {
  CHECK(to_json(StoreDir(), test::dependent()) == nlohmann::json::parse(R"({
    "outputs": {"out": {"path": "/cairn/store/863sks635lpjsn0iaa2gx1mbr9pz8vzs-two"}},
    "inputSrcs": ["/cairn/store/9301civladwjyffc3r9dbwzsfwjnm2rr-plain.txt"],
    "inputDrvs": {
      "/cairn/store/0ishmjlzhk2p7jkxiing8rq3w0238cv1-one.drv": ["lib", "out"],
      "/cairn/store/skhgrcfxyjb9z3cwdr3qyxbkfs6191g9-tree.drv": ["out"]
    },
    "system": "x86_64-linux",
    "builder": "/cairn/store/p5fhn76pvdxqnrsr9dqbzli55w167d03-one/bin/sh",
    "args": [],
    "env": {
      "a": "/cairn/store/hgl91nsnlr8g1009k85bifklyfhjvjc3-one-lib",
      "b": "/cairn/store/6jfb8hj3zfzmn1xasqg22sqagxhanb01-tree",
      "builder": "/cairn/store/p5fhn76pvdxqnrsr9dqbzli55w167d03-one/bin/sh",
      "f": "/cairn/store/9301civladwjyffc3r9dbwzsfwjnm2rr-plain.txt",
      "name": "two",
      "out": "/cairn/store/863sks635lpjsn0iaa2gx1mbr9pz8vzs-two",
      "system": "x86_64-linux"
    }
  })"));
}

TEST_CASE("a fixed output shows its hash", "[core/derivation]") {
  CHECK(to_json(StoreDir(), test::fixed_tree())["outputs"] == nlohmann::json::parse(R"({
    "out": {
      "hash": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      "hashAlgo": "r:sha256",
      "path": "/cairn/store/6jfb8hj3zfzmn1xasqg22sqagxhanb01-tree"
    }
  })"));
}

TEST_CASE("what is empty is shown empty, not left out", "[core/derivation]") {
  auto json = to_json(StoreDir(), test::fixed_source());
  CHECK(json["inputSrcs"] == nlohmann::json::array());
  CHECK(json["inputDrvs"] == nlohmann::json::object());
  CHECK(json["args"] == nlohmann::json::array());
}

}  // namespace cairn
