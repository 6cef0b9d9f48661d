// SPDX-License-Identifier: GPL-3.0-or-later
// Roots of processes. Who must not lose items to what he cannot read collects as root.
#include "core/base/chunk.hh"
#include "core/base/files.hh"
#include "core/base/processes.hh"
#include "core/base/uninterrupted.hh"
#include "core/store/roots.hh"

#include <algorithm>
#include <array>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <unistd.h>
#include <utility>

namespace cairn {

namespace {

constexpr std::size_t file_limit = 64 << 20;  // of maps or environ; more is not looked at

class ProcessScan {
 public:
  explicit ProcessScan(const Layout& layout)
      : layout_(layout), prefixes_{layout.store.path() + "/"} {
    if (!layout.root.empty()) prefixes_.push_back(layout.physical_store() + "/");
  }

  // DIRECTORY is /proc/PID.
  void process(int directory) {
    if (!can_look_into(directory)) return;
    for (const char* name : {"exe", "cwd", "root"}) link(directory, name);
    for (const char* name : {"maps", "environ"}) file(directory, name);
    if (Fd fds = open_of_process(directory, "fd", O_DIRECTORY)) descriptors(std::move(fds));
  }

  // The items found since the last call.
  StorePathSet take() { return std::exchange(found_, {}); }

 private:
  void link(int directory, const char* name) {
    std::array<char, 4096> target;
    ssize_t size = readlinkat(directory, name, target.data(), target.size());
    if (size > 0) text({target.data(), static_cast<std::size_t>(size)});
  }

  void descriptors(Fd fds) {
    std::unique_ptr<DIR, int (*)(DIR*)> stream(fdopendir(fds.get()), closedir);
    if (!stream && (errno == ENOENT || errno == ESRCH)) return;
    if (!stream) throw errno_error("cannot read the descriptors of a process");
    int directory = fds.release();
    while (dirent* entry = readdir(stream.get())) link(directory, entry->d_name);
  }

  void file(int directory, const char* name) {
    Fd fd = open_of_process(directory, name);
    if (!fd) return;
    content_.resize(chunk_size);
    std::size_t size = 0;
    for (;;) {
      ssize_t count = uninterrupted(
          [&] { return read(fd.get(), content_.data() + size, content_.size() - size); });
      if (count <= 0) break;
      size += static_cast<std::size_t>(count);
      if (size == content_.size() && size < file_limit) content_.resize(size * 2);
    }
    text(std::string_view(content_).substr(0, size));
  }

  void text(std::string_view text) {
    for (const std::string& prefix : prefixes_) {
      for (std::size_t at = text.find(prefix); at != std::string_view::npos;
           at = text.find(prefix, at + prefix.size())) {
        item(text.substr(at + prefix.size()));
      }
    }
  }

  void item(std::string_view rest) {
    constexpr std::string_view others = "+-._?=";
    auto is_end = [&](char c) {
      return !std::isalnum(static_cast<unsigned char>(c)) && others.find(c) == others.npos;
    };
    auto end = std::find_if(rest.begin(), rest.end(), is_end);
    std::string_view name = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    auto item = layout_.store.item_of(layout_.store.path() + "/" + std::string(name));
    if (item) found_.insert(*item);
  }

  const Layout& layout_;
  std::vector<std::string> prefixes_;
  std::string content_{};
  StorePathSet found_{};
};

}  // namespace

std::vector<Root> process_roots(const Layout& layout) {
  std::vector<Root> roots;
  Fd store = open_directory(layout.physical_store());
  ProcessScan scan(layout);
  each_process([&](const std::string& number, int folder) {
    scan.process(folder);
    for (const StorePath& item : scan.take()) {
      if (!status_at(store.get(), item.base_name())) continue;
      roots.push_back({fmt::format("{{process:{}}}", number), item});
    }
  });
  std::sort(roots.begin(), roots.end());
  // Threads of one process may keep the same.
  roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
  return roots;
}

}  // namespace cairn
