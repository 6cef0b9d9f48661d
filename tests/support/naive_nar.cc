// SPDX-License-Identifier: GPL-3.0-or-later
// Archives unpacked as Nix 2.24 and Guix did before they knew better.
#include "tests/support/naive_nar.hh"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>

namespace cairn::test {

namespace {

namespace fs = std::filesystem;

class NaiveParser {
 public:
  explicit NaiveParser(std::string_view rest) : rest_(rest) {}

  std::string token() {
    std::uint64_t size = 0;
    for (int i = 0; i < 8; ++i)
      size |= std::uint64_t{static_cast<unsigned char>(rest_[i])} << 8 * i;
    rest_.remove_prefix(8);
    std::string text(size, '\0');
    rest_.copy(text.data(), size);
    rest_.remove_prefix(std::min<std::uint64_t>(rest_.size(), (size + 7) / 8 * 8));
    return text;
  }

  void node(const std::string& path) {
    skip(2);  // ( type
    std::string type = token();
    if (type == "directory") return folder(path);
    std::string word = token();
    if (word == "executable") skip(2);
    std::string text = token();
    if (type == "symlink") {
      fs::create_symlink(text, path);
    } else {
      std::ofstream(path) << text;
    }
    skip(1);
  }

 private:
  void folder(const std::string& path) {
    fs::create_directories(path);
    while (token() == "entry") {
      skip(2);  // ( name
      std::string name = token();
      skip(1);  // node
      node(path + "/" + name);
      skip(1);  // )
    }
  }

  void skip(int tokens) {
    for (; tokens > 0; --tokens) token();
  }

  std::string_view rest_;
};

}  // namespace

void unpack_naively(std::string_view archive, const std::string& path) {
  NaiveParser parser(archive);
  parser.token();
  parser.node(path);
}

std::string naive_token(std::string_view bytes) {
  return NaiveParser(bytes).token();
}

}  // namespace cairn::test
