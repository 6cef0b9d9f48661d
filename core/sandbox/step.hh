// SPDX-License-Identifier: GPL-3.0-or-later
// Steps: how a sandbox is put together, as a list of values. steps_for() decides, perform() does.
#pragma once

#include "core/sandbox/spec.hh"

#include <string>
#include <variant>
#include <vector>

namespace cairn::sandbox {

// Targets are paths on this machine while the new root is being put together.
struct MakeFolder {
  std::string path;
  unsigned mode = 0755;
  bool operator==(const MakeFolder&) const = default;
};
struct MakeFile {
  std::string path;
  std::string content;
  bool operator==(const MakeFile&) const = default;
};
struct MakeLink {
  std::string path;
  std::string target;
  bool operator==(const MakeLink&) const = default;
};
enum class SetId { ignored, works };  // of set-id bits on a file system
struct MountFileSystem {
  std::string type;
  std::string target;
  std::string options;
  SetId set_id = SetId::ignored;
  bool operator==(const MountFileSystem&) const = default;
};
// Show SOURCE, a folder or a file, at TARGET, which is made when absent; a link is copied.
struct ShowPath {
  std::string source;
  std::string target;
  enum class Access { as_source, read_only } access = Access::as_source;
  bool operator==(const ShowPath&) const = default;
};
// Show SOURCE, with what is mounted in it, at PATH below ROOT; what is missing on the way is made.
// No link is followed there: what ran in the sandbox before may have put one. SOURCE is no link.
struct ShowBelow {
  std::string source;
  std::string root;
  std::string path;  // absolute inside
  ShowPath::Access access = ShowPath::Access::as_source;
  bool operator==(const ShowBelow&) const = default;
};
struct MoveMount {  // what is mounted at SOURCE is mounted at TARGET, a folder, instead
  std::string source;
  std::string target;
  bool operator==(const MoveMount&) const = default;
};
struct EnterFolder {  // later paths may be relative to it
  std::string path;
  bool operator==(const EnterFolder&) const = default;
};
struct SealFolder {  // nothing may be made or changed in the mount at PATH itself
  std::string path;
  bool operator==(const SealFolder&) const = default;
};
struct EnterRoot {  // make PATH the root and let go of the old one
  std::string path;
  bool operator==(const EnterRoot&) const = default;
};
struct SetHostName {
  std::string name;
  bool operator==(const SetHostName&) const = default;
};

using Step = std::variant<MakeFolder, MakeFile, MakeLink, MountFileSystem, ShowPath, ShowBelow,
                          MoveMount, EnterFolder, SealFolder, EnterRoot, SetHostName>;

// What a spawner does once for all sandboxes of this mount point; they take it over with its
// mounts.
std::vector<Step> steps_for_all(const std::string& mount_point);

// What must be done after that, in order, before the process of SPEC can start.
std::vector<Step> steps_for(const Spec& spec);

// Do STEP, in a mount namespace of one's own; throws saying what could not be done to what.
void perform(const Step& step);

}  // namespace cairn::sandbox
