// SPDX-License-Identifier: GPL-3.0-or-later
// A small graph of derivations whose paths are known from Nix 2.8, with the store /cairn/store:
//   nix-instantiate --readonly-mode, of tests/vectors/derivations.nix.
#pragma once

#include "core/derivation/derivation.hh"
#include "core/derivation/output_paths.hh"

namespace cairn::test {

// builtins.toFile "plain.txt" "hello\n"
inline const StorePath plain_text{"9301civladwjyffc3r9dbwzsfwjnm2rr-plain.txt"};

inline const StorePath fixed_source_path{"0r47ccf85w1yz902lif0xa7n01fh4yfk-source-1.0.tar.gz.drv"};
inline const StorePath fixed_tree_path{"skhgrcfxyjb9z3cwdr3qyxbkfs6191g9-tree.drv"};
inline const StorePath two_outputs_path{"0ishmjlzhk2p7jkxiing8rq3w0238cv1-one.drv"};
inline const StorePath dependent_path{"0kvn7jy9037cpf8fx96lwvs07pr9k6gg-two.drv"};

Derivation fixed_source();  // one flat file
Derivation fixed_tree();    // one tree
Derivation two_outputs();   // needs fixed_source; has the outputs out and lib
Derivation dependent();     // needs two_outputs, fixed_tree and plain_text

// Finds these four by their paths.
Derivation find_example(const StorePath& path);

}  // namespace cairn::test
