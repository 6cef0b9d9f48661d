// SPDX-License-Identifier: GPL-3.0-or-later
// SystemBuilder: from the file that declares a machine to its item in the store.
#pragma once

#include "cli/build_options.hh"
#include "cli/collection.hh"
#include "cli/evaluation/evaluation.hh"
#include "cli/open_engine.hh"

namespace cairn {

struct SystemWishes {
  PackageWishes packages;  // -L
  BuildWishes builds;
  std::string file;
};

// -L, those of builds, and the file.
Options system_options(SystemWishes& wishes);

// Whether the item of a system says where it comes from.
enum class Provenance { kept, left_out };

class SystemBuilder {
 public:
  // Evaluates the file of WISHES, which is borrowed. Throws when it declares no system.
  SystemBuilder(const SystemWishes& wishes, const PlaceWishes& place,
                Provenance provenance = Provenance::kept);
  SystemBuilder(SystemBuilder&&) = delete;

  const Place& place() const { return opened_.place; }
  Engine& engine() { return opened_.engine; }
  StorePath derivation() const;
  // The derivations that would have to be built.
  std::vector<StorePath> missing();
  // Build all, and keep it from the collector as long as this lives. Nothing when something failed,
  // which was reported; then status() is what the command ends with.
  std::optional<StorePath> build();
  Exit status() const { return status_; }
  // Nothing is shown any more.
  void finish() { opened_.display.finish(); }

 private:
  const SystemWishes& wishes_;
  Collection collection_;
  Evaluation evaluation_;
  EvaluatedTarget system_;
  OpenEngine opened_;
  Exit status_ = Exit::done;
};

}  // namespace cairn
