// SPDX-License-Identifier: GPL-3.0-or-later
// What is compressed is read back by the machine's programs.
#include "core/archive/compressed_sink.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "tests/support/run_shell.hh"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;

namespace {

std::string compressed(std::string_view text, Compression compression) {
  StringSink bytes;
  CompressedSink sink(bytes, compression);
  sink.write(text.substr(0, text.size() / 2));
  sink.write(text.substr(text.size() / 2));
  sink.finish();
  return bytes.take();
}

}  // namespace

TEST_CASE("each compression is that of its program", "[core/archive]") {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += std::to_string(i * 7919 % 1000) + " ";
  for (const char* name : {"gzip", "zstd", "xz"}) {
    CAPTURE(name);
    std::string bytes = compressed(text, parse_compression(name));
    CHECK(bytes.size() < text.size() / 2);
    CHECK(bytes == compressed(text, parse_compression(name)));
    TemporaryDirectory folder;
    write_file_at(folder.fd(), "file", bytes);
    CHECK(output_of_shell(fmt::format("{} -d -c < {}/file", name, folder.path())) == text);
  }
  CHECK(compressed(text, Compression::none) == text);
}

TEST_CASE("gzip tells no time", "[core/archive]") {
  std::string bytes = compressed("text", Compression::gzip);
  CHECK(bytes.substr(4, 4) == std::string(4, '\0'));
}

TEST_CASE("compressions have names and suffixes", "[core/archive]") {
  CHECK(parse_compression("none") == Compression::none);
  CHECK(suffix_of(parse_compression("zstd")) == ".zst");
  CHECK(suffix_of(Compression::none).empty());
  CHECK_THROWS_WITH(parse_compression("lzip"), "there is no compression 'lzip'");
}
