// SPDX-License-Identifier: GPL-3.0-or-later
// Writing archives by libarchive.
#include "core/archive/tar_writer.hh"

#include "core/archive/archive_output.hh"
#include "core/archive/plain_locale.hh"
#include "core/base/error.hh"

#include <archive.h>
#include <archive_entry.h>

namespace cairn {

namespace {

using Entry = std::unique_ptr<archive_entry, void (*)(archive_entry*)>;

Entry new_entry(const std::string& path, mode_t kind, mode_t mode) {
  Entry entry(archive_entry_new(), archive_entry_free);
  archive_entry_set_pathname(entry.get(), path.c_str());
  archive_entry_set_filetype(entry.get(), kind);
  archive_entry_set_perm(entry.get(), mode);
  archive_entry_set_mtime(entry.get(), 1, 0);
  return entry;
}

}  // namespace

struct TarWriter::Writing {
  explicit Writing(Sink& sink) : output(sink) {
    output.check(archive_write_set_format_pax_restricted(output.get()));
    // Members begin in whole blocks of 512 bytes, but nothing is added behind the last.
    output.check(archive_write_set_bytes_per_block(output.get(), 0));
    output.open();
  }

  void header(const Entry& entry) {
    PlainLocale plain;
    output.check(archive_write_header(output.get(), entry.get()));
  }

  ArchiveOutput output;
};

TarWriter::TarWriter(Sink& sink) : writing_(std::make_unique<Writing>(sink)) {}

TarWriter::~TarWriter() = default;

void TarWriter::folder(const std::string& path, mode_t mode) {
  writing_->header(new_entry(path, AE_IFDIR, mode));
}

void TarWriter::link(const std::string& path, const std::string& target) {
  Entry entry = new_entry(path, AE_IFLNK, 0777);
  archive_entry_set_symlink(entry.get(), target.c_str());
  writing_->header(entry);
}

void TarWriter::file(const std::string& path, std::string_view content, mode_t mode) {
  begin_file(path, mode, content.size());
  contents(content);
}

void TarWriter::hard_link(const std::string& path, const std::string& existing) {
  Entry entry = new_entry(path, AE_IFREG, 0555);
  archive_entry_set_hardlink(entry.get(), existing.c_str());
  writing_->header(entry);
}

void TarWriter::begin_file(const std::string& path, mode_t mode, std::uint64_t size) {
  Entry entry = new_entry(path, AE_IFREG, mode);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
  writing_->header(entry);
}

void TarWriter::contents(std::string_view bytes) {
  writing_->output.data(bytes);
}

void TarWriter::finish() {
  writing_->output.finish();
}

std::string TarTree::path_of(std::string_view name) const {
  return name.empty() ? path_ : fmt::format("{}/{}", path_, name);
}

void TarTree::begin_directory(std::string_view name) {
  above_.push_back(path_.size());
  path_ = path_of(name);
  tar_.folder(path_);
}

void TarTree::end_directory() {
  path_.resize(above_.back());
  above_.pop_back();
}

void TarTree::begin_file(std::string_view name, bool executable, std::uint64_t size) {
  tar_.begin_file(path_of(name), executable ? 0555 : 0444, size);
}

void TarTree::symlink(std::string_view name, std::string_view target) {
  tar_.link(path_of(name), std::string(target));
}

}  // namespace cairn
