// SPDX-License-Identifier: GPL-3.0-or-later
// T-03: every way to a set-id bit or an extended attribute, in every ABI of the kernel.
#include "tests/attacks/programs/attack.hh"
#include "tests/attacks/programs/nested.hh"

#include <csetjmp>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/io_uring.h>
#include <linux/openat2.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace cairn::attack {

namespace {

constexpr unsigned set_user = S_ISUID | 0755;
constexpr unsigned set_group = S_ISGID | 0755;
constexpr const char* name = "victim";

constexpr long fchmodat2_number = 452;
constexpr long setxattrat_number = 463;
constexpr long file_setattr_number = 469;
constexpr long x32_bit = 0x40000000;
constexpr long i386_chmod = 15;
constexpr long i386_open = 5;

int make_victim() {
  unlink(name);
  rmdir(name);
  return open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0755);
}

// What matters is the file, not what the call said.
void judge(std::string_view what, long result, const char* file = name) {
  int number = errno;
  struct stat status {};
  bool found = lstat(file, &status) == 0;
  if (found && (status.st_mode & (S_ISUID | S_ISGID))) return tell(what, "set-id");
  errno = number;
  tell(what, result < 0 ? strerrorname_np(number) : "no set-id");
}

// The i386 ABI takes pointers of 32 bits.
const char* low_copy(const char* text) {
  void* place =
      mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
  if (place == MAP_FAILED) return nullptr;
  std::strcpy(static_cast<char*>(place), text);
  return static_cast<const char*>(place);
}

sigjmp_buf without_i386;

// A kernel that was started without the i386 ABI takes its interrupt for a fault: there is no call.
long i386_call(long number, long first, long second, long third = 0) {
  struct sigaction jump {};
  jump.sa_handler = [](int) { siglongjmp(without_i386, 1); };
  struct sigaction before {};
  sigaction(SIGSEGV, &jump, &before);
  if (sigsetjmp(without_i386, 1) != 0) {
    sigaction(SIGSEGV, &before, nullptr);
    errno = ENOSYS;
    return -1;
  }
  long result = number;
  asm volatile("int $0x80"
               : "+a"(result)
               : "b"(first), "c"(second), "d"(third)
               : "memory", "r8", "r9", "r10", "r11");
  sigaction(SIGSEGV, &before, nullptr);
  auto low = static_cast<std::int32_t>(result);
  if (low >= 0 || low < -4095) return low;
  errno = -low;
  return -1;
}

void by_changing() {
  int fd = make_victim();
  judge("chmod u+s", chmod(name, set_user));
  make_victim();
  judge("chmod g+s", chmod(name, set_group));
  make_victim();
  judge("chmod +s", syscall(SYS_chmod, name, ~0UL));
  fd = make_victim();
  judge("fchmod", fchmod(fd, set_user));
  make_victim();
  judge("fchmodat", syscall(SYS_fchmodat, AT_FDCWD, name, set_user));
  make_victim();
  judge("fchmodat2", syscall(fchmodat2_number, AT_FDCWD, name, set_user, 0));
  make_victim();
  judge("chmod of i386", i386_call(i386_chmod, reinterpret_cast<long>(low_copy(name)), set_user));
  make_victim();
  judge("chmod of x32", syscall(SYS_chmod | x32_bit, name, set_user));
}

void by_making() {
  unlink(name);
  judge("open", syscall(SYS_open, name, O_CREAT | O_WRONLY, set_user));
  unlink(name);
  judge("open of i386",
        i386_call(i386_open, reinterpret_cast<long>(low_copy(name)), O_CREAT | O_WRONLY, set_user));
  unlink(name);
  judge("openat", syscall(SYS_openat, AT_FDCWD, name, O_CREAT | O_WRONLY, set_group));
  unlink(name);
  open_how how{};
  how.flags = O_CREAT | O_WRONLY;
  how.mode = set_user;
  judge("openat2", syscall(SYS_openat2, AT_FDCWD, name, &how, sizeof how));
  unlink(name);
  judge("creat", syscall(SYS_creat, name, set_user));
  unlink(name);
  judge("mknod", syscall(SYS_mknod, name, S_IFREG | set_user, 0));
  unlink(name);
  judge("mknodat", syscall(SYS_mknodat, AT_FDCWD, name, S_IFREG | set_group, 0));
  unlink(name);
  judge("mkdir", syscall(SYS_mkdir, name, set_group));
  rmdir(name);
}

void by_temporary_file() {
  unlink(name);
  int fd = open(".", O_TMPFILE | O_RDWR | O_CLOEXEC, set_user);
  if (fd < 0) return judge("O_TMPFILE", fd);
  std::string self = "/proc/self/fd/" + std::to_string(fd);
  judge("O_TMPFILE", linkat(AT_FDCWD, self.c_str(), AT_FDCWD, name, AT_SYMLINK_FOLLOW));
}

// The rings of an io_uring, as far as one request needs them.
struct Ring {
  int fd = -1;
  io_uring_params parameters{};
  char* rings = nullptr;
  io_uring_sqe* entries = nullptr;

  bool make() {
    fd = static_cast<int>(syscall(SYS_io_uring_setup, 4, &parameters));
    if (fd < 0) return false;
    std::size_t size = parameters.sq_off.array + parameters.sq_entries * sizeof(unsigned) +
                       parameters.cq_off.cqes + parameters.cq_entries * sizeof(io_uring_cqe);
    void* shared = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, IORING_OFF_SQ_RING);
    void* list = mmap(nullptr, parameters.sq_entries * sizeof(io_uring_sqe), PROT_READ | PROT_WRITE,
                      MAP_SHARED, fd, IORING_OFF_SQES);
    if (shared == MAP_FAILED || list == MAP_FAILED) return false;
    rings = static_cast<char*>(shared);
    entries = static_cast<io_uring_sqe*>(list);
    return true;
  }

  long submit(const io_uring_sqe& entry) {
    entries[0] = entry;
    reinterpret_cast<unsigned*>(rings + parameters.sq_off.array)[0] = 0;
    auto* tail = reinterpret_cast<unsigned*>(rings + parameters.sq_off.tail);
    __atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
    return syscall(SYS_io_uring_enter, fd, 1, 1, IORING_ENTER_GETEVENTS, nullptr, 0);
  }
};

void by_ring() {
  unlink(name);
  Ring ring;
  if (!ring.make()) return judge("openat by io_uring", -1);
  io_uring_sqe entry{};
  entry.opcode = IORING_OP_OPENAT;
  entry.fd = AT_FDCWD;
  entry.addr = reinterpret_cast<std::uint64_t>(name);
  entry.open_flags = O_CREAT | O_WRONLY;
  entry.len = set_user;
  judge("openat by io_uring", ring.submit(entry));
}

// Whoever is root in a namespace of his own may give capabilities to files, for there.
void give_capability(Arguments) {
  if (!enter_namespaces(0)) return tell("a user namespace", -1);
  vfs_cap_data data{};
  data.magic_etc = VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE;
  data.data[0].permitted = 1;
  tell("security.capability", setxattr(name, "security.capability", &data, sizeof data, 0));
}

}  // namespace

int set_id(Arguments) {
  umask(0);
  by_changing();
  by_making();
  by_temporary_file();
  by_ring();
  unlink(name);
  return 0;
}

int attributes(Arguments arguments) {
  int fd = make_victim();
  // An access list that lets everybody write: version 2, then (tag, rights, id) each.
  const unsigned char list[] = {2, 0, 0,   0,   1,   0,   7,  0, 255, 255, 255, 255, 4,   0,
                                7, 0, 255, 255, 255, 255, 32, 0, 7,   0,   255, 255, 255, 255};
  tell("setxattr user.x", setxattr(name, "user.x", "1", 1, 0));
  tell("lsetxattr user.x", lsetxattr(name, "user.x", "1", 1, 0));
  tell("fsetxattr user.x", fsetxattr(fd, "user.x", "1", 1, 0));
  tell("an access list", setxattr(name, "system.posix_acl_access", list, sizeof list, 0));
  struct {
    std::uint64_t value;
    std::uint32_t size;
    std::uint32_t flags;
  } value{reinterpret_cast<std::uint64_t>("1"), 1, 0};
  tell("setxattrat", syscall(setxattrat_number, AT_FDCWD, name, 0, "user.y", &value, sizeof value));
  char attribute[24] = {};
  tell("file_setattr",
       syscall(file_setattr_number, AT_FDCWD, name, attribute, sizeof attribute, 0));
  in_child(give_capability, arguments);
  return 0;
}

int effective_user(Arguments) {
  std::printf("%u\n", geteuid());
  return 0;
}

int make_ring(Arguments) {
  io_uring_params parameters{};
  tell("io_uring_setup", syscall(SYS_io_uring_setup, 4, &parameters));
  return 0;
}

}  // namespace cairn::attack
