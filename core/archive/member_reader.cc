// SPDX-License-Identifier: GPL-3.0-or-later
// Reading archives by libarchive. Only the formats named here are linked in and tried.
#include "core/archive/member_reader.hh"

#include "core/archive/plain_locale.hh"
#include "core/archive/zip_names.hh"
#include "core/base/chunk.hh"
#include "core/base/error.hh"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>

namespace cairn {

namespace {

Error archive_failure(struct archive* archive) {
  const char* said = archive_error_string(archive);
  return Error(said ? said : "the archive is damaged");
}

Fd open_archive(const std::string& path) {
  Fd fd(checked(open(path.c_str(), O_RDONLY | O_CLOEXEC), "cannot open {}", path));
  struct stat status {};
  checked(fstat(fd.get(), &status), "cannot look at {}", path);
  if (!S_ISREG(status.st_mode)) throw Error("{} is not a file", path);
  return fd;
}

struct archive* new_tar_reader() {
  struct archive* archive = archive_read_new();
  if (!archive) throw Error("no memory to read an archive");
  archive_read_support_filter_gzip(archive);
  archive_read_support_filter_bzip2(archive);
  archive_read_support_filter_xz(archive);
  archive_read_support_filter_lzma(archive);
  archive_read_support_filter_zstd(archive);
  archive_read_support_filter_lz4(archive);
  archive_read_support_format_tar(archive);
  return archive;
}

// Gives libarchive the content of OUTER's current member.
la_ssize_t read_nested(struct archive* inner, void* outer_archive, const void** bytes) {
  auto* outer = static_cast<struct archive*>(outer_archive);
  std::size_t size = 0;
  la_int64_t offset = 0;
  for (;;) {
    int result = archive_read_data_block(outer, bytes, &size, &offset);
    if (result == ARCHIVE_EOF) return 0;
    if (result != ARCHIVE_OK) {
      archive_set_error(inner, archive_errno(outer), "%s", archive_failure(outer).what());
      return ARCHIVE_FATAL;
    }
    // An empty piece would mean the end.
    if (size > 0) return static_cast<la_ssize_t>(size);
  }
}

MemberKind kind_of(archive_entry* entry) {
  if (archive_entry_hardlink(entry)) return MemberKind::hard_link;
  switch (archive_entry_filetype(entry)) {
    case AE_IFREG: return MemberKind::file;
    case AE_IFDIR: return MemberKind::folder;
    case AE_IFLNK: return MemberKind::link;
    default: return MemberKind::other;
  }
}

std::string text_of(const char* text) {
  return text ? text : "";
}

}  // namespace

MemberReader::MemberReader(const std::string& path)
    : file_(open_archive(path)),
      outer_(new_tar_reader(), archive_read_free),
      inner_(nullptr, archive_read_free),
      archive_(outer_.get()) {
  PlainLocale plain;
  // Not the zip reader for pipes, which sees neither links nor modes.
  archive_read_support_format_zip_seekable(archive_);
  archive_read_support_format_ar(archive_);
  if (archive_read_open_fd(archive_, file_.get(), chunk_size) != ARCHIVE_OK) {
    throw archive_failure(archive_);
  }
}

bool MemberReader::is_format(int format) const {
  return (archive_format(archive_) & ARCHIVE_FORMAT_BASE_MASK) == format;
}

// Whether the warning is about a name that could not be turned to the locale's charset. All other
// warnings say that a part was not understood and was passed over, which we do not do.
bool MemberReader::has_only_lost_name() const {
  if (is_format(ARCHIVE_FORMAT_ZIP)) return archive_entry_pathname(entry_) == nullptr;
  return archive_errno(archive_) == EILSEQ;
}

bool MemberReader::advance() {
  int result = archive_read_next_header(archive_, &entry_);
  if (result == ARCHIVE_EOF) return false;
  if (result == ARCHIVE_OK || (result == ARCHIVE_WARN && has_only_lost_name())) return true;
  throw archive_failure(archive_);
}

// A deb is an ar archive: debian-binary, control.tar.*, data.tar.*.
void MemberReader::open_data_of_deb() {
  if (text_of(archive_entry_pathname(entry_)) != "debian-binary") {
    throw Error("it is an ar archive, but no Debian package");
  }
  do {
    if (!advance()) throw Error("it is a Debian package without data.tar");
  } while (!text_of(archive_entry_pathname(entry_)).starts_with("data.tar"));
  inner_.reset(new_tar_reader());
  archive_ = inner_.get();
  if (archive_read_open(archive_, outer_.get(), nullptr, read_nested, nullptr) != ARCHIVE_OK) {
    throw archive_failure(archive_);
  }
}

std::string MemberReader::current_path() {
  const char* path = archive_entry_pathname(entry_);
  if (path) return path;
  if (!zip_names_ && is_format(ARCHIVE_FORMAT_ZIP)) zip_names_ = zip_names(file_.get());
  if (!zip_names_ || count_ >= zip_names_->size()) {
    throw Error("the name of member {} cannot be read", count_ + 1);
  }
  return (*zip_names_)[count_];
}

std::optional<Member> MemberReader::next() {
  PlainLocale plain;
  bool found = advance();
  if (found && !inner_ && is_format(ARCHIVE_FORMAT_AR)) {
    open_data_of_deb();
    found = advance();
  }
  if (!found) return std::nullopt;
  Member member{current_path(), kind_of(entry_)};
  ++count_;
  // Old tars mark a folder by its name alone.
  bool is_marked = member.path.ends_with('/') && member.kind == MemberKind::file;
  if (is_marked) member.kind = MemberKind::folder;
  member.is_executable = (archive_entry_perm(entry_) & S_IXUSR) != 0;
  if (member.kind == MemberKind::link) member.target = text_of(archive_entry_symlink(entry_));
  if (member.kind == MemberKind::hard_link) member.target = archive_entry_hardlink(entry_);
  return member;
}

std::uint64_t MemberReader::read_content(
    const std::function<void(std::uint64_t, std::string_view)>& take) {
  std::uint64_t end = 0;
  for (;;) {
    const void* bytes = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    int result = archive_read_data_block(archive_, &bytes, &size, &offset);
    if (result == ARCHIVE_EOF) break;
    // Even a warning: it is how a zip's wrong checksum is told.
    if (result != ARCHIVE_OK) throw archive_failure(archive_);
    if (offset < 0) throw Error("its content begins before its beginning");
    take(static_cast<std::uint64_t>(offset), {static_cast<const char*>(bytes), size});
    end = std::max(end, static_cast<std::uint64_t>(offset) + size);
  }
  la_int64_t size = archive_entry_size_is_set(entry_) ? archive_entry_size(entry_) : 0;
  return std::max(end, static_cast<std::uint64_t>(std::max<la_int64_t>(size, 0)));
}

}  // namespace cairn
