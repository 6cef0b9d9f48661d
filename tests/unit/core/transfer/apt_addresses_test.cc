// SPDX-License-Identifier: GPL-3.0-or-later
// Reading where apt gets its packages.
#include "core/transfer/apt_addresses.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <unistd.h>

namespace cairn {

using Addresses = std::vector<std::string>;

TEST_CASE("a line of sources.list names one address", "[core/transfer]") {
  CHECK(addresses_in_list("# a comment\n"
                          "deb http://one/debian bookworm main\n"
                          "deb [arch=amd64 signed-by=/x] https://two/debian/ bookworm main # more\n"
                          "deb-src http://one/debian bookworm main\n"
                          "deb cdrom:[Debian]/ bookworm main\n"
                          "rpm http://three/ x\n") ==
        Addresses{"http://one/debian/", "https://two/debian/"});
}

TEST_CASE("a paragraph of deb822 names its addresses behind URIs", "[core/transfer]") {
  CHECK(addresses_in_deb822("Types: deb\n"
                            "# URIs: http://no/\n"
                            "URIs: http://one/debian http://two/debian/\n"
                            " https://three/debian\n"
                            "Suites: http://no/either\n") ==
        Addresses{"http://one/debian/", "http://two/debian/", "https://three/debian/"});
}

TEST_CASE("all files of apt count, each address once; no apt is no mistake", "[core/transfer]") {
  TemporaryDirectory folder;
  CHECK(apt_addresses(folder.path() + "/nothing").empty());
  write_file_at(folder.fd(), "sources.list", "deb http://one x main\n");
  Fd parts = make_directory_at(folder.fd(), "sources.list.d");
  write_file_at(parts.get(), "a.list", "deb http://two x main\ndeb http://one/ y main\n");
  write_file_at(parts.get(), "b.sources", "URIs: http://three\n");
  write_file_at(parts.get(), "c.disabled", "deb http://four x main\n");
  CHECK(apt_addresses(folder.path()) == Addresses{"http://one/", "http://two/", "http://three/"});
}

TEST_CASE("what is no list, or cannot be read, is passed over", "[core/transfer]") {
  TemporaryDirectory folder;
  Fd parts = make_directory_at(folder.fd(), "sources.list.d");
  make_directory_at(parts.get(), "old");
  make_directory_at(parts.get(), "odd.list");
  REQUIRE(symlinkat("nothing.list", parts.get(), "gone.list") == 0);
  write_file_at(folder.fd(), "real", "deb http://linked/ stable main\n");
  REQUIRE(symlinkat("../real", parts.get(), "linked.list") == 0);
  CHECK(apt_addresses(folder.path()) == Addresses{"http://linked/"});
}

}  // namespace cairn
