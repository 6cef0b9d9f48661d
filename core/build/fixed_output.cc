// SPDX-License-Identifier: GPL-3.0-or-later
// Promised hashes, compared.
#include "core/build/fixed_output.hh"

#include "core/base/files.hh"
#include "core/build/fetch.hh"
#include "core/hash/hasher.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"

#include <fcntl.h>
#include <sys/stat.h>

namespace cairn {

namespace {

// Where a fetch went, for the message that it gave the wrong thing.
std::string origin_text(const Derivation& derivation) {
  return is_fetch(derivation) ? "\n  from:     " + derivation.environment.at("urls") : "";
}

}  // namespace

ContentAddress content_address_of(Store& store, const FixedOutput& fixed, const StagedItem& item) {
  if (fixed.method == ContentMethod::recursive && fixed.hash.algorithm() == HashAlgorithm::sha256) {
    return {fixed.method, item.info.nar_hash};
  }
  Hasher hasher(fixed.hash.algorithm());
  if (fixed.method == ContentMethod::recursive) {
    NarWriter writer(hasher);
    nar::walk(store.staging().fd(), item.name, writer);
    return {fixed.method, hasher.finish()};
  }
  auto status = status_at(store.staging().fd(), item.name);
  if (!status || !S_ISREG(status->st_mode) || (status->st_mode & S_IXUSR)) {
    throw Error("a flat output must be one file that is not executable");
  }
  Fd file = open_at(store.staging().fd(), item.name, O_RDONLY);
  FdSource source(file.get(), store.dir().print(item.info.path));
  drain(source, hasher);
  return {fixed.method, hasher.finish()};
}

std::optional<std::string> fixed_output_problem(Store& store, const Derivation& derivation,
                                                std::vector<StagedItem>& items) {
  if (derivation.outputs.empty()) return std::nullopt;
  const auto& fixed = derivation.outputs.begin()->second.fixed;
  if (!fixed) return std::nullopt;
  for (StagedItem& item : items) {
    if (!item.info.references.empty()) {
      throw Error("a fixed output may not refer to store items, and this one names {}",
                  store.dir().print(*item.info.references.begin()));
    }
    ContentAddress found = content_address_of(store, *fixed, item);
    if (found.hash != fixed->hash) {
      return fmt::format("hash mismatch in the fixed output {}\n  expected: {}\n  got:      {}{}",
                         store.dir().print(item.info.path),
                         to_tagged_text(fixed->hash, HashFormat::sri),
                         to_tagged_text(found.hash, HashFormat::sri), origin_text(derivation));
    }
    item.info.content_address = found;
  }
  return std::nullopt;
}

}  // namespace cairn
