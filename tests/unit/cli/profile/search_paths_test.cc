// SPDX-License-Identifier: GPL-3.0-or-later
// Search paths as values, as lines that a shell reads, and as an environment.
#include "cli/profile/search_paths.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "tests/support/run_shell.hh"

#include <catch2/catch.hpp>
#include <cstdio>

namespace cairn {

namespace {

// A store with one item that has bin and share/a, and another with share/b and etc/conf.
struct Profile {
  TemporaryDirectory root{};
  StoreView view{root.path(), StoreDir()};
  Manifest manifest{};

  Profile() {
    ManifestEntry one{"one", "1", "out", StorePath(std::string(32, '0') + "-one")};
    one.search_paths = {{"DATA", {"share/a", "share/b", "share/c"}, ";", "directory"},
                        {"CONF", {"etc/conf"}, std::nullopt, "regular"}};
    ManifestEntry other{"other", "1", "out", StorePath(std::string(32, '1') + "-other")};
    other.search_paths = {{"DATA", {"share/b"}, ";", "directory"},
                          {"NOT_THERE", {"share/c"}, ":", "directory"},
                          {"BAD=NAME", {"share/b"}, ":", "directory"}};
    make("/" + one.item.base_name() + "/bin");
    make("/" + one.item.base_name() + "/share/a");
    make("/" + other.item.base_name() + "/share/b");
    make("/" + other.item.base_name() + "/etc");
    write_file_at(
        open_directory(root.path() + "/cairn/store/" + other.item.base_name() + "/etc").get(),
        "conf", "");
    manifest.entries = {one};
    manifest.propagated = {other};
  }
  void make(const std::string& path) { make_directories(root.path() + "/cairn/store" + path); }
};

std::string said_by_shell(const std::string& script) {
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "script", script);
  return test::output_of_shell("env -i sh -u '" + folder.path() + "/script'");
}

}  // namespace

TEST_CASE("only what is in the profile belongs into a variable", "[cli/profile]") {
  Profile profile;
  CHECK(search_path_values(profile.manifest, profile.view) ==
        std::vector<SearchPathValue>{{"PATH", ":", {"bin"}},
                                     {"DATA", ";", {"share/a", "share/b"}},
                                     {"CONF", std::nullopt, {"etc/conf"}}});
}

TEST_CASE("PATH is always told", "[cli/profile]") {
  Profile profile;
  CHECK(search_path_values({}, profile.view) ==
        std::vector<SearchPathValue>{{"PATH", ":", {"bin"}}});
}

TEST_CASE("a profile's script does what it says, wherever it is", "[cli/profile]") {
  std::vector<SearchPathValue> values = {{"PATH", ":", {"bin", "sbin"}},
                                         {"DATA", ";", {"share/a"}},
                                         {"CONF", std::nullopt, {"etc/conf", "etc/more"}}};
  std::string path = "/o'dd \"pl$ace}/`p`";
  std::string script = profile_script(values, path) +
                       "echo \"$PATH\"; echo \"$DATA\"; echo \"$CONF\"; "
                       "echo \"${cairn_profile_-none}\"";
  CHECK(said_by_shell("PATH=/x\n" + script) ==
        path + "/bin:" + path + "/sbin:/x\n" + path + "/share/a\n" + path + "/etc/conf\nnone\n");
  CHECK(said_by_shell("PATH=/x; CAIRN_PROFILE='/e l'; DATA=d\n" + script) ==
        "/e l/bin:/e l/sbin:/x\n/e l/share/a;d\n/e l/etc/conf\nnone\n");
}

TEST_CASE("search paths are told in three ways", "[cli/profile]") {
  std::vector<SearchPathValue> values = {{"PATH", ":", {"bin", "sbin"}}};
  CHECK(search_path_lines(values, "/p", SearchPathKind::exact) ==
        "export PATH=\"/p/bin:/p/sbin\"\n");
  CHECK(search_path_lines(values, "/p", SearchPathKind::prefix) ==
        "export PATH=\"/p/bin:/p/sbin${PATH:+:$PATH}\"\n");
  CHECK(search_path_lines(values, "/p", SearchPathKind::suffix) ==
        "export PATH=\"${PATH:+$PATH:}/p/bin:/p/sbin\"\n");
  CHECK(parse_search_path_kind("suffix") == SearchPathKind::suffix);
  CHECK_THROWS_WITH(parse_search_path_kind("x"), "'x' is no kind of search paths");
}

TEST_CASE("an environment gets a profile's folders in front", "[cli/profile]") {
  std::vector<SearchPathValue> values = {{"PATH", ":", {"bin"}}, {"C", std::nullopt, {"c"}}};
  CHECK(with_search_paths(values, "/p", {{"PATH", "/x"}, {"C", "/y"}, {"D", "/z"}}) ==
        std::map<std::string, std::string>{{"PATH", "/p/bin:/x"}, {"C", "/p/c"}, {"D", "/z"}});
  CHECK(with_search_paths(values, "/p", {}).at("PATH") == "/p/bin");
}

TEST_CASE("any text can be a word of sh", "[cli/profile]") {
  CHECK(shell_word("it's $x") == "'it'\\''s $x'");
}

}  // namespace cairn
