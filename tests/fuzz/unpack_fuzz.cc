// SPDX-License-Identifier: GPL-3.0-or-later
// Archives of other people, unpacked into a folder. What comes of it is a tree that the store can
// hold; what is refused leaves nothing.
#include "core/archive/unpack.hh"
#include "core/base/files.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"
#include "tests/fuzz/target.hh"

#include <csignal>
#include <sys/resource.h>

namespace cairn::test {

namespace {

// Lets no file grow far while it lives: a kilobyte may say that it holds a terabyte.
class SmallFiles {
 public:
  SmallFiles() {
    checked(getrlimit(RLIMIT_FSIZE, &before_), "cannot ask how long files may be");
    bound(64 << 10);
  }
  SmallFiles(SmallFiles&&) = delete;
  ~SmallFiles() { bound(before_.rlim_cur); }

 private:
  void bound(rlim_t size) const {
    const rlimit limit{size, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  rlimit before_{};
};

void unpack_in(const std::string& folder, bool strips) {
  SmallFiles small;
  unpack({folder + "/archive", folder + "/target", strips});
}

void dump(const TemporaryDirectory& folder) {
  CountingSink nowhere;
  NarWriter writer(nowhere);
  nar::walk(folder.fd(), "target", writer, {.strict = true});
}

}  // namespace

bool takes(std::string_view bytes) {
  static const TemporaryDirectory folder;
  std::signal(SIGXFSZ, SIG_IGN);  // so that a file that grows too far is an Error
  write_file_at(folder.fd(), "archive", bytes);
  bool taken = is_taken([&] { unpack_in(folder.path(), bytes.size() % 2 == 1); });
  if (taken) {
    expect(is_taken([&] { dump(folder); }), "what was unpacked can be stored");
    remove_tree_at(folder.fd(), "target");
  }
  expect(list_directory(folder.fd()) == std::vector<std::string>{"archive"},
         "what was refused left nothing");
  return taken;
}

}  // namespace cairn::test
