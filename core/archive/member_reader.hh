// SPDX-License-Identifier: GPL-3.0-or-later
// MemberReader: the members of an archive file, one after the other, as they stand in it. Nothing
// of a name or a link is judged here; MemberWriter does that.
#pragma once

#include "core/base/fd.hh"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct archive;
struct archive_entry;

namespace cairn {

enum class MemberKind { folder, file, link, hard_link, other };

struct Member {
  std::string path;  // as the archive writes it
  MemberKind kind;
  bool is_executable = false;
  std::string target = {};  // of a link: any text; of a hard link: the path of another member
};

class MemberReader {
 public:
  // Open the archive at PATH: tar through any compression, zip, or deb, whose members are those of
  // its data.tar.
  explicit MemberReader(const std::string& path);

  // The next member; nothing at the end. Throws when the archive is damaged.
  std::optional<Member> next();

  // Pass the current member's content to TAKE, piece by piece. What no piece covers is zero.
  // Returns how long the content is.
  std::uint64_t read_content(
      const std::function<void(std::uint64_t offset, std::string_view bytes)>& take);

 private:
  using Handle = std::unique_ptr<struct archive, int (*)(struct archive*)>;

  bool is_format(int format) const;
  bool advance();  // whether there is another member
  bool has_only_lost_name() const;
  void open_data_of_deb();
  std::string current_path();

  Fd file_;
  Handle outer_;
  Handle inner_;                    // of a deb: data.tar, read out of OUTER_ as it comes
  struct archive* archive_;         // the one that members come from
  archive_entry* entry_ = nullptr;  // the current member, owned by ARCHIVE_
  std::uint64_t count_ = 0;         // members read so far
  std::optional<std::vector<std::string>> zip_names_;  // read when a name was lost
};

}  // namespace cairn
