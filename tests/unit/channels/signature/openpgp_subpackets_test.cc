// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside a signature's numbers.
#include "channels/signature/openpgp_subpackets.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::string subpacket(int type, std::string_view contents) {
  std::string bytes = {static_cast<char>(contents.size() + 1), static_cast<char>(type)};
  return bytes.append(contents);
}

OpenPgpSignature read(const std::string& bytes, SubpacketArea area = SubpacketArea::hashed) {
  OpenPgpSignature signature;
  read_openpgp_subpackets(bytes, area, signature);
  return signature;
}

constexpr int critical = 0x80;

}  // namespace

TEST_CASE("subpackets say date, key and use", "[channels/signature]") {
  OpenPgpSignature signature =
      read(subpacket(2, std::string_view("\0\0\1\2", 4)) + subpacket(16, "12345678") +
           subpacket(33, "\4" + std::string(20, 'f')) + subpacket(27, "\2"));
  CHECK(signature.created == 0x102);
  CHECK(signature.issuer_id == "12345678");
  CHECK(signature.issuer_fingerprint == std::string(20, 'f'));
  CHECK(signature.key_flags == may_sign_data);
}

TEST_CASE("what a signature does not cover is not believed", "[channels/signature]") {
  OpenPgpSignature signature = read(subpacket(2, "1234") + subpacket(27, "\2") +
                                        subpacket(16, "12345678") + subpacket(32, "inner"),
                                    SubpacketArea::unhashed);
  CHECK(signature.created == 0);
  CHECK_FALSE(signature.key_flags);
  CHECK(signature.issuer_id == "12345678");
  CHECK(signature.embedded == std::vector<std::string>{"inner"});
}

TEST_CASE("a demand that is unknown is refused, a remark passed by", "[channels/signature]") {
  CHECK_NOTHROW(read(subpacket(20, "note") + subpacket(99, "")));
  CHECK_THROWS_WITH(read(subpacket(critical | 20, "note")),
                    "the signature demands what is unknown here (20)");
  CHECK_THROWS_WITH(read(subpacket(critical | 99, ""), SubpacketArea::unhashed),
                    "the signature demands what is unknown here (99)");
  CHECK(read(subpacket(critical | 2, "\1\1\1\1")).created == 0x1010101);
  CHECK_NOTHROW(read(subpacket(critical | 9, "1234")));
}

TEST_CASE("subpackets that contradict each other are refused", "[channels/signature]") {
  CHECK_THROWS_WITH(read(subpacket(2, "1234") + subpacket(2, "1234")),
                    "the signature has two dates");
  CHECK_THROWS_WITH(read(subpacket(16, "12345678") + subpacket(16, "12345679")),
                    "the signature names two keys");
  CHECK_NOTHROW(read(subpacket(16, "12345678") + subpacket(16, "12345678")));
  CHECK_THROWS_WITH(read(subpacket(27, "\1") + subpacket(27, "\2")),
                    "the signature gives two uses to a key");
  std::string five;
  for (int i = 0; i < 5; ++i) five += subpacket(32, "inner");
  CHECK_THROWS_WITH(read(five), "too many signatures in a signature");
}

TEST_CASE("subpackets of a wrong size are refused", "[channels/signature]") {
  CHECK_THROWS_WITH(read(subpacket(2, "123")), "a subpacket ends too early");
  CHECK_THROWS_WITH(read(subpacket(2, "12345")), "1 bytes too many stand in a subpacket");
  CHECK_THROWS_WITH(read(subpacket(16, "1234567")), "a subpacket ends too early");
  CHECK_THROWS_WITH(read(subpacket(33, "\6" + std::string(32, 'f'))),
                    "the signature is by a key of another version than 4");
  CHECK_THROWS_WITH(read(std::string(1, '\0')), "a subpacket ends too early");
  CHECK_THROWS_WITH(read("\x05"
                         "\x02"
                         "123"),
                    "the list of subpackets ends too early");
  CHECK_THROWS_WITH(read("\xff\xff\xff\xff\xff"), "the list of subpackets ends too early");
}

}  // namespace cairn
