// SPDX-License-Identifier: GPL-3.0-or-later
// Frames over a socket.
#include "scheme/border/frames.hh"

#include "core/base/chunk.hh"
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

// Numbers are integers no further from 0: whoever adds one or turns it into another type of 64 bits
// stays within what the language defines.
constexpr std::int64_t number_limit = std::int64_t{1} << 62;

// Counts how deep the parser is and how much it has read, and stops it before its stack or our
// memory ends.
class Guard : public nlohmann::detail::json_sax_dom_parser<Message> {
 public:
  using Base = nlohmann::detail::json_sax_dom_parser<Message>;
  explicit Guard(Message& message) : Base(message, false) {}
  bool null() { return count() && Base::null(); }
  bool boolean(bool value) { return count() && Base::boolean(value); }
  bool number_integer(std::int64_t value) {
    return value >= -number_limit && count() && Base::number_integer(value);
  }
  bool number_unsigned(std::uint64_t value) {
    return value <= std::uint64_t{number_limit} && count() && Base::number_unsigned(value);
  }
  bool number_float(double, const std::string&) { return false; }
  bool string(std::string& value) { return count() && Base::string(value); }
  bool binary(Message::binary_t& value) { return count() && Base::binary(value); }
  bool key(std::string& value) { return count() && Base::key(value); }
  bool start_object(std::size_t size) { return enter() && Base::start_object(size); }
  bool start_array(std::size_t size) { return enter() && Base::start_array(size); }
  bool end_object() { return leave() && Base::end_object(); }
  bool end_array() { return leave() && Base::end_array(); }

 private:
  bool count() { return ++count_ <= value_limit; }
  bool enter() { return count() && ++depth_ <= depth_limit; }
  bool leave() { return depth_-- > 0; }

  std::size_t depth_ = 0;
  std::size_t count_ = 0;
};

bool parse(const std::string& bytes, Message& message) {
  try {
    Guard guard(message);
    return Message::sax_parse(bytes, &guard, Message::input_format_t::cbor) && !guard.is_errored();
  } catch (const Message::exception&) {
    return false;  // a list that says it is longer than memory
  }
}

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
  if (!parse(bytes, message)) throw Error("a message is not well formed");
  return true;
}

std::string frame_of(const Message& message) {
  std::string bytes(header_size, '\0');
  nlohmann::json::to_cbor(message, nlohmann::detail::output_adapter<char>(bytes));
  std::size_t length = bytes.size() - header_size;
  if (length > frame_limit) throw Error("a message of {} bytes is too long", length);
  for (std::size_t i = 0; i < header_size; ++i) {
    bytes[i] = static_cast<char>(length >> (8 * i) & 0xff);
  }
  return bytes;
}

void write_frame(int fd, const Message& message) {
  write_fully(fd, frame_of(message), "the message");
}

}  // namespace cairn
