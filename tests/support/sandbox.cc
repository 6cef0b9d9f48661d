// SPDX-License-Identifier: GPL-3.0-or-later
// A sandbox for tests.
#include "tests/support/sandbox.hh"

#include <filesystem>

namespace cairn::test {

namespace fs = std::filesystem;

SandboxPlace::SandboxPlace() {
  std::string bin = store() + "/" + busybox + "/bin";
  fs::create_directories(bin);
  fs::copy_file("/bin/busybox", bin + "/busybox");
  for (const char* applet : {"cat", "chmod", "cp", "dd", "hostname", "id", "ls", "mkdir", "mkfifo",
                             "mount", "mv", "rm", "sh", "sleep", "touch", "wc"}) {
    fs::create_symlink("busybox", bin + "/" + applet);
  }
}

sandbox::Spec SandboxPlace::script(const std::string& script) {
  sandbox::Spec spec;
  spec.scratch = path() + "/scratch-" + std::to_string(count_++);
  spec.mount_point = spec.scratch + "/root";
  spec.store_folder = spec.scratch + "/store";
  for (const char* folder : {"root", "store", "build", "tmp"}) {
    fs::create_directories(spec.scratch + "/" + folder);
  }
  std::string bin = std::string("/cairn/store/") + busybox + "/bin";
  spec.program = bin + "/sh";
  spec.arguments = {"sh", "-c", script};
  spec.environment = {{"PATH", bin}};
  spec.working_directory = "/build";
  spec.store_source = store();
  spec.store_target = "/cairn/store";
  spec.items = {busybox};
  return spec;
}

Ran run(Spawner& spawner, const sandbox::Spec& spec) {
  Pipe pipe = make_pipe();
  SandboxProcess process = spawner.start(spec, pipe.write_end);
  pipe.write_end.close();
  FdSource source(pipe.read_end.get(), "the builder's output");
  Ran ran;
  ran.output = read_all(source, 1 << 24, "the builder's output");
  ran.end = process.wait();
  return ran;
}

}  // namespace cairn::test
