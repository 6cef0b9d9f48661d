// SPDX-License-Identifier: GPL-3.0-or-later
// Frames as bytes, and errors as frames.
#include "daemon/protocol/frames.hh"

#include "core/base/error_text.hh"

namespace cairn::protocol {

namespace {

// Read the frame whose code is CODE into FRAME, if F is the one.
template <typename F>
bool read_as(std::uint64_t code, Reader& in, std::optional<Frame>& frame) {
  if (code != F::code) return false;
  frame = read<F>(in);
  return true;
}

template <typename... F>
std::optional<Frame> read_one_of(std::uint64_t code, Reader& in, std::variant<F...>*) {
  std::optional<Frame> frame;
  static_cast<void>((read_as<F>(code, in, frame) || ...));
  return frame;
}

}  // namespace

Frame read_frame(Reader& in) {
  std::uint64_t code = in.number();
  auto frame = read_one_of(code, in, static_cast<Frame*>(nullptr));
  if (!frame) throw Error("the number {:#x} came where a frame should begin", code);
  in.check();
  return *frame;
}

void write_frame(Writer& out, const Frame& frame) {
  auto write_it = [&out]<typename F>(const F& alternative) {
    out.number(F::code);
    write(out, alternative);
  };
  std::visit(write_it, frame);
}

Refusal refusal_of(const Error& error) {
  return {.message = text_of(error)};
}

Error error_of(const Refusal& refusal) {
  return cairn::error_of(refusal.message);
}

Field Codec<Field>::read(Reader& in) {
  enum : std::uint64_t { number, text };
  std::uint64_t type = in.number();
  if (type == number) return in.number();
  if (type == text) return in.text();
  // Nobody knows how long the value of such a field is.
  throw Error("a field of an activity has the type {}", type);
}

void Codec<Field>::write(Writer& out, const Field& field) {
  out.number(field.index());
  auto write_it = [&out](const auto& value) { protocol::write(out, value); };
  std::visit(write_it, field);
}

}  // namespace cairn::protocol
