// SPDX-License-Identifier: GPL-3.0-or-later
// The module (cairn primitives): what Scheme cannot do itself. One table: each procedure by its
// name and its number of arguments.
#pragma once

#include "scheme/eval/broker.hh"
#include "scheme/eval/recorder.hh"

namespace cairn::eval {

// What the primitives work on. Guile's procedures carry nothing with them, so there is one, made in
// main and named here before Scheme runs.
struct Evaluation {
  Recorder& recorder;
  Broker& broker;
};

// Define the module; EVALUATION must outlive all Scheme.
void define_primitives(Evaluation& evaluation);

}  // namespace cairn::eval
