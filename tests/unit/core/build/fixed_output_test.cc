// SPDX-License-Identifier: GPL-3.0-or-later
// What is promised by a hash.
#include "core/build/fixed_output.hh"

#include "core/base/files.hh"
#include "core/hash/hasher.hh"
#include "tests/support/build_place.hh"

#include <catch2/catch.hpp>

namespace cairn {

using test::BuildPlace;

namespace {

// An output that says "content", staged.
struct Staged {
  BuildPlace place;
  std::vector<StagedItem> items;

  Staged() {
    write_file_at(place.store.staging().fd(), "staged", "content");
    items.push_back({"staged", {place.busybox, hash_of(HashAlgorithm::sha256, "the archive")}});
  }

  std::optional<std::string> problem(const std::string& promised) {
    Hash hash = hash_of(HashAlgorithm::sha256, promised);
    return fixed_output_problem(place.store, place.fixed("f", "", ContentMethod::flat, hash),
                                items);
  }
};

}  // namespace

TEST_CASE("a fixed output's address is taken by its own method", "[core/build]") {
  Staged staged;
  const StagedItem& item = staged.items[0];
  Hash flat = hash_of(HashAlgorithm::sha512, "content");
  CHECK(content_address_of(staged.place.store, {ContentMethod::flat, flat}, item) ==
        ContentAddress{ContentMethod::flat, flat});
  Hash any = hash_of(HashAlgorithm::sha256, "");
  CHECK(content_address_of(staged.place.store, {ContentMethod::recursive, any}, item).hash ==
        item.info.nar_hash);
}

TEST_CASE("what a fixed output promises it holds, or both hashes are told", "[core/build]") {
  Staged staged;
  std::string problem = staged.problem("other").value();
  CHECK(problem.starts_with("hash mismatch in the fixed output /cairn/store/"));
  for (const char* text : {"other", "content"}) {
    Hash hash = hash_of(HashAlgorithm::sha256, text);
    CHECK(problem.find(to_tagged_text(hash, HashFormat::sri)) != std::string::npos);
  }
  CHECK(!staged.items[0].info.content_address);
  CHECK(!staged.problem("content"));
  CHECK(staged.items[0].info.content_address ==
        ContentAddress{ContentMethod::flat, hash_of(HashAlgorithm::sha256, "content")});
}

TEST_CASE("a fixed output refers to nothing", "[core/build]") {
  Staged staged;
  staged.items[0].info.references = {staged.place.busybox};
  CHECK_THROWS_WITH(staged.problem("content"), Catch::Contains("may not refer to store items"));
}

}  // namespace cairn
