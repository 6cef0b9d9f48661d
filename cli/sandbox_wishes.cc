// SPDX-License-Identifier: GPL-3.0-or-later
// Options of sandboxes.
#include "cli/sandbox_wishes.hh"

#include <algorithm>
#include <filesystem>

namespace cairn {

namespace {

bool is_at_or_below(std::string_view path, std::string_view folder) {
  if (folder == "/") return true;
  return path.starts_with(folder) &&
         (path.size() == folder.size() || path.substr(folder.size()).starts_with('/'));
}

void refuse_hiding(const std::string& path, const std::string& store) {
  bool hides = is_at_or_below("/proc", path) || is_at_or_below(path, "/proc") ||
               is_at_or_below("/dev", path) || is_at_or_below(store, path) ||
               is_at_or_below(path, store);
  if (!hides) return;
  throw Error("cannot show {} in the sandbox: there it has something of its own", path)
      .with_hint("share what is in it, or another folder");
}

// PATH as one that is absolute and has no dots and no slash at its end.
std::string tidy(const std::string& path) {
  std::string whole = std::filesystem::absolute(path).lexically_normal().string();
  while (whole.size() > 1 && whole.ends_with('/')) whole.pop_back();
  return whole;
}

sandbox::Bind bind_of(const std::string& path, bool writable, const StoreDir& store) {
  std::string target = tidy(path);
  std::error_code error;
  std::string source = std::filesystem::canonical(target, error).string();
  if (error) {
    throw numbered_error(error.value(), "cannot show {} in the sandbox", target)
        .with_hint("mkdir -p " + target);
  }
  refuse_hiding(target, store.path());
  return {source, target, writable};
}

void refuse_details_alone(const SandboxWishes& wishes) {
  bool has_details = wishes.network || !wishes.shared.empty() || !wishes.exposed.empty();
  if (has_details && !wishes.wished) {
    throw Error("--network, --share and --expose are about a sandbox, and none is wished",
                Exit::misused)
        .with_hint("add --sandbox");
  }
}

}  // namespace

Options sandbox_options(SandboxWishes& wishes) {
  return {
      {"--sandbox", "", "run it where it sees nothing but what it needs", &wishes.wished},
      {"--network", "", "with --sandbox: let it use the network", &wishes.network},
      {"--share", "DIR", "with --sandbox: show DIR, and let it be written", &wishes.shared},
      {"--expose", "DIR", "with --sandbox: show DIR, read-only", &wishes.exposed},
  };
}

std::vector<sandbox::Bind> shared_binds(const SandboxWishes& wishes, const StoreDir& store) {
  refuse_details_alone(wishes);
  std::vector<sandbox::Bind> binds;
  for (const std::string& path : wishes.shared) binds.push_back(bind_of(path, true, store));
  for (const std::string& path : wishes.exposed) binds.push_back(bind_of(path, false, store));
  return binds;
}

std::string working_directory_in(const std::vector<sandbox::Bind>& binds, const std::string& wanted,
                                 const std::string& home) {
  bool is_shown = std::ranges::any_of(
      binds, [&](const sandbox::Bind& bind) { return is_at_or_below(wanted, bind.target); });
  return is_shown ? wanted : home;
}

}  // namespace cairn
