// SPDX-License-Identifier: GPL-3.0-or-later
// In what order a folder lists its entries.
#pragma once

namespace cairn {

// Whether the file system of the open FOLDER orders the entries of folders, and counts the places
// between them, by hashes of their names alone: so does ext4 with dir_index (ext4(5)). Others count
// as entries come, and so tell of those that are gone.
bool lists_by_hash(int folder);

}  // namespace cairn
