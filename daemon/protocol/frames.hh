// SPDX-License-Identifier: GPL-3.0-or-later
// Frames: what the server may say between a request and its reply. Nix's names for them, by their
// numbers: STDERR_NEXT, READ, WRITE, LAST, ERROR, START_ACTIVITY, STOP_ACTIVITY, RESULT.
#pragma once

#include "daemon/protocol/codec.hh"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace cairn::protocol {

using Field = std::variant<std::uint64_t, std::string>;

// A line for a person.
struct Line {
  static constexpr std::uint64_t code = 0x6f6c6d67;
  std::string text;
  bool operator==(const Line&) const = default;
  static constexpr auto fields = std::tuple(&Line::text);
};

// Asks for at most SIZE bytes of a stream; they come as a text, which is empty at its end.
struct Pull {
  static constexpr std::uint64_t code = 0x64617461;
  std::uint64_t size;
  bool operator==(const Pull&) const = default;
  static constexpr auto fields = std::tuple(&Pull::size);
};

// A piece of a stream.
struct Push {
  static constexpr std::uint64_t code = 0x64617416;
  std::string bytes;
  bool operator==(const Push&) const = default;
  static constexpr auto fields = std::tuple(&Push::bytes);
};

// The reply follows.
struct Last {
  static constexpr std::uint64_t code = 0x616c7473;
  bool operator==(const Last&) const = default;
  static constexpr auto fields = std::tuple();
};

struct Trace {
  std::uint64_t has_position;  // always 0
  std::string text;
  bool operator==(const Trace&) const = default;
  static constexpr auto fields = std::tuple(&Trace::has_position, &Trace::text);
};

// There is no reply: the operation failed.
struct Refusal {
  static constexpr std::uint64_t code = 0x63787470;
  std::string type = "Error";
  std::uint64_t level = 0;
  std::string name = "Error";
  std::string message;
  std::uint64_t has_position = 0;
  std::vector<Trace> traces = {};
  bool operator==(const Refusal&) const = default;
  static constexpr auto fields =
      std::tuple(&Refusal::type, &Refusal::level, &Refusal::name, &Refusal::message,
                 &Refusal::has_position, &Refusal::traces);
};

struct StartActivity {
  static constexpr std::uint64_t code = 0x53545254;
  std::uint64_t id;
  std::uint64_t level;  // 0 errors only .. 3 what people see .. 7 everything
  std::uint64_t type;
  std::string text;
  std::vector<Field> values;
  std::uint64_t parent;  // 0: none
  bool operator==(const StartActivity&) const = default;
  static constexpr auto fields =
      std::tuple(&StartActivity::id, &StartActivity::level, &StartActivity::type,
                 &StartActivity::text, &StartActivity::values, &StartActivity::parent);
};

struct StopActivity {
  static constexpr std::uint64_t code = 0x53544f50;
  std::uint64_t id;
  bool operator==(const StopActivity&) const = default;
  static constexpr auto fields = std::tuple(&StopActivity::id);
};

struct ActivityResult {
  static constexpr std::uint64_t code = 0x52534c54;
  std::uint64_t id;
  std::uint64_t type;
  std::vector<Field> values;
  bool operator==(const ActivityResult&) const = default;
  static constexpr auto fields =
      std::tuple(&ActivityResult::id, &ActivityResult::type, &ActivityResult::values);
};

using Frame =
    std::variant<Line, Pull, Push, Last, Refusal, StartActivity, StopActivity, ActivityResult>;

// Throws where the next number begins no frame.
Frame read_frame(Reader& in);
void write_frame(Writer& out, const Frame& frame);

// An Error as a frame and back: its hint travels as the last line of the message.
Refusal refusal_of(const Error& error);
Error error_of(const Refusal& refusal);

template <>
struct Codec<Field> {
  static Field read(Reader& in);
  static void write(Writer& out, const Field& field);
};

}  // namespace cairn::protocol
