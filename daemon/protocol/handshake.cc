// SPDX-License-Identifier: GPL-3.0-or-later
// The two halves of the beginning.
#include "daemon/protocol/handshake.hh"

#include "daemon/protocol/frames.hh"

namespace cairn::protocol {

namespace {

constexpr std::uint64_t client_magic = 0x6e697863;
constexpr std::uint64_t server_magic = 0x6478696f;
constexpr std::uint64_t structured_errors = 1 << 8 | 26;  // the first version that has them
constexpr std::uint64_t named_server = 1 << 8 | 33;       // the first to be told who we are

std::string version_text(std::uint64_t version) {
  return fmt::format("{}.{}", version >> 8, version & 0xff);
}

bool is_spoken(std::uint64_t version) {
  return version >> 8 == protocol_version >> 8 && version >= protocol_version;
}

// Tell a client of VERSION, in the words of that version, that it is too old.
void turn_away(Duplex& duplex, std::uint64_t version, const std::string& server_name) {
  Error error("this engine speaks the worker protocol from version {} on; the client has {}",
              version_text(protocol_version), version_text(version));
  error.with_hint("use Nix 2.8 or newer");
  Writer& out = duplex.out();
  if (version >= named_server) out.text(server_name);
  if (version >= structured_errors) {
    write_frame(out, refusal_of(error));
  } else {
    constexpr std::uint64_t exit_status = 1;
    out.number(Refusal::code);
    out.text(refusal_of(error).message);
    out.number(exit_status);
  }
  duplex.flush();
}

// Two numbers that once bound the server to a processor and made it reserve disk space.
void skip_obsolete_wishes(Reader& in) {
  if (in.number() != 0) in.number();
  in.number();
}

}  // namespace

bool greet_client(Duplex& duplex, const std::string& server_name) {
  Reader& in = duplex.in();
  std::uint64_t magic = in.number();
  if (magic != client_magic) throw Error("who connected does not speak the worker protocol");
  duplex.out().number(server_magic);
  duplex.out().number(protocol_version);
  duplex.flush();
  std::uint64_t version = in.number();
  if (!is_spoken(version)) {
    turn_away(duplex, version, server_name);
    return false;
  }
  skip_obsolete_wishes(in);
  duplex.out().text(server_name);
  return true;
}

std::string greet_server(Duplex& duplex) {
  Reader& in = duplex.in();
  Writer& out = duplex.out();
  out.number(client_magic);
  duplex.flush();
  if (in.number() != server_magic) throw Error("the engine does not speak the worker protocol");
  std::uint64_t version = in.number();
  if (!is_spoken(version)) {
    throw Error("the engine speaks version {} of the worker protocol; {} is needed",
                version_text(version), version_text(protocol_version));
  }
  out.number(protocol_version);
  out.number(0);
  out.number(0);
  duplex.flush();
  std::string server_name = in.text(path_limit);
  for (;;) {
    Frame frame = read_frame(in);
    if (const auto* refusal = std::get_if<Refusal>(&frame)) throw error_of(*refusal);
    if (std::holds_alternative<Last>(frame)) return server_name;
  }
}

}  // namespace cairn::protocol
