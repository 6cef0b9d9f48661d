// SPDX-License-Identifier: GPL-3.0-or-later
// Where a machine's things are below the store's state.
#include "cli/machine_place.hh"

#include "cli/terminal.hh"
#include "core/base/files.hh"

namespace cairn {

namespace {

constexpr const char* lock_file = "lock";      // held by the command that runs the machine
constexpr const char* change_file = "change";  // held by the command that changes it
constexpr const char* init_file = "init";      // the number of process 1, while the lock is held

}  // namespace

MachinePlace::MachinePlace(const Place& place)
    : place_(place),
      generations_(place.store, place.physical(place.state) + "/profiles/system"),
      folder_(place.physical(place.state) + "/machine") {}

Generation MachinePlace::current() const {
  auto generation = generations_.current_generation();
  if (!generation) {
    throw Error("there is no system yet").with_hint("cairn system container FILE");
  }
  return *generation;
}

FileLock MachinePlace::change() const {
  make_directories(folder_, 0711);
  Fd folder = open_directory(folder_);
  if (auto right = FileLock::try_now(folder.get(), change_file, LockKind::exclusive)) {
    return std::move(*right);
  }
  note("waiting for another change of the machine to end");
  return FileLock::wait(folder.get(), change_file, LockKind::exclusive);
}

void MachinePlace::show(Engine& engine, const StorePath& item) const {
  engine.add_temporary_root(item);
  ProfileChange change = ProfileChange::begin(generations_);
  auto current = generations_.current_generation();
  if (current && current->item == item) return;
  std::uint64_t number = change.add(item);
  change.switch_to(number);
  note(fmt::format("the system is of generation {} now", number));
}

Fd MachinePlace::store_root() const {
  return open_directory(place_.root.empty() ? "/" : place_.root);
}

machine::Container MachinePlace::container_of(const StorePath& item,
                                              const std::string& host_name) const {
  return {.folder = folder_ + "/root",
          .scratch = folder_ + "/scratch",
          .store_source = place_.physical(place_.store.path()),
          .store_target = place_.store.path(),
          .system = seen(item),
          .host_name = host_name};
}

std::optional<FileLock> MachinePlace::try_running() const {
  make_directories(folder_, 0711);
  return FileLock::try_now(open_directory(folder_).get(), lock_file, LockKind::exclusive);
}

std::optional<pid_t> MachinePlace::init() const {
  if (try_running()) return std::nullopt;
  auto text = read_file_at(open_directory(folder_).get(), init_file, 100);
  if (!text || text->empty() || *text == "0")
    throw Error("the machine is about to start; try again");
  return std::stoi(*text);
}

void MachinePlace::tell_init(pid_t init) const {
  write_file_at(open_directory(folder_).get(), init_file, std::to_string(init));
}

}  // namespace cairn
