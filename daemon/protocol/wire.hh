// SPDX-License-Identifier: GPL-3.0-or-later
// The wire: numbers of eight bytes, little end first; texts with their length in front and zeros
// behind, up to a multiple of eight. Reader bounds every length before it allocates anything.
#pragma once

#include "core/base/bytes.hh"
#include "core/base/error.hh"
#include "core/item/store_path.hh"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cairn::protocol {

inline constexpr std::uint64_t text_limit = 64 << 20;  // bytes of any text
inline constexpr std::uint64_t path_limit = 4096;      // bytes of a path, a name, a short word
inline constexpr std::uint64_t list_limit = 1 << 20;   // elements of a list
inline constexpr std::uint64_t sum_limit = 256 << 20;  // bytes of all texts of one request

class Reader {
 public:
  // Store paths are those of STORE, which it borrows like SOURCE.
  Reader(Source& source, const StoreDir& store) : source_(source), store_(store) {}
  Source& source() { return source_; }
  const StoreDir& store() const { return store_; }

  std::uint64_t number();
  // The next number, or nothing when the sender hung up before it.
  std::optional<std::uint64_t> number_unless_end();
  // How many elements follow.
  std::uint64_t count();
  std::string text(std::uint64_t limit = text_limit);

  // A value came that cannot be meant. What follows can still be read, so the error waits until
  // check(), and the conversation can go on after it. The first one counts.
  void refuse(Error error);
  // Ends a request: throws what was refused since the last check.
  void check();
  // False once a length or a padding was wrong: nobody knows where the next value begins.
  bool in_step() const { return in_step_; }

 private:
  [[noreturn]] void lose_step(Error error);

  Source& source_;
  const StoreDir& store_;
  std::optional<Error> refused_;
  std::uint64_t sum_ = 0;  // bytes of texts since the last check
  bool in_step_ = true;
};

class Writer {
 public:
  Writer(Sink& sink, const StoreDir& store) : sink_(sink), store_(store) {}
  Sink& sink() { return sink_; }
  const StoreDir& store() const { return store_; }

  void number(std::uint64_t value);
  void text(std::string_view bytes);

 private:
  Sink& sink_;
  const StoreDir& store_;
};

}  // namespace cairn::protocol
