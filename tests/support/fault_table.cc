// SPDX-License-Identifier: GPL-3.0-or-later
// The table. EINTR stands where a signal can end a call by its manual page, EIO at every call that
// reads or writes a disk, ENOSPC where one that is full says so. A kill matters where others can
// see what the call does; locks and memory end with the process.
#include "tests/support/fault_table.hh"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/syscall.h>

namespace cairn::fault {

namespace {

constexpr unsigned bit(Fault fault) {
  return static_cast<unsigned>(fault);
}

constexpr unsigned killed = bit(Fault::kill_before) | bit(Fault::kill_after);
constexpr unsigned space = bit(Fault::no_space);
constexpr unsigned disk = bit(Fault::io_error);
constexpr unsigned descriptors = bit(Fault::no_descriptors);
constexpr unsigned signals = bit(Fault::interrupted);

constexpr Call calls[] = {
    {SYS_open, "open", Subject::path, killed | space | disk | descriptors | signals},
    {SYS_openat, "openat", Subject::path_in_folder, killed | space | disk | descriptors | signals},
    {SYS_creat, "creat", Subject::path, killed | space | disk | descriptors | signals},
    {SYS_write, "write", Subject::fd, killed | space | disk | signals},
    {SYS_pwrite64, "pwrite64", Subject::fd, killed | space | disk | signals},
    {SYS_writev, "writev", Subject::fd, killed | space | disk | signals},
    {SYS_pwritev, "pwritev", Subject::fd, killed | space | disk | signals},
    {SYS_sendfile, "sendfile", Subject::fd, killed | space | disk},
    {SYS_copy_file_range, "copy_file_range", Subject::fd, killed | space | disk},
    {SYS_fsync, "fsync", Subject::fd, killed | space | disk | signals},
    {SYS_fdatasync, "fdatasync", Subject::fd, killed | space | disk | signals},
    {SYS_syncfs, "syncfs", Subject::fd, killed | space | disk},
    {SYS_ftruncate, "ftruncate", Subject::fd, killed | disk | signals},
    {SYS_fallocate, "fallocate", Subject::fd, killed | space | disk | signals},
    {SYS_rename, "rename", Subject::path, killed | space | disk},
    {SYS_renameat, "renameat", Subject::path_in_folder, killed | space | disk},
    {SYS_renameat2, "renameat2", Subject::path_in_folder, killed | space | disk},
    {SYS_link, "link", Subject::path, killed | space | disk},
    {SYS_linkat, "linkat", Subject::path_in_folder, killed | space | disk},
    {SYS_symlink, "symlink", Subject::none, killed | space | disk},
    {SYS_symlinkat, "symlinkat", Subject::none, killed | space | disk},
    {SYS_mkdir, "mkdir", Subject::path, killed | space | disk},
    {SYS_mkdirat, "mkdirat", Subject::path_in_folder, killed | space | disk},
    {SYS_unlink, "unlink", Subject::path, killed | disk},
    {SYS_rmdir, "rmdir", Subject::path, killed | disk},
    {SYS_unlinkat, "unlinkat", Subject::path_in_folder, killed | disk},
    {SYS_chmod, "chmod", Subject::path, killed | disk},
    {SYS_fchmod, "fchmod", Subject::fd, killed | disk},
    {SYS_fchmodat, "fchmodat", Subject::path_in_folder, killed | disk},
    {SYS_utimensat, "utimensat", Subject::fd, killed | disk},
    {SYS_flock, "flock", Subject::fd, signals},
    {SYS_fcntl, "fcntl", Subject::fd, signals},
    {SYS_fork, "fork", Subject::none, killed},
    {SYS_vfork, "vfork", Subject::none, killed},
    {SYS_clone, "clone", Subject::none, killed},
    {SYS_clone3, "clone3", Subject::none, killed},
    {SYS_read, "read", Subject::fd, disk | signals},
    {SYS_pread64, "pread64", Subject::fd, disk | signals},
    {SYS_readv, "readv", Subject::fd, disk | signals},
    {SYS_getdents64, "getdents64", Subject::fd, disk},
    {SYS_newfstatat, "newfstatat", Subject::path_in_folder, disk},
    {SYS_stat, "stat", Subject::path, disk},
    {SYS_lstat, "lstat", Subject::path, disk},
    {SYS_readlink, "readlink", Subject::path, disk},
    {SYS_readlinkat, "readlinkat", Subject::path_in_folder, disk},
    {SYS_pipe2, "pipe2", Subject::none, descriptors},
    {SYS_socket, "socket", Subject::none, descriptors},
    {SYS_socketpair, "socketpair", Subject::none, descriptors},
    {SYS_epoll_create1, "epoll_create1", Subject::none, descriptors},
    {SYS_signalfd4, "signalfd4", Subject::none, descriptors},
    {SYS_inotify_init1, "inotify_init1", Subject::none, descriptors},
    {SYS_pidfd_open, "pidfd_open", Subject::none, descriptors},
    {SYS_dup, "dup", Subject::fd, descriptors},
    {SYS_poll, "poll", Subject::none, signals},
    {SYS_ppoll, "ppoll", Subject::none, signals},
    {SYS_recvfrom, "recvfrom", Subject::fd, signals},
    {SYS_recvmsg, "recvmsg", Subject::fd, signals},
    {SYS_sendto, "sendto", Subject::fd, killed | signals},
    {SYS_sendmsg, "sendmsg", Subject::fd, killed | signals},
    {SYS_wait4, "wait4", Subject::none, signals},
    {SYS_waitid, "waitid", Subject::none, signals},
};

unsigned faults_of_open(const Call& call, std::uint64_t flags) {
  bool makes = (flags & (O_CREAT | O_TRUNC)) != 0;
  return makes ? call.faults : call.faults & ~(killed | space);
}

bool is_lock_command(std::uint64_t command) {
  constexpr std::uint64_t commands[] = {F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW};
  return std::ranges::find(commands, command) != std::end(commands);
}

}  // namespace

const FaultName fault_names[6] = {
    {Fault::kill_before, "kill-before", 0},    {Fault::kill_after, "kill-after", 0},
    {Fault::no_space, "ENOSPC", ENOSPC},       {Fault::io_error, "EIO", EIO},
    {Fault::no_descriptors, "EMFILE", EMFILE}, {Fault::interrupted, "EINTR", EINTR},
};

std::optional<FaultName> fault_named(std::string_view name) {
  for (const FaultName& one : fault_names) {
    if (one.name == name) return one;
  }
  return std::nullopt;
}

const Call* call_of(long number) {
  auto found = std::ranges::find(calls, number, &Call::number);
  return found == std::end(calls) ? nullptr : found;
}

unsigned faults_of(const Call& call, const std::uint64_t* arguments, bool is_on_disk) {
  switch (call.number) {
    case SYS_open: return faults_of_open(call, arguments[1]);
    case SYS_openat: return faults_of_open(call, arguments[2]);
    case SYS_fcntl: return is_lock_command(arguments[1]) ? call.faults : 0;
    case SYS_flock: return (arguments[1] & LOCK_NB) != 0 ? 0 : call.faults;
    default: break;
  }
  bool has_no_disk = call.subject == Subject::fd && !is_on_disk;
  return has_no_disk ? call.faults & ~(space | disk) : call.faults;
}

}  // namespace cairn::fault
