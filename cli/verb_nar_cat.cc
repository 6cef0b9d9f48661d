// SPDX-License-Identifier: GPL-3.0-or-later
// cairn nar cat: one file out of an archive.
#include "cli/archive_file.hh"
#include "cli/nar_index.hh"
#include "cli/results.hh"
#include "cli/verb.hh"

namespace cairn {

namespace {

struct NarCatWishes {
  std::string file;
  std::string path;
};

Options nar_cat_options(NarCatWishes& wishes) {
  return {{"FILE", "", "", &wishes.file}, {"PATH", "", "", &wishes.path}};
}

Exit nar_cat(const NarCatWishes& wishes, const PlaceWishes&) {
  ArchiveFile archive(wishes.file);
  Results results;
  cat_nar_file(archive, wishes.path, results);
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb nar_cat_verb;
const Verb nar_cat_verb{"nar cat", "print a file of an archive",
                        "A FILE of '-' means standard input.",
                        [] { return call_of(nar_cat_options, nar_cat); }};

}  // namespace cairn
