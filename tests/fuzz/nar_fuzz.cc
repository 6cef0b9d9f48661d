// SPDX-License-Identifier: GPL-3.0-or-later
// Archives. What is taken is what would be written: the same tree has no second archive.
#include "core/nar/parse.hh"
#include "core/nar/write.hh"
#include "tests/fuzz/target.hh"

bool cairn::test::takes(std::string_view bytes) {
  return is_taken([bytes] {
    StringSource source(bytes);
    StringSink written;
    NarWriter writer(written);
    nar::parse(source, writer);
    std::string_view read = bytes.substr(0, bytes.size() - source.rest().size());
    expect(written.text() == read, "an archive is written as it was read");
  });
}
