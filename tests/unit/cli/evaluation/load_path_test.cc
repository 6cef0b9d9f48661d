// SPDX-License-Identifier: GPL-3.0-or-later
// Modules and files found, and those that must not be.
#include "cli/evaluation/load_path.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

// Two folders of modules, and a secret beside them.
struct Folders {
  TemporaryDirectory folder;
  std::string one = folder.path() + "/one";
  std::string two = folder.path() + "/two";

  Folders() {
    write("one/distro/base.scm", "first");
    write("two/distro/base.scm", "second");
    write("two/distro/more.scm", "more");
    write("secret", "secret");
    write("secret.scm", "secret");
  }
  void write(const std::string& path, const std::string& text) {
    std::string file = folder.path() + "/" + path;
    std::size_t slash = file.rfind('/');
    make_directories(file.substr(0, slash));
    write_file_at(open_directory(file.substr(0, slash)).get(), file.substr(slash + 1), text);
  }
  void link(const std::string& path, const std::string& target) {
    REQUIRE(symlink(target.c_str(), (folder.path() + "/" + path).c_str()) == 0);
  }
  LoadPath path() const { return LoadPath({one, two}); }
};

std::string content_of(const OpenPlace& place) {
  return read_file_at(place.directory.get(), place.entry).value_or("nothing");
}

template <typename Work>
std::string refusal_of(Work&& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("the first folder that has a module gives it", "[cli/evaluation]") {
  Folders folders;
  LoadPath path = folders.path();
  auto found = path.find({"distro", "base"});
  REQUIRE(found);
  CHECK(found->text == "first");
  CHECK(found->file == folders.one + "/distro/base.scm");
  CHECK(path.find({"distro", "more"})->text == "more");
  CHECK_FALSE(path.find({"distro", "nothing"}));
  CHECK_FALSE(path.find({"distro", "base", "below"}));
}

TEST_CASE("no name of a module leads elsewhere", "[cli/evaluation]") {
  Folders folders;
  LoadPath path = folders.path();
  std::vector<std::vector<std::string>> names{{".."},
                                              {"..", "secret"},
                                              {"a/b"},
                                              {"../secret"},
                                              {""},
                                              {"a", ""},
                                              {".hidden"},
                                              {"a b"},
                                              {},
                                              {std::string("a\0b", 3)},
                                              {std::string(300, 'a')},
                                              std::vector<std::string>(50, "a")};
  for (const auto& name : names) {
    CAPTURE(name);
    CHECK(refusal_of([&] { path.find(name); }) != "");
  }
}

TEST_CASE("a link is followed inside of its folder alone", "[cli/evaluation]") {
  Folders folders;
  folders.link("one/inside.scm", "distro/base.scm");
  folders.link("one/outside.scm", "../secret.scm");
  folders.link("one/absolute.scm", folders.one + "/distro/base.scm");
  folders.link("one/up", "..");
  LoadPath path = folders.path();
  CHECK(path.find({"inside"})->text == "first");
  for (const char* name : {"outside", "absolute"}) {
    CHECK(refusal_of([&] { path.find({name}); }).find("cross-device") != std::string::npos);
  }
  CHECK(refusal_of([&] { path.find({"up", "secret"}); }) != "");
  CHECK(refusal_of([&] { path.open_below(folders.one + "/up/secret"); }) != "");
}

TEST_CASE("a module is a file that is not huge", "[cli/evaluation]") {
  Folders folders;
  REQUIRE(mkfifo((folders.one + "/pipe.scm").c_str(), 0600) == 0);
  make_directories(folders.one + "/folder.scm");
  folders.write("one/huge.scm", std::string((16 << 20) + 1, ';'));
  folders.write("one/large.scm", std::string(16 << 20, ';'));
  LoadPath path = folders.path();
  CHECK(refusal_of([&] { path.find({"pipe"}); }).ends_with("is no file"));
  CHECK(refusal_of([&] { path.find({"folder"}); }).ends_with("is no file"));
  CHECK(refusal_of([&] { path.find({"huge"}); }) != "");
  CHECK(path.find({"large"})->text.size() == 16 << 20);
}

TEST_CASE("files below the folders can be read, whichever way they are named", "[cli/evaluation]") {
  Folders folders;
  LoadPath path = folders.path();
  CHECK(content_of(path.open_below(folders.one + "/distro/base.scm")) == "first");
  CHECK(content_of(path.open_below(folders.one + "/./distro/../distro//base.scm")) == "first");
  CHECK(content_of(path.open_below(folders.two + "/distro/base.scm")) == "second");
  CHECK(content_of(path.open_below(folders.one + "/nothing")) == "nothing");
}

TEST_CASE("a folder itself can be read", "[cli/evaluation]") {
  Folders folders;
  LoadPath path = folders.path();
  for (const std::string& name : {folders.one, folders.one + "/.", folders.one + "/distro/.."}) {
    OpenPlace place = path.open_below(name);
    Fd opened = open_directory_at(place.directory.get(), place.entry);
    CHECK(list_directory(opened.get()).front() == "distro");
  }
}

TEST_CASE("files elsewhere cannot be read", "[cli/evaluation]") {
  Folders folders;
  LoadPath path = folders.path();
  for (const std::string& file :
       {folders.folder.path() + "/secret", folders.one + "/../secret", folders.one + "/..",
        folders.one + "x", std::string("/etc/passwd"), std::string("/"),
        folders.one + "/distro/../../secret"}) {
    CAPTURE(file);
    CHECK(refusal_of([&] { path.open_below(file); }).find("is not below") != std::string::npos);
  }
  std::string with_nul = folders.one + "/.." + std::string("\0x", 2);
  CHECK(refusal_of([&] { path.open_below(with_nul); }).ends_with("it holds a NUL"));
}

TEST_CASE("a folder that is allowed has files and no modules", "[cli/evaluation]") {
  Folders folders;
  LoadPath path({folders.one});
  path.allow(folders.two);
  CHECK(content_of(path.open_below(folders.two + "/distro/more.scm")) == "more");
  CHECK_FALSE(path.find({"distro", "more"}));
  CHECK(path.module_files() == std::vector<ModuleFile>{{folders.one, "distro/base.scm"}});
}

TEST_CASE("the modules of all folders are listed, and links are not followed", "[cli/evaluation]") {
  Folders folders;
  folders.write("one/a.scm", "");
  folders.write("one/notes.txt", "");
  folders.write("one/.hidden.scm", "");
  folders.write("one/.git/x.scm", "");
  folders.link("one/up", "..");
  folders.link("one/linked.scm", "a.scm");
  CHECK(folders.path().module_files() == std::vector<ModuleFile>{{folders.one, "a.scm"},
                                                                 {folders.one, "distro/base.scm"},
                                                                 {folders.two, "distro/base.scm"},
                                                                 {folders.two, "distro/more.scm"}});
}

TEST_CASE("a folder that is not there is told of", "[cli/evaluation]") {
  CHECK(refusal_of([] { LoadPath({"/nothing/here"}); }).find("/nothing/here") != std::string::npos);
}

}  // namespace cairn
