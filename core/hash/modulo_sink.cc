// SPDX-License-Identifier: GPL-3.0-or-later
// Zeros for names.
#include "core/hash/modulo_sink.hh"

#include <algorithm>
#include <fmt/format.h>

namespace cairn {

void ModuloSink::write(std::string_view bytes) {
  held_ += bytes;
  for (std::size_t at = held_.find(part_); at != held_.npos; at = held_.find(part_, at)) {
    places_.push_back(passed_ + at);
    std::fill_n(held_.begin() + static_cast<std::ptrdiff_t>(at), part_.size(), '\0');
  }
  if (held_.size() < part_.size()) return;
  std::size_t ready = held_.size() - (part_.size() - 1);
  sink_.write(std::string_view(held_).substr(0, ready));
  passed_ += ready;
  held_.erase(0, ready);
}

void ModuloSink::finish() {
  sink_.write(held_);
  for (std::uint64_t place : places_) sink_.write(fmt::format("|{}", place));
}

}  // namespace cairn
