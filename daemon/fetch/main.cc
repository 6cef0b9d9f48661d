// SPDX-License-Identifier: GPL-3.0-or-later
// cairn-fetch: the builder of builtin:fetch-1, started by the engine in a sandbox with the
// machine's network. It is told everything by its environment (core/build/fetch.hh).
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/build/fetch.hh"
#include "core/sandbox/confined_program.hh"
#include "core/sandbox/filter.hh"
#include "daemon/fetch/fetch.hh"

#include <cstdlib>
#include <fcntl.h>
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

void write_origin(const std::string& origin) {
  Fd file = open_at(AT_FDCWD, fetch_origin_file, O_WRONLY | O_CREAT | O_EXCL, 0644);
  write_fully(file.get(), origin, fetch_origin_file);
}

}  // namespace

int main() {
  try {
    sandbox::install_filter(sandbox::make_no_programs_filter());
    DownloadLimits limits =
        parse_download_limits(value_of(fetch_limits_variable), fetch_limits_variable);
    auto origin =
        fetch(request(), limits, [](const std::string& line) { std::cerr << line << std::endl; });
    if (origin) write_origin(*origin);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "cairn-fetch: " << error.what() << "\n";
    return 1;
  }
}
