// SPDX-License-Identifier: GPL-3.0-or-later
// Entering namespaces.
#include "core/sandbox/namespaces.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/uninterrupted.hh"

#include <cstring>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <sstream>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn::sandbox {

namespace {

// The settings by which distributions forbid user namespaces, and how each is changed.
struct KernelSetting {
  const char* file;
  char forbidding;
  const char* hint;
};
constexpr KernelSetting kernel_settings[] = {
    {"/proc/sys/kernel/unprivileged_userns_clone", '0',
     "sudo sysctl kernel.unprivileged_userns_clone=1"},
    {"/proc/sys/user/max_user_namespaces", '0', "sudo sysctl user.max_user_namespaces=10000"},
    {"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", '1',
     "give this program an AppArmor profile with 'userns,', or: sudo sysctl "
     "kernel.apparmor_restrict_unprivileged_userns=0"},
};

std::string namespace_hint() {
  for (const KernelSetting& setting : kernel_settings) {
    Fd file(open(setting.file, O_RDONLY | O_CLOEXEC));
    char value = 0;
    if (!file) continue;
    ssize_t count = uninterrupted([&] { return read(file.get(), &value, 1); });
    if (count == 1 && value == setting.forbidding) return setting.hint;
  }
  return "allow user namespaces here, for example outside of this container";
}

void write_file(const char* file, const std::string& text) {
  Fd fd(checked(open(file, O_WRONLY | O_CLOEXEC), "cannot open {}", file));
  checked(uninterrupted([&] { return write(fd.get(), text.data(), text.size()); }),
          "cannot write {} to {}", text, file);
}

struct Identity {
  uid_t user;
  gid_t group;
};

// A user namespace in which the caller is INSIDE, whoever it is outside.
void unshare_user(Identity inside, int further) {
  uid_t user = geteuid();
  gid_t group = getegid();
  if (unshare(CLONE_NEWUSER | further) < 0) {
    throw refused_namespace("make a user namespace, which every sandbox needs");
  }
  write_file("/proc/self/setgroups", "deny");
  write_file("/proc/self/uid_map", fmt::format("{} {} 1", inside.user, user));
  write_file("/proc/self/gid_map", fmt::format("{} {} 1", inside.group, group));
}

void bring_loopback_up() {
  Fd socket(checked(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "cannot make a socket"));
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP;
  checked(ioctl(socket.get(), SIOCSIFFLAGS, &request), "cannot bring the loopback device up");
}

// Whether the namespace we are in has no TCP connection left, not even one that waits for its end.
bool network_is_clean() {
  Fd file(open("/proc/thread-self/net/sockstat", O_RDONLY | O_CLOEXEC));
  char text[512];
  ssize_t count = file ? uninterrupted([&] { return read(file.get(), text, sizeof text); }) : -1;
  return count > 0 && std::string_view(text, static_cast<std::size_t>(count))
                              .find("TCP: inuse 0 orphan 0 tw 0") != std::string_view::npos;
}

void keep_mounts_to_ourselves() {
  // AppArmor may let one make a user namespace, and refuse what it is for.
  if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) < 0) {
    throw refused_namespace("mount in a mount namespace of our own, which every sandbox needs");
  }
}

void enter_mount_namespace_as(Identity inside) {
  if (is_root_of_all()) {
    if (unshare(CLONE_NEWNS) < 0) {
      throw errno_error("cannot make a mount namespace, which every sandbox needs")
          .with_hint("root needs CAP_SYS_ADMIN here: run outside of this container");
    }
  } else {
    unshare_user(inside, CLONE_NEWNS);
  }
  keep_mounts_to_ourselves();
}

}  // namespace

bool is_root_of_all() {
  if (geteuid() != 0) return false;
  std::istringstream map(read_file("/proc/self/uid_map", 4096));
  std::uint64_t first = 0;
  std::uint64_t outside = 0;
  std::uint64_t count = 0;
  map >> first >> outside >> count;
  return first == 0 && count == ~std::uint32_t{0};  // user_namespaces(7)
}

void enter_mount_namespace(unsigned inside) {
  enter_mount_namespace_as({inside, inside});
}

void enter_own_mount_namespace() {
  enter_mount_namespace_as({geteuid(), getegid()});
}

void enter_own_namespaces() {
  unshare_user({geteuid(), getegid()}, CLONE_NEWNS);
  keep_mounts_to_ourselves();
}

void enter_own_user_namespace() {
  unshare_user({geteuid(), getegid()}, 0);
}

void enter_user_namespace(unsigned user) {
  unshare_user({user, user}, 0);
}

void forbid_control_group_namespaces() {
  write_file("/proc/sys/user/max_cgroup_namespaces", "0");
}

Error refused_namespace(std::string_view what) {
  return errno_error("cannot {}", what).with_hint(namespace_hint());
}

Fd NetworkPool::enter() {
  if (!idle_.empty()) {
    Fd handle = std::move(idle_.back());
    idle_.pop_back();
    checked(setns(handle.get(), CLONE_NEWNET), "cannot enter a network namespace");
    return handle;
  }
  if (unshare(CLONE_NEWNET) < 0) {
    throw refused_namespace("make a network namespace");
  }
  bring_loopback_up();
  return Fd(checked(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC),
                    "cannot open the network namespace"));
}

void NetworkPool::give_back(Fd handle) {
  // A port that is still taken would be seen by the next build.
  if (setns(handle.get(), CLONE_NEWNET) == 0 && network_is_clean()) {
    idle_.push_back(std::move(handle));
  }
}

}  // namespace cairn::sandbox
