// SPDX-License-Identifier: GPL-3.0-or-later
// Copies that get their rights last.
#include "core/machine/privileged.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/machine/below.hh"

#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn::machine {

namespace {

constexpr mode_t may_be_run = 0511;

mode_t mode_of(const PrivilegedProgram& program) {
  mode_t mode = may_be_run;
  if (program.setuid) mode |= S_ISUID;
  if (program.setgid) mode |= S_ISGID;
  return mode;
}

void copy_bytes(int from, int to, const std::string& what) {
  FdSource source(from, what);
  std::vector<char> buffer(1 << 16);
  while (std::size_t count = source.read(buffer)) write_fully(to, {buffer.data(), count}, what);
}

void make_program(int root, int bin, const PrivilegedProgram& program, const Accounts& accounts) {
  std::string name = program.program.substr(program.program.rfind('/') + 1);
  Fd original = open_item_below(root, program.program);
  struct stat status {};
  checked(fstat(original.get(), &status), "cannot look at {}", program.program);
  if (!S_ISREG(status.st_mode)) throw Error("{} is no program", program.program);
  Fd copied = open_at(bin, name, O_WRONLY | O_CREAT | O_EXCL, 0);
  copy_bytes(original.get(), copied.get(), program.program);
  // A change of owner takes set-id bits away, so they come last, on a file that is complete.
  set_ownership(copied.get(), accounts.user(program.user), accounts.group_of(program.group),
                mode_of(program), name);
}

// Make the folder NAME what NEXT is, at once; NEXT is gone then.
void put_in_place(int folder, const char* next, const char* name) {
  if (status_at(folder, name)) {
    checked(renameat2(folder, next, folder, name, RENAME_EXCHANGE), "cannot replace {}", name);
    remove_tree_at(folder, next);
  } else {
    checked(renameat2(folder, next, folder, name, RENAME_NOREPLACE), "cannot make {}", name);
  }
}

}  // namespace

void make_privileged_programs(int root, const SystemDeclaration& system, const Accounts& accounts) {
  constexpr const char* name = "privileged";
  constexpr const char* next = ".privileged-next";
  Fd run = make_folder_below(root, "/run");
  remove_tree_at(run.get(), next);
  Fd folder = make_directory_at(run.get(), next, 0755);
  Fd bin = make_directory_at(folder.get(), "bin", 0755);
  for (const PrivilegedProgram& program : system.privileged) {
    with_context(fmt::format("cannot make the privileged program {}", program.program),
                 [&] { make_program(root, bin.get(), program, accounts); });
  }
  put_in_place(run.get(), next, name);
}

}  // namespace cairn::machine
