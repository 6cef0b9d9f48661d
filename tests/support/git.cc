// SPDX-License-Identifier: GPL-3.0-or-later
// Running git.
#include "tests/support/git.hh"

#include "tests/support/run_shell.hh"

namespace cairn {

GitFolder::GitFolder() {
  run("init --quiet --initial-branch=main");
}

void GitFolder::write(const std::string& file, const std::string& content) const {
  std::size_t slash = file.rfind('/');
  std::string folder = path() + (slash == std::string::npos ? "" : "/" + file.substr(0, slash));
  make_directories(folder);
  write_file_at(open_directory(folder).get(), file.substr(slash + 1), content);
}

std::string GitFolder::run(const std::string& arguments) const {
  // Nothing of the machine's or the user's configuration counts.
  std::string command = "cd '" + path() +
                        "' && GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 git "
                        "-c user.name=T -c user.email=t@example.org " +
                        arguments;
  std::string printed = test::output_of_shell(command);
  while (printed.ends_with('\n')) printed.pop_back();
  return printed;
}

std::string GitFolder::commit() const {
  run("add --all");
  run("commit --quiet --allow-empty -m x");
  return run("rev-parse 'HEAD^{tree}'");
}

}  // namespace cairn
