// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and changing the links of a profile.
#include "core/profile/generations.hh"

#include "core/base/files.hh"

#include <algorithm>
#include <charconv>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace cairn {

namespace {

// The text of the link at PATH; nothing when nothing is there.
std::optional<std::string> link_text(const std::string& path) {
  char text[4096];
  ssize_t size = readlink(path.c_str(), text, sizeof text);
  if (size < 0 && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  if (size < 0 && errno == EINVAL) {
    throw Error("{} is no profile: something else is there", path)
        .with_hint("choose another place with -p PROFILE");
  }
  checked(size, "cannot read the link {}", path);
  return std::string(text, static_cast<std::size_t>(size));
}

}  // namespace

Profile::Profile(StoreDir store, const std::string& path) : store_(std::move(store)) {
  std::filesystem::path whole = std::filesystem::path(path).lexically_normal();
  folder_ = whole.parent_path().string();
  name_ = whole.filename().string();
  if (!whole.is_absolute() || name_.empty()) throw Error("{:?} cannot be a profile", path);
}

std::string Profile::name_of(std::uint64_t number) const {
  return fmt::format("{}-{}-link", name_, number);
}

std::string Profile::link_of(std::uint64_t number) const {
  return folder_ + "/" + name_of(number);
}

std::optional<std::uint64_t> Profile::number_of(const std::string& name) const {
  std::string_view rest = name;
  if (!rest.starts_with(name_ + "-") || !rest.ends_with("-link")) return std::nullopt;
  rest.remove_prefix(name_.size() + 1);
  std::uint64_t number = 0;
  auto [end, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  bool is_number = problem == std::errc() && name == name_of(number);
  return is_number ? std::optional(number) : std::nullopt;
}

std::optional<Generation> Profile::find(std::uint64_t number) const {
  auto target = link_text(link_of(number));
  if (!target) return std::nullopt;
  auto item = store_.item_of(*target);
  struct stat status {};
  if (!item || lstat(link_of(number).c_str(), &status) < 0) return std::nullopt;
  return Generation{number, *item, status.st_mtime};
}

std::vector<Generation> Profile::list() const {
  std::vector<Generation> generations;
  if (access(folder_.c_str(), F_OK) < 0) return generations;
  for (const std::string& name : list_directory(open_directory(folder_).get())) {
    auto number = number_of(name);
    auto found = number ? find(*number) : std::nullopt;
    if (found) generations.push_back(*found);
  }
  std::sort(generations.begin(), generations.end());
  return generations;
}

std::optional<std::uint64_t> Profile::current() const {
  auto target = link_text(path());
  if (!target) return std::nullopt;
  auto number = number_of(std::filesystem::path(*target).filename().string());
  if (number) return number;
  throw Error("{} is no profile: it leads to {}", path(), *target)
      .with_hint("choose another place with -p PROFILE");
}

std::optional<Generation> Profile::current_generation() const {
  auto number = current();
  if (!number) return std::nullopt;
  if (auto found = find(*number)) return found;
  throw Error("generation {} of {}, the current one, is gone", *number, path())
      .with_hint("cairn package --list-generations, then --switch-generation=N");
}

ProfileChange::ProfileChange(const Profile& profile, Fd folder, FileLock lock)
    : profile_(profile), folder_(std::move(folder)), lock_(std::move(lock)) {
  remove_leftovers();
}

std::optional<ProfileChange> ProfileChange::try_begin(const Profile& profile) {
  make_directories(profile.folder_);
  Fd folder = open_directory(profile.folder_);
  auto lock = FileLock::try_now(folder.get(), profile.name_ + ".lock", LockKind::exclusive);
  if (!lock) return std::nullopt;
  return ProfileChange(profile, std::move(folder), std::move(*lock));
}

ProfileChange ProfileChange::begin(const Profile& profile) {
  make_directories(profile.folder_);
  Fd folder = open_directory(profile.folder_);
  FileLock lock = FileLock::wait(folder.get(), profile.name_ + ".lock", LockKind::exclusive);
  return {profile, std::move(folder), std::move(lock)};
}

// Of a process that was killed between making a link and renaming it. Below the state's folder of
// profiles they would keep their items for ever.
void ProfileChange::remove_leftovers() {
  for (const std::string& name : list_directory(folder_.get())) {
    if (!name.starts_with("." + profile_.name_)) continue;
    std::string_view rest = std::string_view(name).substr(1 + profile_.name_.size());
    bool is_of_link = rest.starts_with('.') && !rest.starts_with(".lock");
    bool is_of_generation = profile_.number_of(name.substr(1, name.find("-link.") + 4)).has_value();
    auto status = is_of_link || is_of_generation ? status_at(folder_.get(), name) : std::nullopt;
    if (status && S_ISLNK(status->st_mode)) unlinkat(folder_.get(), name.c_str(), 0);
  }
}

std::uint64_t ProfileChange::next_number() const {
  auto generations = profile_.list();
  std::uint64_t last = generations.empty() ? 0 : generations.back().number;
  return std::max(last, profile_.current().value_or(0)) + 1;
}

std::uint64_t ProfileChange::add(const StorePath& item) {
  std::uint64_t number = next_number();
  add(number, item);
  return number;
}

void ProfileChange::add(std::uint64_t number, const StorePath& item) {
  replace_link_at(folder_.get(), profile_.name_of(number), profile_.store_.print(item));
}

void ProfileChange::switch_to(std::uint64_t number) {
  if (!profile_.find(number)) {
    throw Error("there is no generation {} of {}", number, profile_.path());
  }
  profile_.current();  // whatever else is in the link's place is not replaced
  replace_link_at(folder_.get(), profile_.name_, profile_.name_of(number));
}

void ProfileChange::remove(std::uint64_t number) {
  if (profile_.current() == number) {
    throw Error("generation {} of {} is the current one", number, profile_.path());
  }
  checked(unlinkat(folder_.get(), profile_.name_of(number).c_str(), 0), "cannot delete {}",
          profile_.link_of(number));
}

std::uint64_t older_than(const std::vector<Generation>& generations, std::uint64_t current) {
  std::uint64_t older = 0;
  for (const Generation& one : generations) {
    if (one.number < current) older = std::max(older, one.number);
  }
  return older;
}

}  // namespace cairn
