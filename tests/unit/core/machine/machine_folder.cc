// SPDX-License-Identifier: GPL-3.0-or-later
// A machine in /dev/shm: /run of a real one lies in memory, too.
#include "tests/unit/core/machine/machine_folder.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdlib.h>
#include <unistd.h>

namespace cairn::test {

namespace fs = std::filesystem;

MachineFolder::MachineFolder() {
  std::string name = "/dev/shm/cairn-machine-XXXXXX";
  REQUIRE(mkdtemp(name.data()) != nullptr);
  path_ = name;
  fs::permissions(path_, fs::perms(0755));
  root_ = open_directory(path_);
}

MachineFolder::~MachineFolder() {
  fs::remove_all(path_);
}

void MachineFolder::write(const std::string& file, const std::string& content, mode_t mode) {
  fs::path place = path_ + file;
  fs::create_directories(place.parent_path());
  Fd folder = open_directory(place.parent_path());
  write_file_at(folder.get(), place.filename(), content, mode);
}

void MachineFolder::link(const std::string& file, const std::string& target) {
  fs::path place = path_ + file;
  fs::create_directories(place.parent_path());
  fs::create_symlink(target, place);
}

std::string MachineFolder::read(const std::string& file) const {
  return read_file(path_ + file);
}

std::string MachineFolder::target(const std::string& file) const {
  std::error_code failure;
  return fs::read_symlink(path_ + file, failure).string();
}

bool MachineFolder::has(const std::string& file) const {
  return fs::symlink_status(path_ + file).type() != fs::file_type::not_found;
}

struct stat MachineFolder::status(const std::string& file) const {
  struct stat status {};
  checked(lstat((path_ + file).c_str(), &status), "cannot look at {}", file);
  return status;
}

machine::SystemDeclaration small_system() {
  machine::SystemDeclaration system;
  system.host_name = "home";
  system.time_zone = "Etc/UTC";
  system.locale = "C.UTF-8";
  system.users = {{.name = "root",
                   .group = "root",
                   .uid = geteuid(),
                   .home = "/root",
                   .shell = "/bin/sh",
                   .is_system = true},
                  {.name = "alice",
                   .group = "users",
                   .home = "/home/alice",
                   .create_home = true,
                   .shell = "/bin/sh"}};
  system.groups = {{.name = "root", .gid = getegid(), .is_system = true},
                   {.name = "users", .gid = {}, .is_system = false}};
  return system;
}

machine::Accounts accounts_for(const machine::SystemDeclaration& system) {
  return machine::accounts_of(system, {}, "");
}

std::string write_system(MachineFolder& machine, const WrittenSystem& system) {
  using nlohmann::json;
  auto user = [](const std::string& name, const json& uid, const std::string& home) {
    return json{{"name", name},        {"group", "root"},    {"supplementaryGroups", json::array()},
                {"uid", uid},          {"comment", ""},      {"home", home},
                {"createHome", false}, {"shell", "/bin/sh"}, {"system", uid.is_number()}};
  };
  std::string item = "/cairn/store/" + system.name;
  json users = json::array({user("root", geteuid(), "/root")});
  if (!system.user.empty()) users.push_back(user(system.user, nullptr, "/home/" + system.user));
  json services = json::array();
  if (!system.service.empty()) {
    services.push_back({{"name", "web"},
                        {"definition", system.service},
                        {"requirement", json::array()},
                        {"patience", 1},
                        {"vital", true}});
    machine.write(system.service + "/run", "", 0555);
  }
  machine.write(item + "-etc/motd", system.message);
  json declaration{
      {"version", 1},
      {"hostName", "home"},
      {"timeZone", "Etc/UTC"},
      {"locale", "C.UTF-8"},
      {"etc", item + "-etc"},
      {"profile", "/cairn/store/profile"},
      {"users", users},
      {"groups", json::array({{{"name", "root"}, {"gid", getegid()}, {"system", true}}})},
      {"folders",
       json::array(
           {{{"path", "/var/lib/x"}, {"owner", "root"}, {"group", "root"}, {"mode", 0700}}})},
      {"privileged", json::array()},
      {"secrets", json::array()},
      {"services", services},
      {"init", {{"watch", "/w"}, {"control", "/sv"}, {"folder", "/run/service"}}}};
  machine.write(item + "/system.json", declaration.dump());
  return item;
}

bool can_give_files_away() {
  if (geteuid() == 0) return true;
  std::cout << "skip: only root can give files away\n";
  return false;
}

}  // namespace cairn::test
