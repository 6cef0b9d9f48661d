// SPDX-License-Identifier: GPL-3.0-or-later
// Noting and mending.
#include "core/store/optimise_journal.hh"

#include "core/base/bytes.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/nar/tree_writer.hh"
#include "core/store/temporary_roots.hh"

#include <fcntl.h>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr const char* journal_name = "optimise.journal";
constexpr std::size_t journal_limit = 64 << 20;  // a quarter of a million items

void mend_all(const Layout& layout, int journal) {
  FdSource source(journal, journal_name);
  std::istringstream lines(read_all(source, journal_limit, journal_name));
  Fd store = open_directory(layout.physical_store());
  TemporaryRoots roots(layout);  // or a collector might be deleting one
  for (std::string line; std::getline(lines, line);) {
    // A line that a power cut tore names nothing that was changed.
    auto item = layout.store.item_of(layout.store.path() + "/" + line);
    if (!item) continue;
    roots.add(*item);
    make_folders_canonical(store.get(), item->base_name());
  }
}

}  // namespace

void make_folders_canonical(int directory, const std::string& name) {
  auto status = status_at(directory, name);
  if (!status || !S_ISDIR(status->st_mode)) return;
  Fd folder = open_directory_at(directory, name);
  for (const std::string& entry : list_directory(folder.get())) {
    make_folders_canonical(folder.get(), entry);
  }
  make_canonical(folder.get(), 0555, name);
}

OptimiseJournal::OptimiseJournal(const Layout& layout) {
  Fd state = open_directory(layout.physical_state());
  file_ = open_or_make_at(state.get(), journal_name, O_RDWR | O_APPEND);
  checked(file_.get(), "cannot open {}", journal_name);
  mend(layout);
}

void OptimiseJournal::mend(const Layout& layout) {
  checked(lseek(file_.get(), 0, SEEK_SET), "cannot read {}", journal_name);
  mend_all(layout, file_.get());
  clear();
}

bool OptimiseJournal::is_left(const Layout& layout) {
  auto status = status_at(open_directory(layout.physical_state()).get(), journal_name);
  return status && status->st_size > 0;
}

void OptimiseJournal::note(const StorePath& item) {
  write_fully(file_.get(), item.base_name() + "\n", journal_name);
  checked(fdatasync(file_.get()), "cannot flush {}", journal_name);
}

void OptimiseJournal::clear() {
  checked(ftruncate(file_.get(), 0), "cannot empty {}", journal_name);
}

}  // namespace cairn
