// SPDX-License-Identifier: GPL-3.0-or-later
// Exports, all items of a stream.
#include "daemon/protocol/exports.hh"
#include "tests/fuzz/target.hh"

bool cairn::test::takes(std::string_view bytes) {
  const StoreDir store;
  return is_taken([&] {
    StringSource source(bytes);
    protocol::ExportReader exports(source, store);
    StringSink archives;
    while (exports.next(archives)) {
    }
    expect(archives.text().size() <= bytes.size(), "archives are no longer than what they come in");
  });
}
