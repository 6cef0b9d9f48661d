// SPDX-License-Identifier: GPL-3.0-or-later
// Writing and asking the source ledger.
#include "core/build/source_ledger.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/build/fetch.hh"
#include "core/sandbox/spec.hh"

#include <algorithm>

namespace cairn {

namespace {

constexpr std::size_t longest_origin = 64 << 10;

const Hash& hash_of_content(const Derivation& derivation) {
  return derivation.outputs.at("out").fixed->hash;
}

// Whether URL, a word of a derivation, names ADDRESS: itself, or by a mirror that stands for it.
bool names(const std::string& url, const std::string& address, const FetchSettings* settings) {
  if (url == address) return true;
  if (!settings) return false;
  auto addresses = known_addresses(url, settings->mirrors);
  return std::ranges::find(addresses, address) != addresses.end();
}

}  // namespace

void note_origin(Store& store, const Derivation& derivation, const FetchSettings& settings,
                 int scratch) {
  Fd folder = open_directory_at(scratch, sandbox::scratch_build);
  auto origin = read_file_at(folder.get(), fetch_origin_file, longest_origin);
  if (!origin) return;
  const Hash& hash = hash_of_content(derivation);
  // Under both names, so that a mirror's change makes nothing doubtful. Only what the derivation
  // names is believed.
  for (const std::string& url : fetch_urls(derivation)) {
    if (!names(url, *origin, &settings)) continue;
    store.database().write_transaction([&] {
      store.database().insert_source(hash, *origin);
      store.database().insert_source(hash, url);
    });
  }
}

std::optional<std::string> unverified_source(Store& store, const StorePath& path,
                                             const Derivation& derivation,
                                             const FetchSettings* settings) {
  const Hash& hash = hash_of_content(derivation);
  std::vector<std::string> urls = fetch_urls(derivation);
  std::vector<std::string> seen = store.database().source_addresses(hash);
  for (const std::string& url : urls) {
    for (const std::string& address : seen) {
      if (names(url, address, settings)) return std::nullopt;
    }
  }
  std::string named = urls.front();
  if (urls.size() == 2) named += " and " + urls.back();
  if (urls.size() > 2) named += fmt::format(" and {} more addresses", urls.size() - 1);
  return fmt::format(
      "unverified source: {} never gave the bytes of {}; {}\nhint: cairn build --check {}", named,
      to_tagged_text(hash, HashFormat::sri),
      seen.empty() ? "where they came from is not known" : "they came from " + seen.front(),
      store.dir().print(path));
}

}  // namespace cairn
