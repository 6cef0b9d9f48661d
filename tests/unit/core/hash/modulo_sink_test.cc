// SPDX-License-Identifier: GPL-3.0-or-later
// What names itself, in pieces of all sizes. (That Nix digests the same is tested by
// tests/end-to-end/nix_clients.py.)
#include "core/hash/modulo_sink.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::string passed_on(std::string_view text, std::size_t piece) {
  StringSink sink;
  ModuloSink modulo(sink, "name");
  for (std::size_t at = 0; at < text.size(); at += piece) modulo.write(text.substr(at, piece));
  modulo.finish();
  return sink.text();
}

}  // namespace

TEST_CASE("names become zeros, and their places stand at the end", "[core/hash]") {
  const std::string zeros(4, '\0');
  for (std::size_t piece : {1, 2, 3, 4, 5, 7, 100}) {
    CAPTURE(piece);
    CHECK(passed_on("", piece) == "");
    CHECK(passed_on("nam", piece) == "nam");
    CHECK(passed_on("name", piece) == zeros + "|0");
    CHECK(passed_on("a name and nname", piece) == "a " + zeros + " and n" + zeros + "|2|12");
    CHECK(passed_on("namename", piece) == zeros + zeros + "|0|4");
  }
}

}  // namespace cairn
