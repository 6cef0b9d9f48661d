// SPDX-License-Identifier: GPL-3.0-or-later
// Unpacking: each member of a MemberReader goes to a MemberWriter.
#include "core/archive/unpack.hh"

#include "core/archive/member_reader.hh"
#include "core/archive/member_writer.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/uninterrupted.hh"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr std::uint64_t member_limit = 1'000'000;

// A path taken apart: the open folder, and the last name in it.
struct Target {
  Fd folder;
  std::string name;
};

Target target_of(const std::string& path) {
  std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return {open_directory("."), path};
  return {open_directory(path.substr(0, slash + 1)), path.substr(slash + 1)};
}

// Pieces of content into a file, with holes where there are none.
void write_content(MemberReader& reader, int file) {
  std::uint64_t position = 0;
  std::uint64_t size = reader.read_content([&](std::uint64_t offset, std::string_view bytes) {
    if (offset != position) {
      checked(lseek(file, static_cast<off_t>(offset), SEEK_SET), "cannot leave a hole in it");
    }
    write_fully(file, bytes, "it");
    position = offset + bytes.size();
  });
  auto extend = [&] { return ftruncate(file, static_cast<off_t>(size)); };
  if (size != position) checked(uninterrupted(extend), "cannot extend it");
}

void write_member(const Member& member, MemberReader& reader, MemberWriter& writer) {
  switch (member.kind) {
    case MemberKind::folder: return writer.make_folder(member.path);
    case MemberKind::link: return writer.make_link(member.path, member.target);
    case MemberKind::hard_link: return writer.make_hard_link(member.path, member.target);
    case MemberKind::other: throw Error("it is a device, a fifo or a socket");
    case MemberKind::file: break;
  }
  Fd file = writer.make_file(member.path, member.is_executable);
  write_content(reader, file.get());
  MemberWriter::finish_file(file.get());
}

void write_members(MemberReader& reader, MemberWriter& writer) {
  std::uint64_t count = 0;
  while (auto member = reader.next()) {
    if (++count > member_limit) throw Error("it has more than {} members", member_limit);
    with_context([&] { return fmt::format("{:?}", member->path); },
                 [&] { write_member(*member, reader, writer); });
  }
}

}  // namespace

void unpack(const UnpackRequest& request) {
  with_context(fmt::format("cannot unpack {}", request.archive), [&] {
    MemberReader reader(request.archive);
    Target target = target_of(request.target);
    checked(mkdirat(target.folder.get(), target.name.c_str(), 0755), "cannot make {}",
            request.target);
    try {
      MemberWriter writer(open_directory_at(target.folder.get(), target.name));
      checked(fchmod(writer.root(), 0755), "cannot set the mode of {}", request.target);
      write_members(reader, writer);
      if (request.strip_single) writer.strip_single();
      writer.finish_folders();
    } catch (...) {
      remove_tree_at(target.folder.get(), target.name);
      throw;
    }
  });
}

}  // namespace cairn
