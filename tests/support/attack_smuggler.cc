// SPDX-License-Identifier: GPL-3.0-or-later
// Opening everything in time.
#include "tests/support/attack_smuggler.hh"

#include <fcntl.h>
#include <filesystem>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn::test {

namespace fs = std::filesystem;

namespace {

// BUILDS/PID-RANDOM/store-NUMBER/ITEM and what is in it.
constexpr unsigned depth_of_items = 2;
constexpr std::size_t enough = 64;
constexpr std::string_view rewritten = "rewritten";

void rewrite_file(int fd) {
  static_cast<void>(!pwrite(fd, rewritten.data(), rewritten.size(), 0));
  void* mapped = mmap(nullptr, rewritten.size(), PROT_WRITE, MAP_SHARED, fd, 0);
  if (mapped == MAP_FAILED) return;
  rewritten.copy(static_cast<char*>(mapped), rewritten.size());
  munmap(mapped, rewritten.size());
}

void rewrite_folder(int fd) {
  Fd(openat(fd, "planted", O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
}

}  // namespace

Smuggler::Smuggler(std::string builds)
    : builds_(std::move(builds)), thread_([this] {
        for (; !is_over_ && kept_.size() < enough; usleep(1000)) look_into(builds_, 0);
      }) {}

void Smuggler::stop() {
  is_over_ = true;
  if (thread_.joinable()) thread_.join();
}

std::size_t Smuggler::rewrite() {
  stop();
  for (const auto& [inode, fd] : kept_) {
    struct stat status {};
    if (fstat(fd.get(), &status) < 0) continue;
    S_ISDIR(status.st_mode) ? rewrite_folder(fd.get()) : rewrite_file(fd.get());
  }
  return kept_.size();
}

void Smuggler::look_into(const std::string& folder, unsigned depth) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::string path = entry->path().string();
    bool is_output = depth >= depth_of_items;
    bool is_store = entry->path().filename().string().starts_with("store-");
    if (depth == depth_of_items - 1 && !is_store) continue;
    if (is_output) keep(path);
    if (fs::is_directory(fs::symlink_status(path, error))) look_into(path, depth + 1);
  }
}

void Smuggler::keep(const std::string& path) {
  if (kept_.size() >= enough) return;
  int flags = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  Fd fd(open(path.c_str(), O_RDWR | flags));
  if (!fd) fd = Fd(open(path.c_str(), O_RDONLY | O_DIRECTORY | flags));
  struct stat status {};
  if (fd && fstat(fd.get(), &status) == 0) kept_.try_emplace(status.st_ino, std::move(fd));
}

}  // namespace cairn::test
