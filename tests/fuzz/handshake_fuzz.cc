// SPDX-License-Identifier: GPL-3.0-or-later
// How a conversation begins: the first byte says whether the rest is heard by a server or a client.
#include "daemon/protocol/handshake.hh"
#include "tests/fuzz/target.hh"

#include <sys/socket.h>

bool cairn::test::takes(std::string_view bytes) {
  constexpr std::size_t longest = 64 << 10;  // that a socket takes though nobody reads
  if (bytes.empty() || bytes.size() > longest) return false;
  auto [near, far] = make_socket_pair(SOCK_STREAM);
  write_fully(far.get(), bytes.substr(1), "the stranger");
  shutdown(far.get(), SHUT_WR);
  protocol::Duplex duplex(std::move(near), StoreDir(), "the stranger");
  bool is_greeted = true;
  bool taken = is_taken([&] {
    if (bytes[0] == 's') {
      is_greeted = protocol::greet_client(duplex, "us");
    } else {
      protocol::greet_server(duplex);
    }
  });
  return taken && is_greeted;
}
