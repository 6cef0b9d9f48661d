// SPDX-License-Identifier: GPL-3.0-or-later
// Joining folders.
#include "core/build/union_tree.hh"

#include "core/base/chunk.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"

#include <algorithm>
#include <fcntl.h>
#include <map>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr unsigned depth_limit = 64;  // folders in one another

// What PATH is behind all links; nothing when they lead nowhere.
std::optional<struct stat> followed_status(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) == 0) return status;
  if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) return std::nullopt;
  throw errno_error("cannot look at {}", path);
}

// Whether two files of SIZE bytes hold the same.
bool has_same_content(const std::string& first, const std::string& second, std::uint64_t size) {
  Fd files[] = {Fd(checked(open(first.c_str(), O_RDONLY | O_CLOEXEC), "cannot open {}", first)),
                Fd(checked(open(second.c_str(), O_RDONLY | O_CLOEXEC), "cannot open {}", second))};
  FdSource one(files[0].get(), first);
  FdSource other(files[1].get(), second);
  std::string here(std::min<std::uint64_t>(size, chunk_size), '\0');
  std::string there = here;
  for (; size > 0; size -= here.size()) {
    here.resize(std::min<std::uint64_t>(size, here.size()));
    there.resize(here.size());
    one.read_exactly(here);
    other.read_exactly(there);
    if (here != there) return false;
  }
  return true;
}

class Union {
 public:
  Union(const std::vector<UnionInput>& inputs, const UnionRules& rules)
      : inputs_(inputs), rules_(rules) {}

  void make(const std::string& out) {
    std::vector<Place> places;
    for (const UnionInput& input : inputs_) {
      const std::string& path = input.path;
      if (!path.starts_with('/')) throw Error("the input '{}' is no absolute path", path);
      Place place{&input, path, followed_status(path)};
      if (place.is_folder()) {
        places.push_back(std::move(place));
      } else if (rules_.passes_over) {
        report(fmt::format("{} is left out: it is not a folder", path));
      } else {
        throw Error("the input {} is not a folder", path);
      }
    }
    checked(mkdir(out.c_str(), 0755), "cannot make the folder {}", out);
    merge(open_directory(out).get(), "", places);
  }

 private:
  // One entry in one input.
  struct Place {
    const UnionInput* input;
    std::string path;
    std::optional<struct stat> status;  // behind all links; nothing for a link to nowhere
    bool is_folder() const { return status && S_ISDIR(status->st_mode); }
  };

  // Fill the open folder OUT, which is RELATIVE in the union, with what is in FOLDERS.
  void merge(int out, const std::string& relative, const std::vector<Place>& folders) {
    for (const Place& folder : folders) refuse_to_turn_back(folder);
    if (around_.size() > depth_limit) {
      throw Error("{} is in more than {} folders", relative, depth_limit);
    }
    around_.push_back(&folders);
    AtEnd leave([&] { around_.pop_back(); });
    std::map<std::string, std::vector<Place>> entries;
    for (const Place& folder : folders) {
      for (const std::string& name : list_directory(open_directory(folder.path).get())) {
        entries[name].push_back({folder.input, folder.path + "/" + name, std::nullopt});
      }
    }
    for (auto& [name, places] : entries) {
      std::string path = relative.empty() ? name : relative + "/" + name;
      if (rules_.is_left_out && rules_.is_left_out(path)) continue;
      if (rules_.passes_over) std::erase_if(places, leads_nowhere);
      if (places.empty()) continue;
      if (places.size() == 1) {
        link(out, name, places[0]);
      } else {
        join(out, name, path, places);
      }
    }
  }

  // Make NAME in OUT, the union's PATH, from the PLACES that several inputs have there.
  void join(int out, const std::string& name, const std::string& path, std::vector<Place>& places) {
    for (Place& place : places) place.status = followed_status(place.path);
    const Place& first = places.front();
    std::vector<Place> folders;
    for (const Place& place : places) {
      if (place.is_folder() != first.is_folder()) {
        collide(path, first, place, "one is a folder and the other is not");
      } else if (place.is_folder()) {
        if (!holds(folders, place)) folders.push_back(place);
      } else if (!is_same(first, place)) {
        collide(path, first, place, "they are not the same");
      }
    }
    if (folders.size() < 2) return link(out, name, first);
    merge(make_directory_at(out, name).get(), path, folders);
  }

  void link(int out, const std::string& name, const Place& place) {
    checked(symlinkat(place.path.c_str(), out, name.c_str()), "cannot make the link to {}",
            place.path);
  }

  static void report(std::string_view text) {
    write_fully(STDERR_FILENO, fmt::format("cairn: union: {}\n", text), "a report");
  }

  static bool leads_nowhere(const Place& place) {
    if (followed_status(place.path)) return false;
    report(fmt::format("{} is left out: it is a link to nowhere", place.path));
    return true;
  }

  // A link to a folder that it stands in would be followed for ever.
  void refuse_to_turn_back(const Place& folder) const {
    for (const std::vector<Place>* folders : around_) {
      if (holds(*folders, folder)) {
        throw Error("{} leads back to a folder that it is in, and other inputs have it, too",
                    folder.path);
      }
    }
  }

  static bool is_one_inode(const Place& first, const Place& second) {
    return first.status && second.status && first.status->st_dev == second.status->st_dev &&
           first.status->st_ino == second.status->st_ino;
  }

  static bool holds(const std::vector<Place>& folders, const Place& place) {
    return std::any_of(folders.begin(), folders.end(),
                       [&](const Place& folder) { return is_one_inode(folder, place); });
  }

  // Whether it does not matter which of the two, no folders, is taken.
  static bool is_same(const Place& first, const Place& second) {
    if (is_one_inode(first, second)) return true;
    if (!first.status && !second.status) {
      return read_link_at(AT_FDCWD, first.path) == read_link_at(AT_FDCWD, second.path);
    }
    if (!first.status || !second.status) return false;
    mode_t compared = S_IFMT | S_IXUSR;
    return S_ISREG(first.status->st_mode) && first.status->st_size == second.status->st_size &&
           (first.status->st_mode & compared) == (second.status->st_mode & compared) &&
           has_same_content(first.path, second.path,
                            static_cast<std::uint64_t>(first.status->st_size));
  }

  void collide(const std::string& path, const Place& taken, const Place& other,
               std::string_view why) {
    if (taken.input->rank != other.input->rank) return;
    const std::string& first = taken.input->path;
    const std::string& second = other.input->path;
    if (rules_.collisions == Collisions::refused) {
      throw Error("{} is in {} and in {}, and {}", path, first, second, why);
    }
    if (rules_.collisions == Collisions::first) return;
    report(fmt::format("{} is taken from {}, not from {}: {}", path, first, second, why));
  }

  const std::vector<UnionInput>& inputs_;
  const UnionRules& rules_;
  std::vector<const std::vector<Place>*> around_;  // the folders that are being merged
};

}  // namespace

void make_union(const std::string& out, const std::vector<UnionInput>& inputs,
                const UnionRules& rules) {
  Union(inputs, rules).make(out);
}

}  // namespace cairn
