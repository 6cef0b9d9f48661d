// SPDX-License-Identifier: GPL-3.0-or-later
// Members come out as they stand in the archive, unjudged.
#include "core/archive/member_reader.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "tests/support/archive_bytes.hh"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;

namespace {

struct Archive {
  TemporaryDirectory folder;
  MemberReader reader;

  explicit Archive(const std::string& bytes) : reader(written(bytes)) {}

  std::string written(const std::string& bytes) {
    write_file_at(folder.fd(), "archive", bytes);
    return folder.path() + "/archive";
  }
};

std::string content_of(MemberReader& reader) {
  std::string content;
  std::uint64_t size = reader.read_content([&](std::uint64_t offset, std::string_view bytes) {
    content.resize(std::max<std::size_t>(content.size(), offset + bytes.size()));
    content.replace(offset, bytes.size(), bytes);
  });
  content.resize(size);
  return content;
}

}  // namespace

TEST_CASE("names and targets are given as the archive has them", "[core/archive]") {
  Archive archive(tar_bytes({{"/etc/../x", '2', "/y"}, {"a", '1', "../b"}}));
  auto link = archive.reader.next();
  REQUIRE(link);
  CHECK(link->path == "/etc/../x");
  CHECK(link->kind == MemberKind::link);
  CHECK(link->target == "/y");
  auto hard_link = archive.reader.next();
  REQUIRE(hard_link);
  CHECK(hard_link->kind == MemberKind::hard_link);
  CHECK(hard_link->target == "../b");
  CHECK(!archive.reader.next());
}

TEST_CASE("the bit of the owner says what is a program", "[core/archive]") {
  Archive archive(tar_bytes({{"a", '0', "", "", 0100}, {"b", '0', "", "", 0677}}));
  CHECK(archive.reader.next()->is_executable);
  CHECK(!archive.reader.next()->is_executable);
}

TEST_CASE("devices, fifos and unknown things are other members", "[core/archive]") {
  Archive archive(tar_bytes({{"c", '3'}, {"b", '4'}, {"f", '6'}}));
  CHECK(archive.reader.next()->kind == MemberKind::other);
  CHECK(archive.reader.next()->kind == MemberKind::other);
  CHECK(archive.reader.next()->kind == MemberKind::other);
}

TEST_CASE("a file whose name ends in a slash is a folder, as in old tars", "[core/archive]") {
  std::string name = GENERATE("plain/", "caf\xc3\xa9/");
  Archive archive(tar_bytes({pax_member("path", name), {"x", '0'}}));
  CHECK(archive.reader.next()->kind == MemberKind::folder);
}

TEST_CASE("content is read, and can be passed over", "[core/archive]") {
  std::string big(3 << 20, 'x');
  Archive archive(tar_bytes({{"passed", '0', "", big}, {"read", '0', "", big + "end"}}));
  archive.reader.next();
  CHECK(archive.reader.next()->path == "read");
  CHECK(content_of(archive.reader) == big + "end");
}

TEST_CASE("a tar with pax records that cannot be understood is refused", "[core/archive]") {
  Archive archive(tar_bytes({{"pax", 'x', "", "99 path=short\n"}, {"x", '0'}}));
  CHECK_THROWS_WITH(archive.reader.next(), "Ignoring malformed pax extended attribute");
}

TEST_CASE("an archive that is no file is refused", "[core/archive]") {
  CHECK_THROWS_WITH(MemberReader("/"), "/ is not a file");
  CHECK_THROWS_WITH(MemberReader("/nonexistent"),
                    "cannot open /nonexistent: No such file or directory");
}
