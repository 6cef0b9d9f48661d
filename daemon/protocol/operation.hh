// SPDX-License-Identifier: GPL-3.0-or-later
// What an operation is: a record with its number, its Reply and, for those that carry a stream
// beside their fields, how that stream travels.
#pragma once

#include "daemon/protocol/codec.hh"
#include "daemon/protocol/values.hh"

#include <cstdint>
#include <string_view>

namespace cairn::protocol {

// How a stream travels that belongs to a request or its reply.
enum class Stream {
  none,
  framed,   // behind the request, in frames that a frame of no bytes ends
  follows,  // behind the reply's beginning, as an archive that shows its own end
  pulled,   // asked for piece by piece in Pull frames
  pushed,   // sent piece by piece in Push frames
};

struct OperationTraits {
  std::uint64_t code;
  std::string_view name;
  Stream stream = Stream::none;
  bool trusted_only = false;
};

template <typename T>
concept Operation = Record<T> && requires {
  T::traits.code;
  typename T::Reply;
};

}  // namespace cairn::protocol
