// SPDX-License-Identifier: GPL-3.0-or-later
// The file `disk` of a FUSE file system. What is written stays in a volatile cache until it is
// flushed. Who writes "SEED PERCENT PATH" to the file `cut` gets at PATH what a power cut would
// leave now: what was flushed, and so many percent of the sectors written since. The disk itself
// goes on.
#define FUSE_USE_VERSION 31
#include "core/base/error.hh"
#include "core/base/fd.hh"

#include <algorithm>
#include <array>
#include <cstring>
#include <fcntl.h>
#include <fuse3/fuse.h>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace cairn {

namespace {

constexpr std::size_t sector_size = 4096;

class Disk {
 public:
  explicit Disk(std::size_t size) : size_(size) {}

  std::size_t size() const { return size_; }

  std::size_t read(char* buffer, std::size_t count, std::size_t offset) const {
    auto piece = [&](const Place& place, std::size_t done) {
      auto found = now_.find(place.sector);
      char* to = buffer + done;
      if (found == now_.end()) std::memset(to, 0, place.count);
      if (found != now_.end()) std::memcpy(to, found->second.data() + place.begin, place.count);
    };
    return for_each_sector(count, offset, piece);
  }

  std::size_t write(const char* bytes, std::size_t count, std::size_t offset) {
    return for_each_sector(count, offset, [&](const Place& place, std::size_t done) {
      cache_.push_back({place, std::string(bytes + done, place.count)});
      apply(cache_.back(), now_);
    });
  }

  void flush() {
    for (const Write& write : cache_) apply(write, lasting_);
    cache_.clear();
  }

  void cut(unsigned seed, unsigned percent, const std::string& path) const {
    std::minstd_rand chance(seed);
    Sectors left = lasting_;
    for (const Write& write : cache_) {
      if (chance() % 100 < percent) apply(write, left);
    }
    Fd file(checked(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600),
                    "cannot make {}", path));
    checked(ftruncate(file.get(), static_cast<off_t>(size_)), "cannot make {}", path);
    for (const auto& [number, bytes] : left) {
      auto at = static_cast<off_t>(number * sector_size);
      checked(pwrite(file.get(), bytes.data(), bytes.size(), at), "cannot write {}", path);
    }
  }

 private:
  using Sectors = std::map<std::size_t, std::array<char, sector_size>>;  // absent ones are zero

  struct Place {
    std::size_t sector;
    std::size_t begin;  // in it
    std::size_t count;  // of bytes, not beyond its end
  };

  struct Write {
    Place place;
    std::string bytes;
  };

  // Call WORK with each place from OFFSET on and how many bytes come before it.
  template <typename Work>
  std::size_t for_each_sector(std::size_t count, std::size_t offset, const Work& work) const {
    count = std::min(count, size_ - std::min(size_, offset));
    for (std::size_t done = 0; done < count;) {
      std::size_t begin = (offset + done) % sector_size;
      std::size_t part = std::min(count - done, sector_size - begin);
      work({(offset + done) / sector_size, begin, part}, done);
      done += part;
    }
    return count;
  }

  static void apply(const Write& write, Sectors& sectors) {
    auto& bytes = sectors.try_emplace(write.place.sector).first->second;
    std::ranges::copy(write.bytes, bytes.begin() + write.place.begin);
  }

  std::size_t size_;
  Sectors now_{};
  Sectors lasting_{};
  std::vector<Write> cache_{};
};

Disk& disk() {
  return *static_cast<Disk*>(fuse_get_context()->private_data);
}

bool is_disk(const char* path) {
  return std::string_view(path) == "/disk";
}

bool is_cut(const char* path) {
  return std::string_view(path) == "/cut";
}

int get_status(const char* path, struct stat* status, fuse_file_info*) {
  *status = {};
  status->st_nlink = 1;
  status->st_mode = S_IFREG | 0600;
  if (is_disk(path)) status->st_size = static_cast<off_t>(disk().size());
  if (std::string_view(path) == "/") status->st_mode = S_IFDIR | 0700;
  bool is_known = is_disk(path) || is_cut(path) || S_ISDIR(status->st_mode);
  return is_known ? 0 : -ENOENT;
}

int open_file(const char* path, fuse_file_info* info) {
  if (!is_disk(path) && !is_cut(path)) return -ENOENT;
  info->direct_io = is_cut(path);
  return 0;
}

int truncate_file(const char*, off_t, fuse_file_info*) {
  return 0;  // by who opens `cut` to write to it
}

int read_file(const char* path, char* buffer, std::size_t count, off_t offset, fuse_file_info*) {
  if (!is_disk(path)) return 0;
  return static_cast<int>(disk().read(buffer, count, static_cast<std::size_t>(offset)));
}

int cut(std::string order) {
  std::istringstream words(std::move(order));
  unsigned seed = 0, percent = 0;
  std::string path;
  if (!(words >> seed >> percent >> path)) return -EINVAL;
  try {
    disk().cut(seed, percent, path);
    return 0;
  } catch (const Error& error) {
    fmt::print(stderr, "cut_disk: error: {}\n", error.message());
    return -EIO;
  }
}

int write_file(const char* path, const char* bytes, std::size_t count, off_t offset,
               fuse_file_info*) {
  if (is_disk(path)) {
    return static_cast<int>(disk().write(bytes, count, static_cast<std::size_t>(offset)));
  }
  int problem = cut(std::string(bytes, count));
  return problem < 0 ? problem : static_cast<int>(count);
}

int flush_file(const char* path, int, fuse_file_info*) {
  if (is_disk(path)) disk().flush();
  return 0;
}

int serve(std::size_t size, char* program, char* folder) {
  Disk disk(size);
  fuse_operations operations{};
  operations.getattr = get_status;
  operations.open = open_file;
  operations.truncate = truncate_file;
  operations.read = read_file;
  operations.write = write_file;
  operations.fsync = flush_file;
  // One thread: a cut happens between two writes.
  char one_thread[] = "-s";
  char in_foreground[] = "-f";
  char* arguments[] = {program, one_thread, in_foreground, folder, nullptr};
  return fuse_main(4, arguments, &operations, &disk);
}

}  // namespace

}  // namespace cairn

int main(int count, char** values) {
  if (count != 3) {
    fmt::print(stderr, "usage: cut_disk SIZE FOLDER\n");
    return 2;
  }
  return cairn::serve(std::stoull(values[1]), values[0], values[2]);
}
