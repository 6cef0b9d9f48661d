// SPDX-License-Identifier: GPL-3.0-or-later
// Changing manifests and comparing them.
#include "cli/profile/transaction.hh"

#include "cli/evaluation/package_index.hh"
#include "core/base/error.hh"
#include "core/base/nearest.hh"

#include <algorithm>

namespace cairn {

namespace {

using Entries = std::vector<ManifestEntry>;

Entries::iterator find_same(Entries& entries, const ManifestEntry& wanted) {
  return std::find_if(entries.begin(), entries.end(),
                      [&](const ManifestEntry& one) { return is_same_package(one, wanted); });
}

bool is_meant(const ManifestEntry& entry, const PackageSpecification& wanted) {
  if (entry.name != wanted.name) return false;
  if (!wanted.output.empty() && entry.output != wanted.output) return false;
  std::string_view version = entry.version;
  return wanted.version.empty() || version == wanted.version ||
         version.starts_with(wanted.version + ".");
}

[[noreturn]] void refuse_absent(const Entries& entries, const std::string& text,
                                const std::string& name) {
  std::vector<std::string> names;
  for (const ManifestEntry& entry : entries) names.push_back(entry.name);
  Error error("'{}' is not in the profile", text);
  auto near = nearest(name, names);
  error.with_hint(near ? fmt::format("did you mean '{}'?", *near)
                       : "cairn package --list-installed");
  throw error;
}

void remove_from(Entries& entries, const std::vector<std::string>& words) {
  Entries before = entries;
  for (const std::string& word : words) {
    PackageSpecification wanted = parse_specification(word);
    auto is_wanted = [&](const ManifestEntry& entry) { return is_meant(entry, wanted); };
    if (std::none_of(before.begin(), before.end(), is_wanted)) {
      refuse_absent(before, word, wanted.name);
    }
    std::erase_if(entries, is_wanted);
  }
}

void check_unique(const Entries& entries) {
  for (auto one = entries.begin(); one != entries.end(); ++one) {
    for (auto other = std::next(one); other != entries.end(); ++other) {
      if (!is_same_package(*one, *other) || one->item == other->item) continue;
      throw Error("'{}' is wished twice: once it is {}, once {}", one->name, label_of(*one),
                  label_of(*other))
          .with_hint("a profile holds one of a name; write which you want as NAME@VERSION");
    }
  }
}

// PRESENT channels first, and those that the manifest knew behind them; entries are told where
// theirs went.
void put_channels(Manifest& manifest, const std::vector<Channel>& present) {
  std::vector<Channel> all = present;
  std::vector<std::size_t> places;
  for (const Channel& channel : manifest.channels) {
    auto found = std::find(all.begin(), all.end(), channel);
    places.push_back(static_cast<std::size_t>(found - all.begin()));
    if (found == all.end()) all.push_back(channel);
  }
  for (auto* list : {&manifest.entries, &manifest.propagated}) {
    for (ManifestEntry& entry : *list) {
      if (entry.provenance) entry.provenance = places.at(*entry.provenance);
    }
  }
  manifest.channels = std::move(all);
}

void put(Manifest& manifest, const NewEntries& fresh, bool only_where_there) {
  for (const ManifestEntry& entry : fresh.entries) {
    auto same = find_same(manifest.entries, entry);
    if (same != manifest.entries.end()) {
      *same = entry;
    } else if (!only_where_there) {
      manifest.entries.push_back(entry);
    }
  }
  for (const ManifestEntry& entry : fresh.propagated) {
    std::erase_if(manifest.propagated,
                  [&](const ManifestEntry& one) { return one.item == entry.item; });
    manifest.propagated.push_back(entry);
  }
}

Change::Kind kind_of(const ManifestEntry& before, const ManifestEntry& after,
                     const IsOlder& is_older) {
  if (is_older(before.version, after.version)) return Change::Kind::upgraded;
  if (is_older(after.version, before.version)) return Change::Kind::downgraded;
  return Change::Kind::rebuilt;
}

}  // namespace

bool is_same_package(const ManifestEntry& one, const ManifestEntry& other) {
  return one.name == other.name && one.output == other.output;
}

Manifest changed(const Manifest& manifest, const Transaction& transaction) {
  check_unique(transaction.install.entries);
  Manifest result = transaction.replaces_all ? Manifest{} : manifest;
  remove_from(result.entries, transaction.remove);
  put_channels(result, transaction.channels);
  put(result, transaction.upgrade, true);
  put(result, transaction.install, false);
  return tidied(std::move(result), transaction.channels.size());
}

std::vector<Change> changes(const Manifest& before, const Manifest& after,
                            const IsOlder& is_older) {
  std::vector<Change> found;
  Entries old = before.entries;
  Entries fresh = after.entries;
  for (const ManifestEntry& entry : old) {
    if (find_same(fresh, entry) == fresh.end()) {
      found.push_back({Change::Kind::removed, entry, std::nullopt});
    }
  }
  for (const ManifestEntry& entry : fresh) {
    auto was = find_same(old, entry);
    if (was == old.end()) {
      found.push_back({Change::Kind::added, std::nullopt, entry});
    } else if (was->item != entry.item) {
      found.push_back({kind_of(*was, entry, is_older), *was, entry});
    }
  }
  return found;
}

std::string sentence_of(const Change& change) {
  switch (change.kind) {
    case Change::Kind::added: return "installed: " + label_of(change.entry());
    case Change::Kind::removed: return "removed: " + label_of(change.entry());
    case Change::Kind::rebuilt: return "rebuilt: " + label_of(change.entry());
    case Change::Kind::upgraded:
    case Change::Kind::downgraded: break;
  }
  return fmt::format("{}: {} -> {}",
                     change.kind == Change::Kind::upgraded ? "upgraded" : "downgraded",
                     label_of(*change.before), change.after->version);
}

}  // namespace cairn
