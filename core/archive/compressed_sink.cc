// SPDX-License-Identifier: GPL-3.0-or-later
// Compressing by libarchive, whose raw format is the bytes themselves.
#include "core/archive/compressed_sink.hh"

#include "core/archive/archive_output.hh"
#include "core/base/error.hh"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>

namespace cairn {

namespace {

struct Kind {
  Compression compression;
  std::string_view name;
  std::string_view suffix;
  int (*add)(struct archive*);
  const char* level;  // where one step more costs more time than it saves bytes
};

constexpr Kind kinds[] = {
    {Compression::none, "none", "", nullptr, nullptr},
    {Compression::gzip, "gzip", ".gz", archive_write_add_filter_gzip, "4"},
    {Compression::zstd, "zstd", ".zst", archive_write_add_filter_zstd, "3"},
    {Compression::xz, "xz", ".xz", archive_write_add_filter_xz, "6"},
};

const Kind& kind_of(Compression compression) {
  return *std::ranges::find(kinds, compression, &Kind::compression);
}

}  // namespace

Compression parse_compression(std::string_view name) {
  auto kind = std::ranges::find(kinds, name, &Kind::name);
  if (kind != std::end(kinds)) return kind->compression;
  throw Error("there is no compression '{}'", name).with_hint("none, gzip, zstd or xz");
}

std::string_view suffix_of(Compression compression) {
  return kind_of(compression).suffix;
}

struct CompressedSink::Filter {
  Filter(Sink& sink, const Kind& kind) : output(sink) {
    output.check(archive_write_set_format_raw(output.get()));
    output.check(kind.add(output.get()));
    output.check(
        archive_write_set_filter_option(output.get(), nullptr, "compression-level", kind.level));
    // gzip would put the time into its header.
    if (kind.compression == Compression::gzip) {
      output.check(archive_write_set_filter_option(output.get(), "gzip", "timestamp", nullptr));
    }
    output.check(archive_write_set_bytes_per_block(output.get(), 0));
    output.open();
    std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                   archive_entry_free);
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    output.check(archive_write_header(output.get(), entry.get()));
  }

  ArchiveOutput output;
};

CompressedSink::CompressedSink(Sink& sink, Compression compression) : sink_(sink) {
  if (compression != Compression::none) {
    filter_ = std::make_unique<Filter>(sink, kind_of(compression));
  }
}

CompressedSink::~CompressedSink() = default;

void CompressedSink::write(std::string_view bytes) {
  if (filter_) {
    filter_->output.data(bytes);
  } else {
    sink_.write(bytes);
  }
}

void CompressedSink::finish() {
  if (filter_) filter_->output.finish();
}

}  // namespace cairn
