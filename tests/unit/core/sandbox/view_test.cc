// SPDX-License-Identifier: GPL-3.0-or-later
// Which steps a view of the machine takes.
#include "core/sandbox/view.hh"

#include <algorithm>
#include <catch2/catch.hpp>

namespace cairn::sandbox {

namespace {

using Machine = std::map<std::string, FolderContent>;

const View view{
    "/home/u/cairn/scratch",
    {{"/home/u/cairn/cairn", "/cairn", true}, {"/home/u/cairn/var/cairn", "/var/cairn", true}}};
const std::string root = view.scratch;

Step shown(const std::string& path) {
  return ShowPath{path, root + path};
}

bool holds(const std::vector<Step>& steps, const Step& step) {
  return std::find(steps.begin(), steps.end(), step) != steps.end();
}

std::size_t place_of(const std::vector<Step>& steps, const Step& step) {
  return static_cast<std::size_t>(std::find(steps.begin(), steps.end(), step) - steps.begin());
}

}  // namespace

TEST_CASE("the folders above a view's targets are told once each, the root first",
          "[core/sandbox]") {
  View deep{"/s", {{"/a", "/x/y/z", true}, {"/b", "/x/w", true}, {"/c", "/v", true}}};
  CHECK(folders_above_targets(deep) == std::vector<std::string>{"/", "/x", "/x/y"});
}

TEST_CASE("a machine without the targets is shown entry by entry where they are missing",
          "[core/sandbox]") {
  Machine machine{{"/", {{"home", "var"}, {"bin"}}}, {"/var", {{"lib"}, {"run"}}}};
  CHECK(steps_for_view(view, machine) ==
        std::vector<Step>{
            shown("/home"),
            shown("/bin"),
            MakeFolder{root + "/var"},
            shown("/var/lib"),
            shown("/var/run"),
            ShowPath{"/home/u/cairn/cairn", root + "/cairn"},
            ShowPath{"/home/u/cairn/var/cairn", root + "/var/cairn"},
            SealFolder{root},
            EnterRoot{root},
        });
}

TEST_CASE("a folder that has the target already is shown as a whole", "[core/sandbox]") {
  Machine machine{{"/", {{"cairn", "var"}, {}}}, {"/var", {{"cairn", "lib"}, {}}}};
  std::vector<Step> steps = steps_for_view(view, machine);
  CHECK(place_of(steps, shown("/var")) <
        place_of(steps, ShowPath{"/home/u/cairn/var/cairn", root + "/var/cairn"}));
  CHECK_FALSE(holds(steps, shown("/var/lib")));
  CHECK_FALSE(holds(steps, MakeFolder{root + "/var"}));
}

TEST_CASE("what the machine has in a target's place is not shown", "[core/sandbox]") {
  Machine machine{{"/", {{"cairn"}, {}}}, {"/var", {{}, {"cairn"}}}};
  std::vector<Step> steps = steps_for_view(view, machine);
  CHECK_FALSE(holds(steps, shown("/cairn")));
  CHECK_FALSE(holds(steps, shown("/var/cairn")));
}

TEST_CASE("a folder above a target that is a link, or is not there, is made", "[core/sandbox]") {
  View deep{"/s", {{"/mine", "/opt/a/b", true}}};
  CHECK(steps_for_view(deep, {{"/", {{}, {"opt"}}}}) ==
        std::vector<Step>{MakeFolder{"/s/opt"}, MakeFolder{"/s/opt/a"},
                          ShowPath{"/mine", "/s/opt/a/b"}, SealFolder{"/s"}, EnterRoot{"/s"}});
}

TEST_CASE("what a view says is read-only is shown read-only", "[core/sandbox]") {
  View sealed{"/s", {{"/mine", "/its", false}}};
  CHECK(
      holds(steps_for_view(sealed, {}), ShowPath{"/mine", "/s/its", ShowPath::Access::read_only}));
}

}  // namespace cairn::sandbox
