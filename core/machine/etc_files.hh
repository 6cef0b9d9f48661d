// SPDX-License-Identifier: GPL-3.0-or-later
// /etc: links to the files that the system declares, beside those that are the machine's own.
#pragma once

#include "core/machine/declared_changes.hh"

#include <string>

namespace cairn::machine {

// What is in ETC, a folder of the store seen from ROOT: each link's target, or the file itself.
EtcFiles etc_files_of(int root, const std::string& etc);

// Make /etc below ROOT show what is in ETC, a folder of the store: /etc/static becomes a link to
// it, at once, and each file of it is a link through that. Links of before whose file is gone go. A
// file of the machine in the place of one that is declared is kept beside it, as NAME.before-cairn.
void show_etc(int root, const std::string& etc);

}  // namespace cairn::machine
