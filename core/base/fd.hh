// SPDX-License-Identifier: GPL-3.0-or-later
// Fd: an open file descriptor that closes itself; and the streams over one.
#pragma once

#include "core/base/bytes.hh"
#include "core/base/chunk.hh"

#include <string>
#include <utility>
#include <vector>

namespace cairn {

class Fd {
 public:
  Fd() = default;
  explicit Fd(int number) : number_(number) {}
  Fd(Fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Fd& operator=(Fd&& other) noexcept;
  ~Fd() { close(); }

  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  int release() { return std::exchange(number_, -1); }
  void close();

 private:
  int number_ = -1;
};

struct Pipe {
  Fd read_end;
  Fd write_end;
};

// Both ends close on exec.
Pipe make_pipe();

// A connected pair of Unix stream sockets, close on exec.
std::pair<Fd, Fd> make_socket_pair(int type);

// Write all of BYTES to FD; WHAT names it in the error.
void write_fully(int fd, std::string_view bytes, std::string_view what);

// Reads FD, which it borrows, straight into the caller's buffer.
class FdSource : public Source {
 public:
  FdSource(int fd, std::string what) : fd_(fd), what_(std::move(what)) {}
  std::size_t read(std::span<char> buffer) override;
  std::string name() const override { return what_; }

 private:
  int fd_;
  std::string what_;
};

// Reads INNER in large pieces for callers that ask for small ones.
class BufferedSource : public Source {
 public:
  explicit BufferedSource(Source& inner) : inner_(inner) {}
  std::size_t read(std::span<char> buffer) override;
  std::string name() const override { return inner_.name(); }
  // Whether a read would be answered without asking INNER.
  bool has_buffered() const { return begin_ < end_; }

 private:
  Source& inner_;
  Chunk buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

// Collects small writes to FD, which it borrows; the owner must flush() before letting go of it.
class FdSink : public Sink {
 public:
  FdSink(int fd, std::string what) : fd_(fd), what_(std::move(what)) {}
  void write(std::string_view bytes) override;
  void flush();

 private:
  int fd_;
  std::string what_;
  std::string buffer_;
};

}  // namespace cairn
