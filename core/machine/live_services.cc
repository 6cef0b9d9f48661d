// SPDX-License-Identifier: GPL-3.0-or-later
// Service folders that can be written to, with links into the store.
#include "core/machine/live_services.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/machine/below.hh"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

namespace cairn::machine {

namespace {

constexpr const char* definition_link = "definition";
constexpr const char* next = ".service-next";

// What may be in a definition. Links to what is not there do no harm, but runsv tells of them.
constexpr const char* parts[] = {"run", "check", "finish", "control"};

void link_parts(int root, int folder, const std::string& definition) {
  Fd item = open_item_below(root, definition);
  for (const char* part : parts) {
    if (status_at(item.get(), part)) {
      replace_link_at(folder, part, definition + "/" + part);
    } else {
      unlinkat(folder, part, 0);
    }
  }
  if (status_at(item.get(), "log")) {
    Fd log = make_directory_at(folder, "log");
    replace_link_at(log.get(), "run", definition + "/log/run");
  }
  replace_link_at(folder, definition_link, definition);
}

}  // namespace

LiveServices::LiveServices(int root, const std::string& path)
    : root_(root), retired_(path + "-ended"), folder_(make_folder_below(root, path)) {
  state_ = place_below(root, path).folder;
  struct stat status {};
  checked(fstat(folder_.get(), &status), "cannot look at the folder of services");
  before_ = status.st_mtime;
}

RunningServices LiveServices::running() const {
  RunningServices running;
  for (const std::string& name : list_directory(folder_.get())) {
    Fd service = open_directory_at(folder_.get(), name);
    running[name] = read_link_at(service.get(), definition_link);
  }
  return running;
}

std::string LiveServices::process(const std::string& name) const {
  // runsv(8) writes both; the folder may be a link of its own to elsewhere.
  int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  Fd state(openat(folder_.get(), (name + "/supervise").c_str(), flags));
  if (!state || !read_file_at(state.get(), "stat").value_or("").starts_with("run")) return "";
  std::string digits = read_file_at(state.get(), "pid").value_or("");
  return digits.substr(0, digits.find('\n'));
}

void LiveServices::add(const Service& service) {
  remove_tree_at(state_.get(), next);
  Fd folder = make_directory_at(state_.get(), next);
  link_parts(root_, folder.get(), service.definition);
  checked(renameat2(state_.get(), next, folder_.get(), service.name.c_str(), RENAME_NOREPLACE),
          "cannot add the service {}", service.name);
}

void LiveServices::change(const Service& service) {
  Fd folder = open_directory_at(folder_.get(), service.name);
  link_parts(root_, folder.get(), service.definition);
}

std::string LiveServices::retire(const std::string& name) {
  Fd retired = make_folder_below(root_, retired_);
  remove_tree_at(retired.get(), name);
  checked(renameat(folder_.get(), name.c_str(), retired.get(), name.c_str()),
          "cannot take the service {} away", name);
  return retired_ + "/" + name;
}

void LiveServices::forget_retired() {
  Place retired = place_below(root_, retired_);
  remove_tree_at(retired.folder.get(), retired.name);
}

void LiveServices::settle() {
  // Another time than before, whatever the clock says, and one that is not now.
  timespec times[2] = {{.tv_sec = 0, .tv_nsec = UTIME_OMIT}, {.tv_sec = before_ + 1, .tv_nsec = 0}};
  if (times[1].tv_sec >= time(nullptr)) times[1].tv_sec = 1;
  checked(futimens(folder_.get(), times), "cannot set the time of the services' folder");
  before_ = times[1].tv_sec;
}

}  // namespace cairn::machine
