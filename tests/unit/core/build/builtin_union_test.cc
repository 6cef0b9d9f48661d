// SPDX-License-Identifier: GPL-3.0-or-later
// builtin:union-1 shows several folders as one.
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/build/builtin.hh"
#include "tests/support/standard_error.hh"
#include "tests/support/tree_text.hh"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sys/resource.h>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

// Inputs a, b, c in a folder, and the union of them.
class Inputs {
 public:
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }

  void file(const std::string& name, const std::string& content = "", bool executable = false) {
    fs::create_directories(fs::path(path(name)).parent_path());
    std::ofstream(path(name)) << content;
    if (executable) fs::permissions(path(name), fs::perms(0755));
  }
  void folder(const std::string& name) { fs::create_directories(path(name)); }
  void link(const std::string& name, const std::string& target) {
    fs::create_directories(fs::path(path(name)).parent_path());
    fs::create_symlink(target, path(name));
  }

  // The union's tree, with '@' for the folder of the inputs.
  std::string joined(const std::string& names = "a b c", const std::string& collisions = "") {
    std::string inputs;
    for (char name : names) inputs += name == ' ' ? " " : path(std::string(1, name));
    builtin_union({{"inputs", inputs}, {"out", path("out")}, {"collisions", collisions}});
    return shown(tree_text(path("out")));
  }

  std::string refusal(const std::string& collisions = "") {
    try {
      return joined("a b", collisions);
    } catch (const Error& error) {
      return shown(error.message());
    }
  }

  std::string shown(std::string text) const {
    for (std::size_t at; (at = text.find(folder_.path())) != std::string::npos;) {
      text.replace(at, folder_.path().size(), "@");
    }
    return text;
  }

 private:
  TemporaryDirectory folder_;
};

}  // namespace

TEST_CASE("a union links what one input has and merges folders of several", "[core/build]") {
  Inputs inputs;
  inputs.file("a/bin/a");
  inputs.file("b/bin/b");
  inputs.file("b/share/doc/b");
  inputs.file("c/share/doc/c");
  inputs.file("c/share/man/c");
  inputs.file("c/top");
  CHECK(inputs.joined() ==
        "bin/ 755\n"
        "bin/a -> @/a/bin/a\n"
        "bin/b -> @/b/bin/b\n"
        "share/ 755\n"
        "share/doc/ 755\n"
        "share/doc/b -> @/b/share/doc/b\n"
        "share/doc/c -> @/c/share/doc/c\n"
        "share/man -> @/c/share/man\n"
        "top -> @/c/top\n");
}

TEST_CASE("a union of one input or of none is a folder", "[core/build]") {
  Inputs inputs;
  inputs.file("a/bin/x");
  SECTION("one, named twice") {
    CHECK(inputs.joined("a a") == "bin -> @/a/bin\n");
  }
  SECTION("none") {
    CHECK(inputs.joined(" ") == "");
  }
}

TEST_CASE("a union follows links to folders when it merges", "[core/build]") {
  Inputs inputs;
  inputs.file("c/real/x");
  inputs.link("a/lib", inputs.path("c/real"));
  inputs.file("b/lib/y");
  CHECK(inputs.joined("a b") ==
        "lib/ 755\n"
        "lib/x -> @/a/lib/x\n"
        "lib/y -> @/b/lib/y\n");
}

TEST_CASE("a union of links to one place is a link", "[core/build]") {
  Inputs inputs;
  inputs.file("c/real/x", "text");
  inputs.link("a/folder", inputs.path("c/real"));
  inputs.link("b/folder", inputs.path("c/real"));
  inputs.link("a/file", inputs.path("c/real/x"));
  inputs.link("b/file", inputs.path("c/real/x"));
  inputs.link("a/nowhere", "gone");
  inputs.link("b/nowhere", "gone");
  CHECK(inputs.joined("a b") ==
        "file -> @/a/file\n"
        "folder -> @/a/folder\n"
        "nowhere -> @/a/nowhere\n");
}

TEST_CASE("files with the same content are no collision", "[core/build]") {
  Inputs inputs;
  std::string big(300000, 'x');
  inputs.file("a/x", big);
  inputs.file("b/x", big);
  CHECK(inputs.joined("b a") == "x -> @/b/x\n");
}

TEST_CASE("a collision names the place and both owners", "[core/build]") {
  Inputs inputs;
  std::string why = "they are not the same";
  SECTION("of contents") {
    std::string big(200000, 'x');
    inputs.file("a/bin/x", big + "1");
    inputs.file("b/bin/x", big + "2");
  }
  SECTION("of sizes") {
    inputs.file("a/bin/x", "1");
    inputs.file("b/bin/x", "12");
  }
  SECTION("of a program and a file that is none") {
    inputs.file("a/bin/x", "1", true);
    inputs.file("b/bin/x", "1");
  }
  SECTION("of links to files that differ, though their text is the same") {
    for (const char* name : {"a", "b"}) {
      inputs.file(std::string(name) + "/lib/y", name);
      inputs.link(std::string(name) + "/bin/x", "../lib/y");
    }
  }
  SECTION("of links to different places that are not there") {
    inputs.link("a/bin/x", "one");
    inputs.link("b/bin/x", "other");
  }
  SECTION("of a file and a link to nowhere") {
    inputs.file("a/bin/x", "1");
    inputs.link("b/bin/x", "nowhere");
  }
  SECTION("of a folder and a file") {
    inputs.folder("a/bin/x");
    inputs.file("b/bin/x", "1");
    why = "one is a folder and the other is not";
  }
  CHECK(inputs.refusal() == "bin/x is in @/a and in @/b, and " + why);
}

TEST_CASE("the first owner wins when that is asked for", "[core/build]") {
  Inputs inputs;
  inputs.file("a/x", "1");
  inputs.file("b/x", "22");
  inputs.folder("a/y");
  inputs.file("b/y");
  inputs.file("a/z");
  inputs.folder("b/z");
  std::string tree, said;
  auto join = [&](const std::string& names, const std::string& collisions) {
    fs::remove_all(inputs.path("out"));
    said = inputs.shown(text_on_standard_error([&] { tree = inputs.joined(names, collisions); }));
  };
  join("a b", "first");
  CHECK(tree == "x -> @/a/x\ny -> @/a/y\nz -> @/a/z\n");
  CHECK(said == "");
  join("b a", "warn-first");
  CHECK(tree == "x -> @/b/x\ny -> @/b/y\nz -> @/b/z\n");
  CHECK(said ==
        "cairn: union: x is taken from @/b, not from @/a: they are not the same\n"
        "cairn: union: y is taken from @/b, not from @/a: one is a folder and the other is not\n"
        "cairn: union: z is taken from @/b, not from @/a: one is a folder and the other is not\n");
}

TEST_CASE("folders behind the first owner's folder are merged past a file", "[core/build]") {
  Inputs inputs;
  inputs.file("a/x/1");
  inputs.file("b/x");
  inputs.file("c/x/2");
  CHECK(inputs.joined("a b c", "first") == "x/ 755\nx/1 -> @/a/x/1\nx/2 -> @/c/x/2\n");
}

TEST_CASE("a link that leads back to its folder does not go on forever", "[core/build]") {
  Inputs inputs;
  for (const char* name : {"a/self", "b/self", "a/twin", "b/twin"}) inputs.link(name, ".");
  CHECK(inputs.refusal() ==
        "@/a/self leads back to a folder that it is in, and other inputs have it, too");
}

TEST_CASE("a link that leads back is shown as it is where one input has it", "[core/build]") {
  Inputs inputs;
  inputs.link("a/self", ".");
  inputs.file("b/x");
  CHECK(inputs.joined("a b") == "self -> @/a/self\nx -> @/b/x\n");
}

TEST_CASE("a union refuses inputs that are no folders, and settings that it does not know",
          "[core/build]") {
  Inputs inputs;
  inputs.file("a", "text");
  CHECK(inputs.refusal() == "the input @/a is not a folder");
  CHECK(inputs.refusal("last") ==
        "'collisions' is 'last', but may be 'error', 'first' or 'warn-first' only");
  CHECK_THROWS_WITH(builtin_union({{"inputs", "relative"}, {"out", inputs.path("out")}}),
                    "the input 'relative' is no absolute path");
  CHECK_THROWS_WITH(builtin_union({{"inputs", "/nonexistent"}, {"out", inputs.path("out")}}),
                    "the input /nonexistent is not a folder");
}

TEST_CASE("a union may have more inputs than a process may have open files", "[core/build]") {
  Inputs inputs;
  std::string list;
  for (int i = 0; i < 100; ++i) {
    inputs.file(fmt::format("{0}/share/{0}", i));
    list += inputs.path(std::to_string(i)) + "\n";
  }
  rlimit limit{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &limit) == 0);
  rlimit small{50, limit.rlim_max};
  REQUIRE(setrlimit(RLIMIT_NOFILE, &small) == 0);
  AtEnd restore([&] { setrlimit(RLIMIT_NOFILE, &limit); });
  builtin_union({{"inputs", list}, {"out", inputs.path("out")}});
  CHECK(fs::read_symlink(inputs.path("out/share/99")) == inputs.path("99/share/99"));
}
