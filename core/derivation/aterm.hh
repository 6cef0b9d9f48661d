// SPDX-License-Identifier: GPL-3.0-or-later
// A derivation as text: the "Derive(...)" ATerm of Nix, byte for byte.
#pragma once

#include "core/derivation/derivation.hh"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace cairn {

std::string print_aterm(const StoreDir& store, const Derivation& derivation);

// Read TEXT, refusing what print_aterm would not have written: unsorted or doubled keys, foreign
// escapes, trailing bytes, paths outside the store. Throws "bad derivation 'NAME' at byte N: ...".
Derivation parse_aterm(const StoreDir& store, std::string_view text, std::string_view name);
// The same of the beginning alone, for who asks what is built after what: outputs and inputs. The
// rest is not looked at, and left empty.
Derivation parse_aterm_links(const StoreDir& store, std::string_view text, std::string_view name);

// Input derivations under other names than their paths, with their wanted outputs.
using NamedInputs = std::map<std::string, std::set<std::string>>;

// The text that a hash modulo is taken of: INPUTS in place of the input derivations; masked output
// paths are empty, and so are the environment variables that are named like outputs.
enum class OutputPaths { shown, masked };
std::string print_aterm_modulo(const StoreDir& store, const Derivation& derivation,
                               const NamedInputs& inputs, OutputPaths paths);

// "sha256" for a flat file, "r:sha256" for a tree.
std::string method_and_algorithm(const FixedOutput& fixed);

// The item of DERIVATION: its store path, a text item named NAME.drv.
StorePath derivation_path(const StoreDir& store, const Derivation& derivation);

}  // namespace cairn
