// SPDX-License-Identifier: GPL-3.0-or-later
// What a machine says about fetching.
#include "core/transfer/fetch_settings.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a machine's own mirrors stand in the place of the built-in ones", "[core/transfer]") {
  TemporaryDirectory folder;
  CHECK(mirrors_of_machine(folder.path(), "").named.at("gnu") == built_in_mirrors().at("gnu"));
  write_file_at(folder.fd(), "mirrors", "gnu http://ours\ndebian http://pool/\n");
  Mirrors mirrors = mirrors_of_machine(folder.path(), "");
  CHECK(mirrors.named.at("gnu") == std::vector<std::string>{"http://ours/"});
  CHECK(mirrors.named.at("debian") == std::vector<std::string>{"http://pool/"});
}

TEST_CASE("places that hold files by hash are folders and addresses", "[core/transfer]") {
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "content-mirrors", "/a/folder  # ours\nhttps://a.example/by-hash\n");
  CHECK(mirrors_of_machine(folder.path(), "/another").by_hash ==
        std::vector<std::string>{"/a/folder", "https://a.example/by-hash", "/another"});
  CHECK_THROWS_AS(mirrors_of_machine(folder.path(), "mirror://gnu/x"), Error);
  CHECK_THROWS_WITH(mirrors_of_machine(folder.path(), "relative"),
                    Catch::Matchers::StartsWith("CAIRN_CONTENT_MIRRORS: "));
  write_file_at(folder.fd(), "content-mirrors", "/a/folder\n\n/another relative\n");
  CHECK_THROWS_WITH(mirrors_of_machine(folder.path(), ""),
                    Catch::Matchers::StartsWith(folder.path() + "/content-mirrors:3: "));
}

TEST_CASE("a machine says when its downloads are given up", "[core/transfer]") {
  TemporaryDirectory folder;
  CHECK(limits_of_machine(folder.path()) == DownloadLimits{});
  CHECK(limits_of_machine(folder.path() + "/gone") == DownloadLimits{});
  write_file_at(folder.fd(), "fetch-limits", "stalled 60\n");
  CHECK(limits_of_machine(folder.path()).stalled == std::chrono::seconds(60));
  write_file_at(folder.fd(), "fetch-limits", "\nstalled never\n");
  CHECK_THROWS_WITH(limits_of_machine(folder.path()),
                    Catch::Matchers::StartsWith(folder.path() + "/fetch-limits:2: "));
}

}  // namespace cairn
