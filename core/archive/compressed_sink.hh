// SPDX-License-Identifier: GPL-3.0-or-later
// CompressedSink: what is written comes out compressed, the same bytes each time.
#pragma once

#include "core/base/bytes.hh"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

enum class Compression { none, gzip, zstd, xz };

// The compression called NAME: none, gzip, zstd or xz. Throws naming these.
Compression parse_compression(std::string_view name);
// What stands at the end of the names of files: ".gz"; empty for none.
std::string_view suffix_of(Compression compression);

class CompressedSink : public Sink {
 public:
  // SINK, which is borrowed, gets what is compressed.
  CompressedSink(Sink& sink, Compression compression);
  ~CompressedSink() override;
  void write(std::string_view bytes) override;
  // The last call.
  void finish();

 private:
  struct Filter;
  Sink& sink_;
  std::unique_ptr<Filter> filter_;  // none where nothing is compressed
};

}  // namespace cairn
