// SPDX-License-Identifier: GPL-3.0-or-later
// Builds with holes.
#include "tests/support/attack_build.hh"

#include "core/build/outputs.hh"
#include "core/build/prepare.hh"
#include "core/build/running_build.hh"
#include "core/hash/hasher.hh"

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace cairn::test {

namespace fs = std::filesystem;

namespace {

StorePath add_attack(BuildPlace& place) {
  std::string folder = place.folder.path() + "/attack";
  fs::create_directories(folder + "/bin");
  fs::copy_file(attack_program(), folder + "/bin/attack", fs::copy_options::skip_existing);
  std::ofstream(folder + "/file") << "original";
  return place.add(folder, "attack");
}

}  // namespace

Derivation attack_script(BuildPlace& place, const std::string& name, const std::string& script) {
  StorePath attack = add_attack(place);
  Derivation derivation = place.script(name, script, {attack});
  std::string item = place.store.dir().print(attack);
  derivation.environment["item"] = item;
  derivation.environment["PATH"] += ":" + item + "/bin";
  return derivation;
}

Derivation fixed_attack_script(BuildPlace& place, const std::string& name,
                               const std::string& script, const std::string& content) {
  Derivation derivation = attack_script(place, name, script);
  Hash hash = hash_of(HashAlgorithm::sha256, content);
  derivation.outputs.at("out").fixed = FixedOutput{ContentMethod::flat, hash};
  return derivation;
}

AttackBuild::AttackBuild(BuildPlace& place, Derivation derivation, sandbox::Weaknesses weaknesses)
    : place_(place),
      scratch_(place.layout().physical_state() + "/builds"),
      path_(place.add(std::move(derivation))),
      derivation_(place.store.read_derivation(path_)),
      inputs_(place.store.database().closure(derivation_.input_sources)),
      spec_(make_spec(weaknesses)),
      builder_(place.spawner, spec_) {}

sandbox::Spec AttackBuild::make_spec(sandbox::Weaknesses weaknesses) {
  std::string scratch = scratch_.path() + "/0";
  for (const char* folder : {mount_point_name, sandbox::scratch_build, sandbox::scratch_tmp}) {
    make_directories(scratch + "/" + folder);
  }
  std::string store = scratch_.path() + "/store-0";
  make_directories(store);
  fs::permissions(scratch, fs::perms::owner_all);
  sandbox::Spec spec =
      builder_spec(place_.layout(), derivation_, inputs_,
                   builder_environment(place_.layout(), derivation_, BuildSettings{}), scratch);
  spec.mount_point = scratch + "/" + mount_point_name;
  spec.store_folder = store;
  spec.weaknesses = weaknesses;
  return spec;
}

std::string AttackBuild::build_folder() const {
  return spec_.scratch + "/" + sandbox::scratch_build;
}

std::string AttackBuild::built() const {
  const StorePath& out = derivation_.outputs.at("out").path;
  return spec_.store_folder + "/" + out.base_name();
}

std::string AttackBuild::item() const {
  return place_.layout().physical_item(derivation_.outputs.at("out").path);
}

void AttackBuild::keep() {
  Fd built = open_directory(spec_.store_folder);
  OutputCopies copies(place_.store);
  copy_outputs(copies, place_.store, {path_, derivation_, built.get(), inputs_}, [] {});
  place_.store.publish(copies.release());
}

void AttackBuild::keep_naively() {
  fs::rename(built(), item());
  if (fs::is_directory(item())) return;
  struct stat status {};
  checked(stat(item().c_str(), &status), "cannot look at {}", item());
  mode_t mode = status.st_mode & (S_ISUID | S_ISGID | S_IXUSR | S_IXGRP | S_IXOTH);
  checked(chmod(item().c_str(), mode | 0444), "cannot set the mode of {}", item());
}

std::vector<std::string> AttackBuild::folders_around() const {
  std::vector<std::string> folders = {spec_.store_folder};
  for (fs::path path = spec_.scratch; path != place_.folder.path(); path = path.parent_path()) {
    folders.push_back(path.string());
  }
  return folders;
}

}  // namespace cairn::test
