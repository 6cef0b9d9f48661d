// SPDX-License-Identifier: GPL-3.0-or-later
// What there is to say about a package: from an index, in the form in which an evaluation says it
// too, and as text.
#pragma once

#include "cli/evaluation/package_index.hh"
#include "cli/license_names.hh"
#include "cli/record.hh"
#include "scheme/border/frames.hh"

namespace cairn {

// As the evaluator describes packages (manual/formats/evaluation.md). What only evaluation tells is
// left out.
Message index_description(const PackageIndex& index, const IndexedPackage& package,
                          const LicenseNames& licenses);

// Whether DESCRIPTION says all.
bool is_complete(const Message& description);

// DESCRIPTION as a record.
Record package_record(const Message& description);

}  // namespace cairn
