// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of tests/vectors, read.
#include "tests/support/vector_table.hh"

#include "core/base/files.hh"

#include <iterator>
#include <sstream>

namespace cairn::test {

std::vector<std::vector<std::string>> vector_table(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(read_file(path));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    rows.emplace_back(std::istream_iterator<std::string>(words),
                      std::istream_iterator<std::string>());
  }
  return rows;
}

}  // namespace cairn::test
