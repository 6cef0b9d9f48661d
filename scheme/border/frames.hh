// SPDX-License-Identifier: GPL-3.0-or-later
// Frames: how the command and the evaluator talk: messages of data, one behind the other, each a
// length of four bytes (little-endian) and CBOR (RFC 8949).
#pragma once

#include "core/base/bytes.hh"

#include <nlohmann/json.hpp>
#include <string>

namespace cairn {

using Message = nlohmann::json;

// No frame is larger: what an evaluation gives for a closure of thousands of derivations is 20 MB.
// Nor has one more values: a byte of a frame can be a value, and each takes 16 bytes and more.
inline constexpr std::size_t frame_limit = 64 << 20;
inline constexpr std::size_t value_limit = 4'000'000;

// False when the other side has hung up between two frames; throws for what is no frame.
bool read_frame(Source& source, Message& message);
bool read_frame(int fd, Message& message);
// MESSAGE as a frame.
std::string frame_of(const Message& message);
void write_frame(int fd, const Message& message);

}  // namespace cairn
