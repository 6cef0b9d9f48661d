// SPDX-License-Identifier: GPL-3.0-or-later
// A target that reads the files that it is given, each of which it must take.
#include "core/base/files.hh"
#include "tests/fuzz/target.hh"

int main(int count, char** files) {
  int refused = count > 1 ? 0 : 1;  // no seeds test nothing
  for (int i = 1; i < count; ++i) {
    if (cairn::test::takes(cairn::read_file(files[i]))) continue;
    std::fprintf(stderr, "%s is refused\n", files[i]);
    ++refused;
  }
  return refused > 0 ? 1 : 0;
}
