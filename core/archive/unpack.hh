// SPDX-License-Identifier: GPL-3.0-or-later
// Unpack archives of other people: tar with any compression, zip, deb. Only below one folder, only
// what a store item can hold (T-28).
#pragma once

#include <string>

namespace cairn {

struct UnpackRequest {
  std::string archive;        // path of the archive file
  std::string target;         // folder to make; must not exist
  bool strip_single = false;  // when the archive holds one folder alone, its content is the result
};

// Throws naming the member that was refused: absolute names, "..", links out of the folder that are
// then written through, hard links out, devices, set-id bits (dropped with no error), names out of
// bounds, doubled members that change a folder into a link.
void unpack(const UnpackRequest& request);

}  // namespace cairn
