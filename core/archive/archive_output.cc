// SPDX-License-Identifier: GPL-3.0-or-later
// From libarchive's calls to a Sink.
#include "core/archive/archive_output.hh"

#include "core/base/error.hh"

#include <archive.h>
#include <cerrno>

namespace cairn {

namespace {

la_ssize_t pass_on(struct archive* archive, void* sink, const void* bytes, std::size_t size) {
  try {
    static_cast<Sink*>(sink)->write({static_cast<const char*>(bytes), size});
    return static_cast<la_ssize_t>(size);
  } catch (const std::exception& error) {
    archive_set_error(archive, EIO, "%s", error.what());
    return -1;
  }
}

}  // namespace

ArchiveOutput::ArchiveOutput(Sink& sink)
    : sink_(sink), archive_(archive_write_new(), archive_write_free) {
  if (!archive_) throw Error("no memory to write an archive");
}

void ArchiveOutput::check(ssize_t status) const {
  // A warning is for names that are no text: they are written as they are.
  if (status >= ARCHIVE_WARN) return;
  const char* said = archive_error_string(archive_.get());
  throw Error(said ? said : "the archive cannot be written");
}

void ArchiveOutput::open() {
  check(archive_write_open2(archive_.get(), &sink_, nullptr, pass_on, nullptr, nullptr));
}

void ArchiveOutput::data(std::string_view bytes) {
  while (!bytes.empty()) {
    la_ssize_t count = archive_write_data(archive_.get(), bytes.data(), bytes.size());
    check(count);
    if (count <= 0) throw Error("a member of the archive is longer than was said");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void ArchiveOutput::finish() {
  check(archive_write_close(archive_.get()));
}

}  // namespace cairn
