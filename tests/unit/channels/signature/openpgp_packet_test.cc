// SPDX-License-Identifier: GPL-3.0-or-later
// OpenPGP's packets.
#include "channels/signature/openpgp_packet.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::vector<std::string> bodies(std::string_view bytes) {
  std::vector<std::string> found;
  for (const OpenPgpPacket& packet : read_openpgp_packets(bytes)) {
    CHECK(packet.tag == OpenPgpTag::signature);
    found.emplace_back(packet.body);
  }
  return found;
}

using Bodies = std::vector<std::string>;

std::string_view number(std::string_view bytes) {
  ByteReader reader(bytes, "the number");
  return read_openpgp_number(reader);
}

// A literal with zeros in it.
template <std::size_t size>
std::string bytes(const char (&literal)[size]) {
  return std::string(literal, size - 1);
}

}  // namespace

TEST_CASE("packets of both forms are read", "[channels/signature]") {
  CHECK(bodies("").empty());
  CHECK(bodies(bytes("\x88\x03"
                     "abc")) == Bodies{"abc"});
  CHECK(bodies(bytes("\x89\x00\x03"
                     "abc")) == Bodies{"abc"});
  CHECK(bodies(bytes("\x8a\x00\x00\x00\x03"
                     "abc")) == Bodies{"abc"});
  CHECK(bodies(bytes("\xc2\x03"
                     "abc")) == Bodies{"abc"});
  CHECK(bodies(bytes("\xc2\xff\x00\x00\x00\x03"
                     "abc")) == Bodies{"abc"});
  CHECK(bodies(bytes("\xc2\xc0\x08") + std::string(200, 'x')) == Bodies{std::string(200, 'x')});
  CHECK(bodies(bytes("\x88\x01"
                     "a\xc2\x01"
                     "b\x88\x00")) == Bodies{"a", "b", ""});
}

TEST_CASE("streams and what is no packet are refused", "[channels/signature]") {
  CHECK_THROWS_WITH(read_openpgp_packets("\x8b"
                                         "abc"),
                    "a packet of indeterminate length");
  CHECK_THROWS_WITH(read_openpgp_packets("\xc2\xe1"
                                         "abc"),
                    "a packet of partial length");
  CHECK_THROWS_WITH(read_openpgp_packets("\xc2\xfe"
                                         "abc"),
                    "a packet of partial length");
  CHECK_THROWS_WITH(read_openpgp_packets("abc"), "no packet of OpenPGP begins with 0x61");
}

TEST_CASE("a packet does not reach behind the end", "[channels/signature]") {
  for (const std::string& cut : {bytes("\x88"),
                                 bytes("\x88\x04"
                                       "abc"),
                                 bytes("\x89\x01"), bytes("\xc2\xff\xff\xff\xff\xff"),
                                 bytes("\xc2\xc0"), bytes("\x8a\xff\xff\xff\xff")}) {
    CHECK_THROWS_WITH(read_openpgp_packets(cut), "a packet ends too early");
  }
}

TEST_CASE("a number has the bits that it says", "[channels/signature]") {
  CHECK(number(bytes("\x00\x01\x01")) == "\x01");
  CHECK(number(bytes("\x00\x09\x01\xff")) == "\x01\xff");
  CHECK_THROWS_WITH(number(bytes("\x00\x00")), "a number that is zero");
  CHECK_THROWS_WITH(number(bytes("\x00\x08\x7f")), "a number whose count of bits is wrong");
  CHECK_THROWS_WITH(number(bytes("\x00\x07\xff")), "a number whose count of bits is wrong");
  CHECK_THROWS_WITH(number(bytes("\x00\x09\x00\xff")), "a number whose count of bits is wrong");
  CHECK_THROWS_WITH(number(bytes("\xff\xff\xff")), "the number ends too early");
}

}  // namespace cairn
