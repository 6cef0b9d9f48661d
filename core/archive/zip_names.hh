// SPDX-License-Identifier: GPL-3.0-or-later
// The names in a zip's directory, byte for byte: libarchive gives up those that are not ASCII and
// are marked as UTF-8 unless the process has a UTF-8 locale, which a sandbox has not.
#pragma once

#include <string>
#include <vector>

namespace cairn {

// The names of the members of the zip open as FD, in the order in which their contents lie in the
// file, which is also libarchive's. Empty when the directory cannot be read or is that of a zip64
// (above 4 GiB or 65,535 members). Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.12 and 4.3.16.
std::vector<std::string> zip_names(int fd);

}  // namespace cairn
