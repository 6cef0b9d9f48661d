// SPDX-License-Identifier: GPL-3.0-or-later
// Messages with descriptors over a Unix stream socket.
#include "core/sandbox/message.hh"

#include "core/base/error.hh"
#include "core/base/uninterrupted.hh"

#include <cstdint>
#include <cstring>
#include <sys/socket.h>

namespace cairn::sandbox {

namespace {

constexpr std::size_t descriptor_limit = 4;
constexpr std::uint64_t size_limit = 256 << 20;

struct Control {
  alignas(cmsghdr) char bytes[CMSG_SPACE(descriptor_limit * sizeof(int))] = {};
};

void take_descriptors(msghdr& header, std::vector<Fd>& descriptors) {
  for (cmsghdr* part = CMSG_FIRSTHDR(&header); part; part = CMSG_NXTHDR(&header, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int number = -1;
      std::memcpy(&number, CMSG_DATA(part) + i * sizeof number, sizeof number);
      descriptors.emplace_back(number);
    }
  }
}

}  // namespace

void send_message(int socket, std::string_view bytes, std::span<const int> descriptors) {
  std::uint64_t size = bytes.size();
  iovec part{&size, sizeof size};
  Control control;
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control.bytes;
  header.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
  cmsghdr* rights = CMSG_FIRSTHDR(&header);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN(descriptors.size_bytes());
  std::memcpy(CMSG_DATA(rights), descriptors.data(), descriptors.size_bytes());
  checked(uninterrupted([&] { return sendmsg(socket, &header, MSG_NOSIGNAL); }),
          "cannot reach the sandbox's spawner");
  write_fully(socket, bytes, "to the sandbox's spawner");
}

std::optional<Message> receive_message(int socket) {
  std::uint64_t size = 0;
  iovec part{&size, sizeof size};
  Control control;
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control.bytes;
  header.msg_controllen = sizeof control.bytes;
  ssize_t count =
      uninterrupted([&] { return recvmsg(socket, &header, MSG_CMSG_CLOEXEC | MSG_WAITALL); });
  if (count == 0 || (count < 0 && errno == ECONNRESET)) return std::nullopt;
  checked(count, "cannot read a sandbox request");
  Message message;
  take_descriptors(header, message.descriptors);
  if (header.msg_flags & MSG_CTRUNC) throw Error("too many open files for a sandbox request");
  if (count != sizeof size || size > size_limit) throw Error("bad sandbox request");
  message.bytes.resize(size);
  FdSource(socket, "a sandbox request").read_exactly(message.bytes);
  return message;
}

}  // namespace cairn::sandbox
