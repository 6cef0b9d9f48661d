// SPDX-License-Identifier: GPL-3.0-or-later
// The table of attacks.
#include "tests/attacks/programs/attack.hh"

#include <cstdio>
#include <cstring>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn::attack {

void tell(std::string_view what, std::string_view outcome) {
  std::printf("%.*s: %.*s\n", static_cast<int>(what.size()), what.data(),
              static_cast<int>(outcome.size()), outcome.data());
  std::fflush(stdout);
}

void tell(std::string_view what, long result) {
  const char* name = result < 0 ? strerrorname_np(errno) : "done";
  tell(what, name ? name : "?");
}

int in_child(void (*work)(Arguments), Arguments arguments) {
  pid_t child = fork();
  if (child < 0) return -1;
  if (child == 0) {
    work(arguments);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

namespace {

struct Attack {
  const char* name;
  std::size_t arguments;
  int (*run)(Arguments);
};

constexpr Attack attacks[] = {
    {"set-id", 0, set_id},
    {"attributes", 0, attributes},
    {"effective-user", 0, effective_user},
    {"send-descriptor", 3, send_descriptor},
    {"receive-descriptor", 2, receive_descriptor},
    {"linger", 1, linger},
    {"make-ring", 0, make_ring},
    {"list-descriptors", 0, list_descriptors},
    {"connect-to-port", 1, connect_to_port},
    {"connect-to-vsock", 0, connect_to_vsock},
    {"send-netlink", 1, send_netlink},
    {"attach-memory", 1, attach_memory},
    {"open-queue", 1, open_queue},
    {"other-sockets", 0, other_sockets},
    {"write-item", 1, write_item},
    {"remount-item", 1, remount_item},
    {"first-process", 0, first_process},
    {"end-first-process", 0, end_first_process},
    {"keys", 0, keys},
    {"terminal", 0, terminal},
    {"devices", 0, devices},
    {"settings", 0, settings},
    {"control-groups", 0, control_groups},
    {"deep-tree", 2, deep_tree},
    {"mark-folder", 1, mark_folder},
};

int run(Arguments arguments) {
  for (const Attack& attack : attacks) {
    if (arguments.size() < 2 || std::strcmp(attack.name, arguments[1]) != 0) continue;
    if (arguments.size() - 2 == attack.arguments) return attack.run(arguments.subspan(2));
  }
  std::fprintf(stderr, "usage: attack NAME ARGUMENT...\n");
  return 2;
}

}  // namespace

}  // namespace cairn::attack

int main(int count, char** values) {
  return cairn::attack::run({values, static_cast<std::size_t>(count)});
}
