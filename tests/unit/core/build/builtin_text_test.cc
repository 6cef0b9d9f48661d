// SPDX-License-Identifier: GPL-3.0-or-later
// builtin:text-1 makes one file.
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/build/builtin.hh"
#include "tests/support/tree_text.hh"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;

TEST_CASE("builtin:text makes a file with exactly its text", "[core/build]") {
  TemporaryDirectory folder;
  std::string text = GENERATE("", "no line end", "line\n", std::string("NUL \0 and \xff", 10));
  builtin_text({{"out", folder.path() + "/out"}, {"text", text}});
  CHECK(tree_text(folder.path()) == "out 644 " + text + "\n");
}

TEST_CASE("builtin:text makes a program when that is switched on", "[core/build]") {
  TemporaryDirectory folder;
  builtin_text({{"out", folder.path() + "/out"}, {"text", "#!/x\n"}, {"executable", "1"}});
  CHECK(tree_text(folder.path()) == "out 755 #!/x\n\n");
}

TEST_CASE("builtin:text replaces nothing and follows no link", "[core/build]") {
  TemporaryDirectory folder;
  replace_link_at(folder.fd(), "out", "elsewhere");
  CHECK_THROWS_WITH(builtin_text({{"out", folder.path() + "/out"}, {"text", ""}}),
                    fmt::format("cannot make {}/out: File exists", folder.path()));
  CHECK(tree_text(folder.path()) == "out -> elsewhere\n");
}
