// SPDX-License-Identifier: GPL-3.0-or-later
// Ranges of users, as root gives them and as an ordinary user may have them.
#include "core/machine/id_range.hh"

#include "core/base/error.hh"
#include "core/base/fd.hh"
#include "core/base/files.hh"
#include "core/machine/service_control.hh"

#include <fcntl.h>
#include <pwd.h>
#include <sstream>
#include <unistd.h>
#include <vector>

namespace cairn::machine {

namespace {

// Above what distributions give to users (/etc/login.defs, SUB_UID_MAX) and below where systemd
// takes dynamic ones for its own containers to be.
constexpr IdRange of_root{1'879'048'192, container_users};

void write_map(pid_t process, const char* name, const IdRange& range) {
  std::string path = fmt::format("/proc/{}/{}", process, name);
  Fd file(checked(open(path.c_str(), O_WRONLY | O_CLOEXEC), "cannot open {}", path));
  write_fully(file.get(), fmt::format("0 {} {}\n", range.first, range.count), path);
}

struct Kind {
  const char* file;
  const char* program;
};
constexpr Kind of_users{"/etc/subuid", "newuidmap"};
constexpr Kind of_groups{"/etc/subgid", "newgidmap"};

std::string own_name() {
  const passwd* entry = getpwuid(getuid());
  return entry ? entry->pw_name : std::to_string(getuid());
}

Error not_allowed(const Kind& kind, const std::string& why) {
  return Error("cannot give the container users of its own: {}", why)
      .with_hint(fmt::format("apt install uidmap && usermod --add-{}s 100000-165535 {}",
                             kind.file + 5, own_name()));
}

void map_with_program(pid_t process, const Kind& kind, unsigned own) {
  std::string name = own_name();
  std::string allowed = read_file_at(AT_FDCWD, kind.file).value_or("");
  auto range = range_in(allowed, name, getuid());
  if (!range) throw not_allowed(kind, fmt::format("{} allows {} none", kind.file, name));
  std::string program = std::string("/usr/bin/") + kind.program;
  if (access(program.c_str(), X_OK) < 0) {
    throw not_allowed(kind, fmt::format("there is no {}", kind.program));
  }
  int status = run_program({program, std::to_string(process), "0", std::to_string(own), "1", "1",
                            std::to_string(range->first), std::to_string(container_users - 1)});
  if (status != 0) throw not_allowed(kind, fmt::format("{} refused", kind.program));
}

}  // namespace

std::optional<IdRange> range_in(std::string_view file, std::string_view name, uid_t id) {
  std::istringstream lines{std::string(file)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string user, first, count;
    std::getline(fields, user, ':');
    std::getline(fields, first, ':');
    std::getline(fields, count);
    if (user != name && user != std::to_string(id)) continue;
    char* end = nullptr;
    IdRange range{static_cast<unsigned>(std::strtoul(first.c_str(), &end, 10)),
                  static_cast<unsigned>(std::strtoul(count.c_str(), &end, 10))};
    if (range.first > 0 && range.count >= container_users - 1) return range;
  }
  return std::nullopt;
}

void map_users(pid_t process) {
  if (geteuid() == 0) {
    write_map(process, "uid_map", of_root);
    write_map(process, "gid_map", of_root);
    return;
  }
  map_with_program(process, of_users, getuid());
  map_with_program(process, of_groups, getgid());
}

uid_t root_outside() {
  return geteuid() == 0 ? of_root.first : geteuid();
}

}  // namespace cairn::machine
