// SPDX-License-Identifier: GPL-3.0-or-later
// The derivations of Guix's hello, unpacked.
#include "tests/support/guix_derivations.hh"

#include "core/base/files.hh"
#include "core/derivation/aterm.hh"

#include <cstdlib>

namespace cairn::test {

GuixDerivations::GuixDerivations(const std::string& vectors) {
  TemporaryDirectory folder;
  std::string archive = vectors + "/gnu-hello-derivations.tar.zst";
  std::string command = fmt::format("tar --zstd -xf '{}' -C '{}'", archive, folder.path());
  if (std::system(command.c_str()) != 0) throw Error("cannot unpack {}", archive);
  for (const std::string& name : list_directory(folder.fd())) {
    paths_.emplace_back(std::string_view(name));
    texts_.emplace(paths_.back(), read_file_at(folder.fd(), name).value());
  }
}

Derivation GuixDerivations::find(const StorePath& path) const {
  std::string_view name = path.name();
  return parse_aterm(store_, text(path), name.substr(0, name.size() - 4));
}

}  // namespace cairn::test
