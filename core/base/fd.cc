// SPDX-License-Identifier: GPL-3.0-or-later
// File descriptors and the streams over them.
#include "core/base/fd.hh"

#include "core/base/error.hh"
#include "core/base/uninterrupted.hh"

#include <algorithm>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cairn {

Fd& Fd::operator=(Fd&& other) noexcept {
  if (this != &other) {
    close();
    number_ = std::exchange(other.number_, -1);
  }
  return *this;
}

void Fd::close() {
  if (number_ >= 0) ::close(std::exchange(number_, -1));
}

Pipe make_pipe() {
  int ends[2];
  checked(pipe2(ends, O_CLOEXEC), "cannot make a pipe");
  return {Fd(ends[0]), Fd(ends[1])};
}

std::pair<Fd, Fd> make_socket_pair(int type) {
  int ends[2];
  checked(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends), "cannot make a socket pair");
  return {Fd(ends[0]), Fd(ends[1])};
}

void write_fully(int fd, std::string_view bytes, std::string_view what) {
  while (!bytes.empty()) {
    ssize_t count = uninterrupted([&] { return ::write(fd, bytes.data(), bytes.size()); });
    checked(count, "cannot write {}", what);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

std::size_t FdSource::read(std::span<char> buffer) {
  ssize_t count = uninterrupted([&] { return ::read(fd_, buffer.data(), buffer.size()); });
  return static_cast<std::size_t>(checked(count, "cannot read {}", what_));
}

std::size_t BufferedSource::read(std::span<char> buffer) {
  if (begin_ == end_) {
    if (buffer.size() >= chunk_size) return inner_.read(buffer);
    begin_ = 0;
    end_ = inner_.read(buffer_.all());
  }
  std::size_t count = std::min(buffer.size(), end_ - begin_);
  std::copy_n(buffer_.data() + begin_, count, buffer.data());
  begin_ += count;
  return count;
}

void FdSink::write(std::string_view bytes) {
  if (buffer_.size() + bytes.size() > chunk_size) flush();
  if (bytes.size() >= chunk_size) {
    write_fully(fd_, bytes, what_);
  } else {
    buffer_ += bytes;
  }
}

void FdSink::flush() {
  write_fully(fd_, buffer_, what_);
  buffer_.clear();
}

}  // namespace cairn
