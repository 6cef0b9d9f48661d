// SPDX-License-Identifier: GPL-3.0-or-later
// Who is served.
#include "daemon/server/admission.hh"

namespace cairn::server {

Admission admission(bool is_ours, const Load& load) {
  if (is_ours) return Admission::serve;
  if (load.all >= strangers_limit) return Admission::close;
  return load.of_user < user_limit ? Admission::serve : Admission::refuse;
}

}  // namespace cairn::server
