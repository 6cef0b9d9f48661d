// SPDX-License-Identifier: GPL-3.0-or-later
// What differs between two declarations of a machine, but for its services, in words. Pure.
#pragma once

#include "core/machine/declaration.hh"

#include <map>
#include <string>
#include <vector>

namespace cairn::machine {

// What is in the folder that becomes /etc: what each file is, by its path below it.
using EtcFiles = std::map<std::string, std::string>;

// A declaration with the files that its `etc` holds.
struct WholeDeclaration {
  SystemDeclaration system = {};
  EtcFiles etc = {};
};

// Lines as "add user alice" and "change /etc/motd", of what leads from BEFORE to AFTER.
std::vector<std::string> declared_changes(const WholeDeclaration& before,
                                          const WholeDeclaration& after);

}  // namespace cairn::machine
