// SPDX-License-Identifier: GPL-3.0-or-later
// The digest of what names itself: of an item that refers to itself, whose name follows from its
// content (manual/formats/hashes-and-names.md).
#pragma once

#include "core/base/bytes.hh"

#include <cstdint>
#include <string>
#include <vector>

namespace cairn {

// Passes on what is written with each place of PART, which is not empty, as zeros, and at the end
// where these were: "|17|304", in bytes from the beginning.
class ModuloSink : public Sink {
 public:
  ModuloSink(Sink& sink, std::string_view part) : sink_(sink), part_(part) {}
  void write(std::string_view bytes) override;
  void finish();  // the last call

 private:
  Sink& sink_;
  std::string part_;
  std::string held_ = {};     // the last bytes, which may be the beginning of a place
  std::uint64_t passed_ = 0;  // bytes
  std::vector<std::uint64_t> places_ = {};
};

}  // namespace cairn
