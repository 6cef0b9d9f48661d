// SPDX-License-Identifier: GPL-3.0-or-later
// BuildSettings: what a session may choose about its builds.
#pragma once

#include "core/item/store_path.hh"
#include "core/transfer/download_limits.hh"
#include "core/transfer/mirrors.hh"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace cairn {

// What is done where what is wanted is valid already: nothing; it is built again if it is damaged,
// and takes its place if it comes out as it was; it is built again and compared.
enum class BuildMode { normal, repair, check };

// Whether output paths must follow from their derivations.
enum class OutputPlaces { checked, believed };

// A user of the machine.
struct Owner {
  unsigned user = 0;
  unsigned group = 0;
};

// What a fetch takes of this machine.
struct FetchSettings {
  std::string program = {};  // cairn-fetch
  Mirrors mirrors = {};
  DownloadLimits limits = {};
};

struct BuildSettings {
  BuildMode mode = BuildMode::normal;
  OutputPlaces places = OutputPlaces::checked;
  unsigned max_jobs = 1;     // builds at the same time; 0: none at all
  unsigned cores = 0;        // for each build, as NIX_BUILD_CORES; 0: all
  unsigned rounds = 1;       // build so often and compare
  bool keep_failed = false;  // hand over copies of a failed build's folder, and of what differs
  bool keep_going = false;
  bool looks_at_inputs = false;               // for damage, before each build: for who repairs
  std::chrono::seconds timeout{0};            // of a whole build; 0: none
  std::chrono::seconds max_silent{0};         // without a byte of output; 0: none
  std::uint64_t max_log_size = 0;             // bytes; 0: no limit
  std::optional<Owner> owner = std::nullopt;  // who gets kept trees; none: the engine's own user
  std::shared_ptr<const FetchSettings> fetch = nullptr;  // none: nothing can be fetched
  std::function<void()> make_room = nullptr;             // called before a build starts, if there
  // What the derivation that is wanted is called where its client has it under another path.
  std::optional<StorePath> known_as = std::nullopt;
  std::string system = "x86_64-linux";  // what this machine can build, beside "builtin"
};

}  // namespace cairn
