// SPDX-License-Identifier: GPL-3.0-or-later
// What -S and -R mean.
#include "cli/pack_contents.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <filesystem>

using namespace cairn;

namespace {

constexpr const char* profile = "/cairn/store/00000000000000000000000000000000-profile";

// A store below a folder, with a profile that has two programs and a manual.
struct ProfileFolder {
  TemporaryDirectory folder;
  StoreView view{folder.path(), StoreDir()};

  ProfileFolder() {
    std::string path = folder.path() + profile;
    std::filesystem::create_directories(path + "/bin");
    std::filesystem::create_directories(path + "/share/man");
    Fd bin = open_directory(path + "/bin");
    write_file_at(bin.get(), "one", "", 0555);
    write_file_at(bin.get(), "two", "", 0555);
    write_file_at(bin.get(), "notes", "", 0444);
  }
};

}  // namespace

TEST_CASE("links of packs are read without their slashes", "[cli]") {
  CHECK(parse_pack_link("/opt/bin=bin") == PackLink{"opt/bin", "bin"});
  CHECK(parse_pack_link("opt//bin/=/bin/") == PackLink{"opt/bin", "bin"});
  CHECK(parse_pack_link("all=") == PackLink{"all", ""});
}

TEST_CASE("what is no link of a pack is refused", "[cli]") {
  for (const char* text : {"bin", "=bin", "/=bin", "../x=bin", "x=../bin", "x=bin/../../y"}) {
    CHECK_THROWS_WITH(parse_pack_link(text), fmt::format("'{}' is no link of a pack", text));
  }
}

TEST_CASE("links of a pack that may lie anywhere are relative", "[cli]") {
  std::vector<PackLink> links{{"bin", "bin"}, {"opt/all", ""}};
  std::string item = std::string(profile).substr(1);
  CHECK(pack_links(links, profile, LinkKind::relative) ==
        std::vector<pack::Link>{{"bin", item + "/bin"}, {"opt/all", "../" + item}});
  CHECK(pack_links(links, profile, LinkKind::absolute) ==
        std::vector<pack::Link>{{"bin", std::string(profile) + "/bin"}, {"opt/all", profile}});
}

TEST_CASE("links of a pack that are in each other's way are refused", "[cli]") {
  ProfileFolder there;
  auto check = [&](const std::vector<PackLink>& links) {
    check_pack_links(links, profile, there.view);
  };
  CHECK_NOTHROW(check({{"bin", "bin"}, {"binaries", "bin"}, {"all", ""}}));
  for (const char* path : {"cairn", "cairn/store/x", "tmp", ".cairn-pack/store"}) {
    CHECK_THROWS_WITH(check({{path, "bin"}}), Catch::Contains("would stand at one place"));
  }
  CHECK_THROWS_WITH(check({{"bin", "bin"}, {"bin/x", "bin/one"}}),
                    "in the pack, 'bin/x' and 'bin' would stand at one place");
  CHECK_THROWS_WITH(check({{"bin", "bim"}}),
                    "the profile has no 'bim', which 'bin' shall be a link to");
}

TEST_CASE("a folder of folders with programs is looked into", "[cli]") {
  ProfileFolder there;
  pack::Contents contents;
  add_launchers(contents, {{"all", ""}}, profile, there.view);
  std::vector<std::string> paths;
  for (const pack::Launcher& launcher : contents.launchers) paths.push_back(launcher.path);
  CHECK(paths == std::vector<std::string>{"all/bin/one", "all/bin/two"});
  CHECK(contents.links.back().path == "all/share");
}

TEST_CASE("programs get launchers, and all else links", "[cli]") {
  ProfileFolder there;
  pack::Contents contents;
  std::string item = std::string(profile).substr(1);
  add_launchers(contents, {{"bin", "bin"}, {"opt/first", "bin/one"}, {"man", "share/man"}}, profile,
                there.view);
  std::string path = profile;
  CHECK(contents.launchers == std::vector<pack::Launcher>{{"bin/one", path + "/bin/one"},
                                                          {"bin/two", path + "/bin/two"},
                                                          {"opt/first", path + "/bin/one"}});
  CHECK(contents.links == std::vector<pack::Link>{{"bin/notes", "../" + item + "/bin/notes"},
                                                  {"man", item + "/share/man"}});
}
