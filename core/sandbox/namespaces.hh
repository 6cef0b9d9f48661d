// SPDX-License-Identifier: GPL-3.0-or-later
// The namespaces that a sandbox lives in, and what to say when the kernel refuses them.
#pragma once

#include "core/base/error.hh"
#include "core/base/fd.hh"

#include <string>
#include <string_view>
#include <vector>

namespace cairn::sandbox {

// Whether we are root over all users of the machine, not of a user namespace, in which most others
// are not there: only such a root can become another user, and needs no namespace of users.
bool is_root_of_all();

// Enter a mount namespace in which we may mount and from which nothing spreads: as root of
// all a plain one, else inside a user namespace in which we are user INSIDE. Throws with the kernel
// setting to change: there is no way to build without (T-47).
void enter_mount_namespace(unsigned inside);
// The same for one who stays the user and the group that they are.
void enter_own_mount_namespace();

// Enter a user namespace in which we stay the user and the group that we are, and a mount namespace
// that belongs to it: as root, too, who then has rights over these alone.
void enter_own_namespaces();
// The same user namespace alone. Until the rights that one has in it are dropped they are over what
// is made from now on.
void enter_own_user_namespace();

// Enter a user namespace in which the caller is USER and has no rights over the one around it.
void enter_user_namespace(unsigned user);

// In the user namespace that we are in, and in those inside it, let nobody make a namespace of
// control groups. One is the way to mount those that the builder is in: an ordinary user may own
// them, and "cgroup.kill" there ends what that user runs outside.
void forbid_control_group_namespaces();

// The Error of what the kernel just refused (errno): cannot do WHAT, with the setting to change.
Error refused_namespace(std::string_view what);

// Empty network namespaces, each lent to one sandbox at a time. Making one is dear (0.8 ms).
class NetworkPool {
 public:
  // Enter a namespace with nothing but a loopback device, and return a handle of it.
  Fd enter();
  // Take back what enter() gave, when all its processes are gone.
  void give_back(Fd handle);

 private:
  std::vector<Fd> idle_;
};

}  // namespace cairn::sandbox
