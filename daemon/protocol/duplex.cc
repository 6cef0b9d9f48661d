// SPDX-License-Identifier: GPL-3.0-or-later
// Sending to a socket.
#include "daemon/protocol/duplex.hh"

#include "core/base/chunk.hh"
#include "core/base/error.hh"
#include "core/base/uninterrupted.hh"

#include <signal.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

namespace cairn::protocol {

namespace {

// Holds SIGPIPE back from this thread: sendfile() has no MSG_NOSIGNAL.
class NoBrokenPipe {
 public:
  NoBrokenPipe() {
    sigemptyset(&broken_pipe_);
    sigaddset(&broken_pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe_, &before_);
  }
  NoBrokenPipe(NoBrokenPipe&&) = delete;
  ~NoBrokenPipe() {
    const timespec no_time{};
    if (!sigismember(&before_, SIGPIPE)) sigtimedwait(&broken_pipe_, nullptr, &no_time);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t broken_pipe_{};
  sigset_t before_{};
};

}  // namespace

void SocketSink::write(std::string_view bytes) {
  if (!is_held_ && pending_.size() + bytes.size() > chunk_size) flush();
  if (!is_held_ && bytes.size() >= chunk_size) {
    send_all(bytes);
  } else {
    pending_ += bytes;
  }
}

bool SocketSink::take_file(int file, std::uint64_t count) {
  if (is_held_) return false;
  flush();
  NoBrokenPipe no_signal;
  while (count > 0) {
    ssize_t sent = uninterrupted([&] { return sendfile(socket_, file, nullptr, count); });
    if (sent < 0) note_gone();
    if (sent == 0) throw Error("a file changed its size while it was read");
    count -= static_cast<std::uint64_t>(checked(sent, "cannot write to {}", peer_));
  }
  return true;
}

void SocketSink::note_gone() {
  peer_is_gone_ = errno == EPIPE || errno == ECONNRESET;
}

void SocketSink::flush() {
  // Let go of first: what could not be sent once must not be sent again after an error.
  std::string bytes = std::exchange(pending_, {});
  send_all(bytes);
}

void SocketSink::send_some() {
  std::size_t sent = 0;
  while (sent < pending_.size()) {
    std::size_t count = send_once(std::string_view(pending_).substr(sent), MSG_DONTWAIT);
    if (count == 0) break;
    sent += count;
  }
  pending_.erase(0, sent);
}

void SocketSink::send_all(std::string_view bytes) {
  while (!bytes.empty()) bytes.remove_prefix(send_once(bytes, 0));
}

std::size_t SocketSink::send_once(std::string_view bytes, int flags) {
  ssize_t count = uninterrupted(
      [&] { return send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | flags); });
  if (count < 0 && errno == EAGAIN && (flags & MSG_DONTWAIT)) return 0;
  if (count < 0) note_gone();
  return static_cast<std::size_t>(checked(count, "cannot write to {}", peer_));
}

Duplex::Duplex(Fd socket, StoreDir store, const std::string& peer)
    : socket_(std::move(socket)),
      store_(std::move(store)),
      raw_(socket_.get(), fmt::format("what {} says", peer)),
      buffered_(raw_),
      sink_(socket_.get(), peer),
      in_(buffered_, store_),
      out_(sink_, store_) {}

}  // namespace cairn::protocol
