// SPDX-License-Identifier: GPL-3.0-or-later
// Our formats as a program, so that tests can compare them with Nix:
//   formats [--store DIR] COMMAND ARGUMENT...
#include "core/base/files.hh"
#include "core/derivation/aterm.hh"
#include "core/derivation/json.hh"
#include "core/derivation/output_paths.hh"
#include "core/hash/hasher.hh"
#include "core/nar/tree_writer.hh"
#include "core/nar/walk.hh"

#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <span>

namespace cairn {

namespace {

using Arguments = std::span<const std::string>;

Hash flat_hash(HashAlgorithm algorithm, const std::string& path) {
  Fd fd(checked(open(path.c_str(), O_RDONLY | O_CLOEXEC), "cannot open {}", path));
  FdSource source(fd.get(), path);
  Hasher hasher(algorithm);
  drain(source, hasher);
  return hasher.finish();
}

Hash nar_hash(HashAlgorithm algorithm, const std::string& path) {
  Hasher hasher(algorithm);
  nar::dump(path, hasher);
  return hasher.finish();
}

Derivation read_derivation(const StoreDir& store, const std::string& path) {
  StorePath item(std::string_view(std::filesystem::path(path).filename().native()));
  std::string_view name = item.name();
  return parse_aterm(store, read_file(path), name.substr(0, name.size() - 4));
}

// Input derivations are looked for beside the derivation at PATH.
DerivationHashes hashes_beside(const StoreDir& store, const std::string& path) {
  auto folder = std::filesystem::path(path).parent_path();
  return DerivationHashes(store, [store, folder](const StorePath& item) {
    return read_derivation(store, (folder / item.base_name()).string());
  });
}

void print_nar(const StoreDir&, Arguments arguments) {
  FdSink sink(STDOUT_FILENO, "standard output");
  nar::dump(arguments[0], sink);
  sink.flush();
}

void restore_nar(const StoreDir&, Arguments arguments) {
  std::filesystem::path path(arguments[0]);
  Fd folder = open_directory(path.parent_path().string());
  FdSource input(STDIN_FILENO, "standard input");
  BufferedSource source(input);
  nar::restore(source, folder.get(), path.filename().string(), TreeWriter::Mode::canonical);
}

void print_nar_hash(const StoreDir&, Arguments arguments) {
  fmt::print("{}\n", to_text(nar_hash(HashAlgorithm::sha256, arguments[0]), HashFormat::base16));
}

void print_hash(const StoreDir&, Arguments arguments) {
  Hash hash = flat_hash(parse_hash_algorithm(arguments[0]), arguments[2]);
  fmt::print("{}\n", to_text(hash, parse_hash_format(arguments[1])));
}

void print_fixed_path(const StoreDir& store, Arguments arguments) {
  bool flat = arguments[0] == "flat";
  HashAlgorithm algorithm = parse_hash_algorithm(arguments[1]);
  const std::string& path = arguments[3];
  ContentAddress address{flat ? ContentMethod::flat : ContentMethod::recursive,
                         flat ? flat_hash(algorithm, path) : nar_hash(algorithm, path)};
  fmt::print("{}\n", store.print(content_addressed_path(store, address, arguments[2])));
}

StorePathSet references_among(const StoreDir& store, Arguments paths) {
  StorePathSet references;
  for (const std::string& path : paths) references.insert(store.parse(path));
  return references;
}

void print_source_path(const StoreDir& store, Arguments arguments) {
  ContentAddress address{ContentMethod::recursive, nar_hash(HashAlgorithm::sha256, arguments[1])};
  References references{references_among(store, arguments.subspan(2))};
  fmt::print("{}\n", store.print(content_addressed_path(store, address, arguments[0], references)));
}

void print_text_path(const StoreDir& store, Arguments arguments) {
  StorePathSet references = references_among(store, arguments.subspan(2));
  fmt::print("{}\n",
             store.print(text_path(store, arguments[0], read_file(arguments[1]), references)));
}

// For each derivation: its own path, read and printed anew, and its outputs' paths, computed anew.
void print_derivation_paths(const StoreDir& store, Arguments arguments) {
  DerivationHashes hashes = hashes_beside(store, arguments[0]);
  for (const std::string& path : arguments) {
    Derivation derivation = read_derivation(store, path);
    check_output_paths(store, derivation, hashes);
    fmt::print("{}\n", store.print(derivation_path(store, derivation)));
    Derivation anew = with_output_paths(store, derivation, hashes);
    for (const auto& [name, output] : anew.outputs) {
      fmt::print("{} {}\n", name, store.print(output.path));
    }
  }
}

void print_json(const StoreDir& store, Arguments arguments) {
  fmt::print("{}\n", to_json(store, read_derivation(store, arguments[0])).dump(2));
}

struct Command {
  std::string_view name;
  std::size_t least_arguments;
  void (*run)(const StoreDir&, Arguments);
};

constexpr Command commands[] = {
    {"nar-dump", 1, print_nar},          {"nar-restore", 1, restore_nar},
    {"nar-hash", 1, print_nar_hash},     {"hash", 3, print_hash},
    {"fixed-path", 4, print_fixed_path}, {"source-path", 2, print_source_path},
    {"text-path", 2, print_text_path},   {"output-paths", 1, print_derivation_paths},
    {"drv-json", 1, print_json}};

void run(std::span<const std::string> arguments) {
  StoreDir store;
  if (arguments.size() >= 2 && arguments[0] == "--store") {
    store = StoreDir(arguments[1]);
    arguments = arguments.subspan(2);
  }
  for (const Command& command : commands) {
    if (arguments.empty() || command.name != arguments[0]) continue;
    if (arguments.size() - 1 < command.least_arguments) break;
    return command.run(store, arguments.subspan(1));
  }
  throw Error("usage: formats [--store DIR] COMMAND ARGUMENT...", Exit::misused);
}

}  // namespace

}  // namespace cairn

int main(int count, char** values) {
  try {
    cairn::run(std::vector<std::string>(values + 1, values + count));
    return 0;
  } catch (const cairn::Error& error) {
    fmt::print(stderr, "formats: error: {}\n", error.message());
    return static_cast<int>(error.status());
  }
}
