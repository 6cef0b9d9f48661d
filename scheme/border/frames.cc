// SPDX-License-Identifier: GPL-3.0-or-later
// Frames over a socket.
#include "scheme/border/frames.hh"

#include "core/base/error.hh"
#include "core/base/fd.hh"

#include <array>

namespace cairn {

namespace {

constexpr std::size_t header_size = 4;
// Data nest as deep as a person writes lists; a parser that recurses must not be led deeper.
constexpr std::size_t depth_limit = 200;

std::size_t length_in(const std::array<char, header_size>& header) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < header_size; ++i) {
    length |= static_cast<std::size_t>(static_cast<unsigned char>(header[i])) << (8 * i);
  }
  return length;
}

// Counts how deep the parser is, and stops it before its stack ends.
class DepthGuard : public nlohmann::detail::json_sax_dom_parser<Message> {
 public:
  using Base = nlohmann::detail::json_sax_dom_parser<Message>;
  explicit DepthGuard(Message& message) : Base(message, false) {}
  bool start_object(std::size_t size) { return enter() && Base::start_object(size); }
  bool start_array(std::size_t size) { return enter() && Base::start_array(size); }
  bool end_object() { return leave() && Base::end_object(); }
  bool end_array() { return leave() && Base::end_array(); }

 private:
  bool enter() { return ++depth_ <= depth_limit; }
  bool leave() { return depth_-- > 0; }

  std::size_t depth_ = 0;
};

}  // namespace

bool read_frame(int fd, Message& message) {
  FdSource source(fd, "the message");
  return read_frame(source, message);
}

bool read_frame(Source& source, Message& message) {
  std::array<char, header_size> header{};
  std::size_t first = source.read(std::span(header).first(1));
  if (first == 0) return false;
  source.read_exactly(std::span(header).subspan(1));
  std::size_t length = length_in(header);
  if (length > frame_limit) throw Error("a message of {} bytes is too long", length);
  std::string bytes;
  // Memory follows what has come, not what was announced.
  for (std::size_t have = 0; have < length; have = bytes.size()) {
    bytes.resize(std::min(length, have + chunk_size));
    source.read_exactly(std::span(bytes).subspan(have));
  }
  message = Message();
  DepthGuard guard(message);
  bool read = Message::sax_parse(bytes, &guard, Message::input_format_t::cbor);
  if (!read || guard.is_errored()) throw Error("a message is not well formed");
  return true;
}

void write_frame(int fd, const Message& message) {
  std::string bytes(header_size, '\0');
  nlohmann::json::to_cbor(message, nlohmann::detail::output_adapter<char>(bytes));
  std::size_t length = bytes.size() - header_size;
  if (length > frame_limit) throw Error("a message of {} bytes is too long", length);
  for (std::size_t i = 0; i < header_size; ++i) {
    bytes[i] = static_cast<char>(length >> (8 * i) & 0xff);
  }
  write_fully(fd, bytes, "the message");
}

}  // namespace cairn
