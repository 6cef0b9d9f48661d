// SPDX-License-Identifier: GPL-3.0-or-later
// A store that can build.
#include "tests/support/build_place.hh"

#include "core/derivation/aterm.hh"

#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace cairn::test {

namespace fs = std::filesystem;

namespace {

constexpr const char* applets[] = {
    "ash",   "awk",    "cat",   "chmod",   "chown",    "cp",    "cut",  "date",   "dd",
    "env",   "find",   "grep",  "head",    "hostname", "id",    "kill", "ln",     "ls",
    "mkdir", "mkfifo", "mknod", "mount",   "mv",       "nc",    "od",   "printf", "readlink",
    "rm",    "sed",    "seq",   "sh",      "sleep",    "sort",  "stat", "tail",   "tar",
    "touch", "tr",     "true",  "unshare", "wc",       "xargs",
};

std::string make_store_folder(const std::string& root) {
  make_directories(root + "/cairn/store");
  return root + "/cairn/store";
}

StorePath add_busybox(Store& store, const std::string& folder) {
  std::string bin = folder + "/busybox/bin";
  fs::create_directories(bin);
  fs::copy_file("/bin/busybox", bin + "/busybox");
  for (const char* applet : applets) fs::create_symlink("busybox", bin + "/" + applet);
  Fd parent = open_directory(folder);
  return store.add_tree("busybox", ContentMethod::recursive, HashAlgorithm::sha256, parent.get(),
                        "busybox");
}

}  // namespace

std::string EventList::log() const {
  std::string text;
  for (const Event& event : events) {
    if (const auto* logged = std::get_if<BuildLogged>(&event)) text += logged->text;
  }
  return text;
}

BuildPlace::BuildPlace()
    : spawner(make_store_folder(folder.path()), run_builtin),
      store(Layout{folder.path()}),
      busybox(add_busybox(store, folder.path())) {}

StorePath BuildPlace::add(const std::string& source, const std::string& name) {
  fs::path path(source);
  Fd parent = open_directory(path.parent_path().string());
  return store.add_tree(name, ContentMethod::recursive, HashAlgorithm::sha256, parent.get(),
                        path.filename().string());
}

Derivation BuildPlace::script(const std::string& name, const std::string& script,
                              const std::vector<StorePath>& inputs,
                              const std::vector<std::string>& outputs) const {
  Derivation derivation;
  derivation.name = name;
  derivation.system = "x86_64-linux";
  std::string bin = store.dir().print(busybox) + "/bin";
  derivation.builder = bin + "/sh";
  derivation.arguments = {"-e", "-c", script};
  derivation.environment = {{"PATH", bin}, {"name", name}};
  derivation.input_sources = {busybox};
  for (const StorePath& input : inputs) {
    if (input.is_derivation()) {
      derivation.input_derivations[input] = {"out"};
    } else {
      derivation.input_sources.insert(input);
    }
  }
  StorePath unknown(std::string(20, '\0'), name);
  for (const std::string& output : outputs)
    derivation.outputs.emplace(output, DerivationOutput{unknown});
  return derivation;
}

Derivation BuildPlace::fixed(const std::string& name, const std::string& text, ContentMethod method,
                             const Hash& hash) const {
  Derivation derivation = script(name, text);
  derivation.outputs.at("out").fixed = FixedOutput{method, hash};
  return derivation;
}

StorePath BuildPlace::add(Derivation derivation) {
  DerivationHashes hashes(store.dir(),
                          [this](const StorePath& path) { return store.read_derivation(path); });
  derivation = with_output_paths(store.dir(), std::move(derivation), hashes);
  return store.add_text(derivation.name + ".drv", print_aterm(store.dir(), derivation),
                        references_of(derivation));
}

BuildResult BuildPlace::build(const StorePath& path, const BuildSettings& settings) {
  return cairn::build(store, spawner, settings, {{path, {}}}, events, -1).at(0);
}

BuildResult BuildPlace::build(const Derivation& derivation, const BuildSettings& settings) {
  return build(add(derivation), settings);
}

std::string BuildPlace::read(const BuildResult& result, const std::string& file) const {
  return read_file(layout().physical_item(result.outputs.at("out")) + file);
}

}  // namespace cairn::test
