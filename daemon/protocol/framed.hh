// SPDX-License-Identifier: GPL-3.0-or-later
// A stream of unknown length inside a conversation: frames of a length and so many bytes, without
// padding; a frame of no bytes ends it.
#pragma once

#include "daemon/protocol/wire.hh"

#include <string>

namespace cairn::protocol {

class FramedSource : public Source {
 public:
  explicit FramedSource(Reader& in) : in_(in) {}
  std::size_t read(std::span<char> buffer) override;

  // Throws unless everything has been read: a sender's rest would be lost silently.
  void expect_end();
  // Read what is left, so that the conversation can go on.
  void skip_rest();

 private:
  Reader& in_;
  std::uint64_t left_ = 0;  // of the current frame
  bool ended_ = false;
};

class FramedSink : public Sink {
 public:
  explicit FramedSink(Writer& out) : out_(out) {}
  void write(std::string_view bytes) override;
  bool take_file(int file, std::uint64_t count) override;
  // To be called once, after the last byte.
  void finish();

 private:
  void send(std::string_view frame);

  Writer& out_;
  std::string pending_;
};

}  // namespace cairn::protocol
