// SPDX-License-Identifier: GPL-3.0-or-later
// cairn hash: the hash of files or trees, as packages name their sources.
#include "cli/results.hh"
#include "cli/verb.hh"
#include "core/base/fd.hh"
#include "core/hash/hasher.hh"
#include "core/nar/walk.hh"

#include <array>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

struct HashWishes {
  std::string algorithm = "sha256";
  std::string format = "nix32";
  std::string serializer = "none";
  bool nar = false;
  bool json = false;
  std::vector<std::string> paths;
};

Options hash_options(HashWishes& wishes) {
  return {
      {"-H,--hash", "ALGORITHM", "md5, sha1, sha256 (default) or sha512", &wishes.algorithm},
      {"-f,--format", "FORMAT", "base16, nix32 (default), base64 or sri", &wishes.format},
      {"-S,--serializer", "TYPE", "nar: any tree; none (default): a file's bytes alone",
       &wishes.serializer},
      {"-r,--nar,--recursive", "", "the same as --serializer=nar", &wishes.nar},
      {"--json", "", "print JSON", &wishes.json},
      {"PATH...", "", "", &wishes.paths},
  };
}

HashFormat format_named(const std::string& name) {
  if (name == "base32") {
    throw Error("'base32' is one format to Nix and another one to Guix", Exit::misused)
        .with_hint("--format=nix32");
  }
  // As Guix calls them.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> others{
      {{"nix-base32", "nix32"}, {"hex", "base16"}, {"hexadecimal", "base16"}}};
  for (auto [other, ours] : others) {
    if (name == other) return parse_hash_format(ours);
  }
  return read_value([&] { return parse_hash_format(name); });
}

bool is_recursive(const HashWishes& wishes) {
  if (wishes.serializer == "nar" || wishes.serializer == "none") {
    return wishes.nar || wishes.serializer == "nar";
  }
  throw Error("there is no serializer '{}'", wishes.serializer)
      .with_status(Exit::misused)
      .with_hint("--serializer=nar or --serializer=none");
}

void digest_file(const std::string& path, Sink& sink) {
  if (path == "-") {
    FdSource source(STDIN_FILENO, "standard input");
    drain(source, sink);
    return;
  }
  Fd file(checked(open(path.c_str(), O_RDONLY | O_CLOEXEC), "cannot open {}", path));
  struct stat status {};
  checked(fstat(file.get(), &status), "cannot look at {}", path);
  if (S_ISDIR(status.st_mode)) {
    throw Error("cannot hash {} as a file: it is a folder", path)
        .with_hint("cairn hash --serializer=nar " + path);
  }
  FdSource source(file.get(), path);
  drain(source, sink);
}

Exit hash(const HashWishes& wishes, const PlaceWishes&) {
  HashAlgorithm algorithm = read_value([&] { return parse_hash_algorithm(wishes.algorithm); });
  HashFormat format = format_named(wishes.format);
  bool recursive = is_recursive(wishes);
  Results results;
  nlohmann::json list = nlohmann::json::array();
  for (const std::string& path : wishes.paths) {
    Hasher hasher(algorithm);
    recursive ? nar::dump(path, hasher) : digest_file(path, hasher);
    std::string text = to_text(hasher.finish(), format);
    if (wishes.json) {
      list.push_back({{"path", path}, {"algorithm", name_of(algorithm)}, {"hash", text}});
    } else {
      results.line(text);
    }
  }
  if (wishes.json) results.json(list);
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb hash_verb;
const Verb hash_verb{"hash", "print the hash of files or trees",
                     "A PATH of '-' means standard input.",
                     [] { return call_of(hash_options, hash); }};

}  // namespace cairn
