// SPDX-License-Identifier: GPL-3.0-or-later
// A store with a text, a tree and what refers to both, to be damaged by hand.
#pragma once

#include "core/store/soundness.hh"
#include "tests/unit/core/store/test_store.hh"

#include <sys/stat.h>

namespace cairn::test {

struct DamagedPlace : StorePlace {
  Store store{layout};
  StorePath text = add_item(store, "text");
  StorePath tree = add_folder();
  StorePath referrer = add_item(store, "referrer", {text, tree});

  StorePath add_folder() {
    TemporaryDirectory given;
    Fd top = make_directory_at(given.fd(), "tree");
    make_directory_at(top.get(), "sub");
    write_file_at(top.get(), "file", "content of a tree");
    return store.add_tree("tree", ContentMethod::recursive, HashAlgorithm::sha256, given.fd(),
                          "tree");
  }

  std::string on_disk(const StorePath& item) const { return layout.physical_item(item); }

  void change(const StorePath& item, const std::string& file, const std::string& content) {
    std::string path = on_disk(item) + file;
    checked(chmod(path.c_str(), 0644), "cannot open it");
    Fd opened(checked(open(path.c_str(), O_WRONLY | O_TRUNC), "cannot open it"));
    write_fully(opened.get(), content, path);
  }
  std::vector<std::string> faults(const StorePath& item) {
    return state_of_item(store, item).faults;
  }
};

}  // namespace cairn::test
