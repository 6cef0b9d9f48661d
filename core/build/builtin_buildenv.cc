// SPDX-License-Identifier: GPL-3.0-or-later
// builtin:buildenv, by which nix-env makes its profiles: what Nix's builtin of that name makes.
// (manual/formats/builtins.md)
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/build/builtin.hh"
#include "core/build/union_tree.hh"

#include <algorithm>
#include <array>
#include <charconv>
#include <fcntl.h>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr long rank_of_propagated = 1000;  // behind all that somebody asked for
constexpr std::size_t paths_limit = 1 << 20;

// What says something of one package only.
constexpr std::array<std::string_view, 5> left_out = {"/propagated-build-inputs", "/nix-support",
                                                      "/perllocal.pod", "/info/dir", "/log"};

bool is_left_out(const std::string& path) {
  std::string whole = "/" + path;
  return std::ranges::any_of(left_out, [&](std::string_view end) { return whole.ends_with(end); });
}

long number_of(const std::string& text) {
  long number = 0;
  auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem == std::errc{} && end == text.data() + text.size()) return number;
  throw Error("'derivations' holds '{}' where a number belongs", text);
}

// "ACTIVE PRIORITY COUNT PATH..." over and over; those whose ACTIVE is "false" are not shown.
std::vector<UnionInput> packages_in(const std::string& text) {
  std::vector<std::string> words = words_of(text);
  std::vector<UnionInput> packages;
  auto next = [&, at = words.begin()]() mutable -> std::string& {
    if (at == words.end()) throw Error("'derivations' ends in the middle");
    return *at++;
  };
  for (std::size_t read = 0; read < words.size();) {
    bool is_active = next() != "false";
    long rank = number_of(next());
    long count = number_of(next());
    for (long i = 0; i < count; ++i) {
      UnionInput input{next(), rank};
      if (is_active) packages.push_back(std::move(input));
    }
    read += 3 + static_cast<std::size_t>(std::max(count, 0L));
  }
  return packages;
}

// The packages that the one at PATH wants beside it.
std::vector<std::string> propagated_by(const std::string& path) {
  Fd folder(open((path + "/nix-support").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return {};
  return words_of(read_file_at(folder.get(), "propagated-user-env-packages").value_or(""));
}

// PACKAGES and all that they want beside them, each once.
std::vector<UnionInput> with_propagated(std::vector<UnionInput> packages) {
  std::set<std::string> seen;
  std::erase_if(packages, [&](const UnionInput& input) { return !seen.insert(input.path).second; });
  long rank = rank_of_propagated;
  for (std::size_t i = 0; i < packages.size(); ++i) {
    for (std::string& path : propagated_by(packages[i].path)) {
      if (!seen.insert(path).second) continue;
      packages.push_back({std::move(path), rank++});
      if (packages.size() > paths_limit) throw Error("there are too many packages");
    }
  }
  return packages;
}

}  // namespace

void builtin_buildenv(const BuiltinEnvironment& environment) {
  std::vector<UnionInput> packages =
      with_propagated(packages_in(required_value(environment, "derivations")));
  std::ranges::sort(packages, {},
                    [](const UnionInput& input) { return std::tie(input.rank, input.path); });
  const std::string& out = required_value(environment, "out");
  make_union(out, packages, {.passes_over = true, .is_left_out = is_left_out});
  const std::string& manifest = required_value(environment, "manifest");
  checked(symlink(manifest.c_str(), (out + "/manifest.nix").c_str()), "cannot make the link to {}",
          manifest);
}

}  // namespace cairn
