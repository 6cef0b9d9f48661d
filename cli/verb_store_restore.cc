// SPDX-License-Identifier: GPL-3.0-or-later
// cairn store restore: a tree out of an archive on standard input, as a user's own files.
#include "cli/archive_file.hh"
#include "cli/verb.hh"
#include "core/base/files.hh"
#include "core/nar/tree_writer.hh"

#include <filesystem>

namespace cairn {

namespace {

struct StoreRestoreWishes {
  std::string destination;
};

Options store_restore_options(StoreRestoreWishes& wishes) {
  return {{"DEST", "", "", &wishes.destination}};
}

Exit store_restore(const StoreRestoreWishes& wishes, const PlaceWishes&) {
  std::filesystem::path path = std::filesystem::absolute(wishes.destination).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  Fd folder = open_directory(path.parent_path().string());
  ArchiveFile archive("-");
  with_context("cannot restore " + wishes.destination, [&] {
    nar::restore(archive, folder.get(), path.filename().string(), TreeWriter::Mode::ordinary);
  });
  return Exit::done;
}

}  // namespace

extern const Verb store_restore_verb;
const Verb store_restore_verb{"store restore", "unpack the archive on standard input",
                              "DEST must not exist yet: cairn store restore DEST < FILE",
                              [] { return call_of(store_restore_options, store_restore); }};

}  // namespace cairn
