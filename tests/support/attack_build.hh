// SPDX-License-Identifier: GPL-3.0-or-later
// A build whose sandbox may be weakened, and whose outputs can be kept as the engine does it or as
// engines did it before they were attacked: for the positive controls.
#pragma once

#include "core/base/private_folder.hh"
#include "tests/support/attack_place.hh"
#include "tests/support/build_place.hh"

#include <string>

namespace cairn::test {

// A derivation that runs SCRIPT with busybox's applets and `attack` in its PATH; $item holds
// `attack`, and a file "file" that says "original".
Derivation attack_script(BuildPlace& place, const std::string& name, const std::string& script);
// The same, whose content must have the hash of CONTENT, a flat file's.
Derivation fixed_attack_script(BuildPlace& place, const std::string& name,
                               const std::string& script, const std::string& content);

class AttackBuild {
 public:
  // Run DERIVATION in a sandbox with one defence switched off, or with none.
  AttackBuild(BuildPlace& place, Derivation derivation, sandbox::Weaknesses weaknesses = {});

  Started& builder() { return builder_; }
  // Where the builder's "/build" and its output "out" lie on this machine.
  std::string build_folder() const;
  std::string built() const;
  // Where the output belongs in the store, on this machine.
  std::string item() const;

  // Copy the output into the store and register it, as the engine does.
  void keep();
  // Set its modes by path and rename it into the store.
  void keep_naively();

  // The folders of the outputs and of the rest, and their parents up to the place's own.
  std::vector<std::string> folders_around() const;

 private:
  sandbox::Spec make_spec(sandbox::Weaknesses weaknesses);

  BuildPlace& place_;
  PrivateFolder scratch_;
  StorePath path_;
  Derivation derivation_;
  StorePathSet inputs_;
  sandbox::Spec spec_;
  Started builder_;
};

}  // namespace cairn::test
