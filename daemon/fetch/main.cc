// SPDX-License-Identifier: GPL-3.0-or-later
// cairn-fetch: the builder of builtin:fetch-1, started by the engine in a sandbox with the
// machine's network. It is told everything by its environment (core/build/fetch.hh).
#include "core/base/error.hh"
#include "core/build/fetch.hh"
#include "core/sandbox/filter.hh"
#include "daemon/fetch/fetch.hh"

#include <cstdlib>
#include <iostream>
#include <sstream>

namespace {

using namespace cairn;

std::string value_of(const char* variable) {
  const char* value = std::getenv(variable);
  return value ? value : "";
}

std::vector<std::string> words_in(const char* variable) {
  std::istringstream words(value_of(variable));
  std::vector<std::string> list;
  for (std::string word; words >> word;) list.push_back(word);
  return list;
}

FetchRequest request() {
  return {words_in(fetch_addresses_variable), words_in(fetch_by_hash_variable),
          parse_hash(value_of(fetch_hash_variable)), value_of("out"),
          value_of("executable") == "1"};
}

}  // namespace

int main() {
  try {
    sandbox::install_filter(sandbox::make_no_programs_filter());
    fetch(request(), DownloadLimits{},
          [](const std::string& line) { std::cerr << line << std::endl; });
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "cairn-fetch: " << error.what() << "\n";
    return 1;
  }
}
