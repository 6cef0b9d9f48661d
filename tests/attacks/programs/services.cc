// SPDX-License-Identifier: GPL-3.0-or-later
// T-10, T-18: services that have no place in the file system, so that no mount hides them.
#include "tests/attacks/programs/attack.hh"

#include <arpa/inet.h>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace cairn::attack {

namespace {

long connect_to(const char* address, int port, int type) {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(static_cast<std::uint16_t>(port));
  inet_pton(AF_INET, address, &name.sin_addr);
  int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
  long result = connect(fd, reinterpret_cast<sockaddr*>(&name), sizeof name);
  return result < 0 && errno == EINPROGRESS ? 0 : result;
}

void try_vsock(const char* what, int fd, unsigned machine) {
  sockaddr_vm name{};
  name.svm_family = AF_VSOCK;
  name.svm_cid = machine;
  name.svm_port = 1024;
  int number = errno;
  if (fd < 0) {
    errno = number;
    return tell(what, fd);
  }
  tell(what, connect(fd, reinterpret_cast<sockaddr*>(&name), sizeof name));
}

}  // namespace

int connect_to_port(Arguments arguments) {
  int port = std::atoi(arguments[0]);
  tell("the machine's port", connect_to("127.0.0.1", port, SOCK_STREAM));
  tell("TCP to elsewhere", connect_to("192.0.2.1", 9, SOCK_STREAM | SOCK_NONBLOCK));
  tell("UDP to elsewhere", connect_to("192.0.2.1", 9, SOCK_DGRAM));
  return 0;
}

int connect_to_vsock(Arguments) {
  int fd = socket(AF_VSOCK, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  tell("a vsock", fd);
  // The kernel looks at 32 bits of the family, whatever else the register holds.
  long wide = syscall(SYS_socket, (1L << 32) | AF_VSOCK, SOCK_STREAM | SOCK_CLOEXEC, 0);
  tell("a vsock with a long family", wide);
  int pair[2];
  tell("a pair of vsocks", socketpair(AF_VSOCK, SOCK_STREAM, 0, pair));
  try_vsock("vsock to the machine", fd, VMADDR_CID_LOCAL);
  try_vsock("vsock to the hypervisor", fd, VMADDR_CID_HOST);
  return 0;
}

int send_netlink(Arguments arguments) {
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_USERSOCK);
  sockaddr_nl name{};
  name.nl_family = AF_NETLINK;
  name.nl_pid = static_cast<unsigned>(std::atol(arguments[0]));
  tell("netlink", sendto(fd, "smuggled", 8, 0, reinterpret_cast<sockaddr*>(&name), sizeof name));
  return 0;
}

int attach_memory(Arguments arguments) {
  int id = shmget(static_cast<key_t>(std::atol(arguments[0])), 0, 0);
  tell("shmget", id);
  void* memory = shmat(id, nullptr, 0);
  if (memory == reinterpret_cast<void*>(-1)) return 0;
  std::strcpy(static_cast<char*>(memory), "rewritten");
  return 0;
}

int open_queue(Arguments arguments) {
  long queue = syscall(SYS_mq_open, arguments[0], O_WRONLY | O_NONBLOCK, 0, nullptr);
  tell("mq_open", queue);
  if (queue >= 0) syscall(SYS_mq_timedsend, queue, "rewritten", 9, 0, nullptr);
  return 0;
}

// Families whose addresses belong to the machine and not to a network namespace, or whose code in
// the kernel no builder has a use for.
int other_sockets(Arguments) {
  struct Family {
    const char* name;
    int number;
    int type;
  };
  constexpr Family families[] = {
      {"ALG", AF_ALG, SOCK_SEQPACKET},     {"BLUETOOTH", AF_BLUETOOTH, SOCK_RAW},
      {"CAN", AF_CAN, SOCK_DGRAM},         {"KCM", AF_KCM, SOCK_DGRAM},
      {"KEY", AF_KEY, SOCK_RAW},           {"NFC", AF_NFC, SOCK_SEQPACKET},
      {"PACKET", AF_PACKET, SOCK_RAW},     {"PHONET", AF_PHONET, SOCK_DGRAM},
      {"QIPCRTR", AF_QIPCRTR, SOCK_DGRAM}, {"RDS", AF_RDS, SOCK_SEQPACKET},
      {"TIPC", AF_TIPC, SOCK_DGRAM},       {"VSOCK", AF_VSOCK, SOCK_STREAM},
      {"XDP", AF_XDP, SOCK_RAW},
  };
  for (const Family& family : families) {
    tell(family.name, socket(family.number, family.type | SOCK_CLOEXEC, 0));
  }
  return 0;
}

}  // namespace cairn::attack
