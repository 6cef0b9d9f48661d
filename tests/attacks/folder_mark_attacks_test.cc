// SPDX-License-Identifier: GPL-3.0-or-later
// Beyond the list: a builder leaves a word for the next one in what a folder keeps when its entries
// are gone, as the folder of the outputs may serve again.
#include "core/base/files.hh"
#include "core/build/listing_order.hh"
#include "core/sandbox/namespaces.hh"
#include "tests/support/attack_place.hh"
#include "tests/support/attack_verdict.hh"

#include <sstream>

using namespace cairn;
using namespace cairn::test;

namespace {

constexpr const char* not_an_owner = "only root's builders do not own the folder";

// What came of each mark that was tried on FOLDER.
std::map<std::string, std::string> marks_on(AttackPlace& place, const std::string& folder) {
  std::istringstream lines(place.output_of("attack mark-folder " + folder, {.no_seccomp = true}));
  std::map<std::string, std::string> marks;
  for (std::string line; std::getline(lines, line);) {
    std::size_t colon = line.find(": ");
    marks.emplace(line.substr(0, colon), line.substr(colon + 2));
  }
  return marks;
}

}  // namespace

TEST_CASE("beyond the list: nothing can be marked at the folder of the outputs", "[attack]") {
  if (!sandbox::is_root_of_all()) return skip(not_an_owner);
  AttackPlace place;
  auto marks = marks_on(place, "/cairn/store");
  CHECK(marks.size() == 7);
  for (const auto& [what, outcome] : marks) {
    INFO(what);
    CHECK((outcome == "EPERM" || outcome == "EACCES" || outcome == "not here"));
  }
}

TEST_CASE("beyond the list: at a folder that a builder owns everything can", "[attack]") {
  AttackPlace place;
  bool is_ext4 = lists_by_hash(open_directory(place.place.path()).get());
  auto marks = marks_on(place, "/build");
  CHECK(marks.size() == 7);
  for (const auto& [what, outcome] : marks) {
    INFO(what);
    // Not all of them let a generation be set, and only on these may a folder serve again.
    bool may_lack = !is_ext4 || what == "generation";
    CHECK((outcome == "done" || (may_lack && outcome == "not here")));
  }
}
