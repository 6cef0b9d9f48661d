// SPDX-License-Identifier: GPL-3.0-or-later
// From libarchive's calls to a Sink.
#include "core/archive/archive_output.hh"

#include "core/base/error.hh"

#include <archive.h>

namespace cairn {

namespace {

// libarchive never hears of a failure: it would leak what it has for the file. check() tells it.
la_ssize_t pass_on(struct archive*, void* outlet, const void* bytes, std::size_t size) {
  auto& to = *static_cast<ArchiveOutput::Outlet*>(outlet);
  try {
    if (!to.failure) to.sink.write({static_cast<const char*>(bytes), size});
  } catch (...) {
    to.failure = std::current_exception();
  }
  return static_cast<la_ssize_t>(size);
}

}  // namespace

ArchiveOutput::ArchiveOutput(Sink& sink)
    : outlet_{sink}, archive_(archive_write_new(), archive_write_free) {
  if (!archive_) throw Error("no memory to write an archive");
}

void ArchiveOutput::check(ssize_t status) const {
  if (outlet_.failure) std::rethrow_exception(outlet_.failure);
  // A warning is for names that are no text: they are written as they are.
  if (status >= ARCHIVE_WARN) return;
  const char* said = archive_error_string(archive_.get());
  throw Error(said ? said : "the archive cannot be written");
}

void ArchiveOutput::open() {
  check(archive_write_open2(archive_.get(), &outlet_, nullptr, pass_on, nullptr, nullptr));
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
