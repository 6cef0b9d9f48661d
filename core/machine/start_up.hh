// SPDX-License-Identifier: GPL-3.0-or-later
// Starting a machine on which nothing runs yet.
#pragma once

#include "core/machine/declaration.hh"

namespace cairn::machine {

// Activate the system ITEM on the machine whose root is the open directory ROOT, and lay its
// services out to be watched, each behind those that it requires. What an earlier life of the
// machine left where services lie goes.
SystemDeclaration start_up(int root, const std::string& item);

// Be the program that starts and watches the services of SYSTEM. Throws when it cannot be run.
[[noreturn]] void become_watcher(const SystemDeclaration& system);

// PATH of who logs in, and of commands that are run beside the services.
inline constexpr const char* login_path =
    "/run/privileged/bin:/run/current-system/profile/bin:/run/current-system/profile/sbin";

// Where scripts expect programs, outside of the folders that the machine keeps.
struct UsualLink {
  const char* path;
  const char* target;
};
inline constexpr UsualLink usual_links[] = {
    {"/bin/sh", "/run/current-system/profile/bin/sh"},
    {"/usr/bin/env", "/run/current-system/profile/bin/env"},
};

}  // namespace cairn::machine
