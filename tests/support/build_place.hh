// SPDX-License-Identifier: GPL-3.0-or-later
// A store in a temporary folder that can build: with a spawner, and busybox as its one tool.
#pragma once

#include "core/base/files.hh"
#include "core/build/builtins.hh"
#include "core/derivation/output_paths.hh"
#include "core/schedule/builds.hh"

#include <map>
#include <string>
#include <vector>

namespace cairn::test {

// Keeps all events, in order.
class EventList : public EventSink {
 public:
  void send(const Event& event) override { events.push_back(event); }
  // All that builders printed.
  std::string log() const;

  std::vector<Event> events;
};

class BuildPlace {
 public:
  BuildPlace();

  Layout layout() const { return store.layout(); }

  // Add the machine's file or folder SOURCE as an item NAME.
  StorePath add(const std::string& source, const std::string& name);

  // A derivation that runs SCRIPT in busybox's shell with all applets in PATH and $out to make.
  Derivation script(const std::string& name, const std::string& script,
                    const std::vector<StorePath>& inputs = {},
                    const std::vector<std::string>& outputs = {"out"}) const;
  // The same, whose content must have HASH.
  Derivation fixed(const std::string& name, const std::string& script, ContentMethod method,
                   const Hash& hash) const;

  // Fill in the output paths and make DERIVATION valid.
  StorePath add(Derivation derivation);

  // Build all outputs of the derivation at PATH.
  BuildResult build(const StorePath& path, const BuildSettings& settings = {});
  BuildResult build(const Derivation& derivation, const BuildSettings& settings = {});

  // The content of FILE in the output "out" of a result.
  std::string read(const BuildResult& result, const std::string& file = "") const;

  TemporaryDirectory folder;
  Spawner spawner;
  Store store;
  EventList events;
  StorePath busybox;  // an item with bin/sh and the other applets
};

}  // namespace cairn::test
