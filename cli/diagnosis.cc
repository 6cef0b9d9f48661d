// SPDX-License-Identifier: GPL-3.0-or-later
// The table of what is looked at.
#include "cli/diagnosis.hh"

#include "cli/channel_place.hh"
#include "cli/collection.hh"
#include "cli/open_engine.hh"
#include "cli/user_profile.hh"
#include "core/base/child.hh"
#include "core/base/files.hh"
#include "core/base/size_text.hh"
#include "core/base/uninterrupted.hh"
#include "core/sandbox/namespaces.hh"
#include "daemon/client/engine.hh"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr std::uint64_t little_room = std::uint64_t{1} << 30;

// Keeps what an engine warns of.
class Warnings : public EventSink {
 public:
  void send(const Event& event) override {
    if (const auto* warned = std::get_if<Warned>(&event)) texts.push_back(warned->text);
  }
  std::vector<std::string> texts{};
};

// What a process of its own says that does WORK: nothing, or an error's message and hint.
Finding tried_apart(Finding finding, const std::function<void()>& work) {
  auto [read_end, write_end] = make_pipe();
  pid_t child = checked(fork(), "cannot start a process");
  if (child == 0) {
    try {
      work();
    } catch (const Error& error) {
      write_fully(write_end.get(), error.message() + '\n' + error.hint(), "a finding");
    }
    _exit(0);
  }
  write_end.close();
  std::string said;
  char byte = 0;
  while (uninterrupted([&] { return read(read_end.get(), &byte, 1); }) == 1) said += byte;
  reap(child);
  if (said.empty()) return finding;
  std::size_t line = said.find('\n');
  finding.problems.push_back(said.substr(0, line));
  finding.mend = said.substr(line + 1);
  return finding;
}

Finding sandbox(const PlaceWishes&) {
  Finding finding{"sandbox", "builds can be kept apart from all else"};
  return tried_apart(std::move(finding), [] { sandbox::enter_own_mount_namespace(); });
}

Finding disk(const PlaceWishes& wishes) {
  Place place = place_of(wishes);
  std::string folder = place.physical(place.store.path());
  struct statvfs status {};
  if (statvfs(folder.c_str(), &status) < 0) {
    return {"disk", fmt::format("there is no store in {} yet", folder)};
  }
  std::uint64_t free = std::uint64_t{status.f_bavail} * status.f_frsize;
  Finding finding{"disk", fmt::format("{} are free in {}", size_text(free), folder)};
  if (status.f_flag & ST_RDONLY) {
    finding.problems.push_back(fmt::format("nothing can be written in {}", folder));
    finding.mend = "mount its file system for writing";
  } else if (free < little_room) {
    finding.problems.push_back(finding.state);
    finding.mend = command_for(wishes) + " gc";
  }
  return finding;
}

Engine engine_of(const PlaceWishes& wishes, EventSink& events) {
  Place place = place_of(wishes);
  return Engine(connect_to_engine({place.root, place.store, place.state, {}}, events));
}

std::string advice_for_damage(const PlaceWishes& wishes) {
  return fmt::format(
      "{0} store verify --check-contents --repair makes anew what was damaged, where it knows how, "
      "and forgets what is gone and needed by nothing; the rest is mended by adding it again: "
      "{0} store add --repair PATH, {0} derivation add --repair FILE; "
      "{0} store rebuild makes the database anew from what is there, without all that refers to "
      "something gone",
      command_for(wishes));
}

// A database that cannot be read cannot be repaired by what would have to read it.
std::string advice_for_broken_database(const PlaceWishes& wishes) {
  return fmt::format("{} store rebuild makes the database anew from what is there",
                     command_for(wishes));
}

Finding store(const PlaceWishes& wishes) {
  Warnings warnings;
  bool is_sound = engine_of(wishes, warnings).verify(false, false);
  Finding finding{"store", "what is registered is there"};
  if (is_sound) return finding;
  finding.problems = warnings.texts;
  if (finding.problems.empty()) finding.problems.push_back("the store is damaged");
  finding.mend = advice_for_damage(wishes);
  return finding;
}

Finding engine(const PlaceWishes& wishes) {
  Warnings warnings;
  std::string name = engine_of(wishes, warnings).connection().engine_name();
  Finding finding{"engine", name};
  if (name != "Cairn " CAIRN_VERSION) {
    finding.problems.push_back(
        fmt::format("the engine is {}, and this command is Cairn {}", name, CAIRN_VERSION));
    finding.mend = "start the daemon again, so that both are of one version";
  }
  return finding;
}

// Where only the owner may change anything, and must be able to.
std::vector<std::string> guarded_folders(const Place& place) {
  std::vector<std::string> paths = {place.physical(place.store.path())};
  for (const char* folder : {"", "/db", "/gcroots", "/gcroots/auto", "/temproots"}) {
    paths.push_back(place.physical(place.state + folder));
  }
  return paths;
}

struct WrongMode {
  bool (*is_so)(const struct stat& status);
  std::string_view problem;
  std::string_view chmod;
  std::string_view then;  // what to do with the store besides
};

constexpr WrongMode wrong_modes[] = {
    {[](const struct stat& status) {
       return status.st_uid != 0 && (status.st_mode & S_IRWXU) != S_IRWXU;
     },
     "its owner cannot change", "u+rwx", ""},
    // Whoever can change it decides what others run.
    {[](const struct stat& status) { return (status.st_mode & S_IWOTH) != 0; },
     "any user can change", "o-w", "store verify --check-contents"},
};

std::vector<std::string> folders_with(const WrongMode& wrong, const Place& place) {
  std::vector<std::string> paths = guarded_folders(place);
  std::erase_if(paths, [&](const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) < 0 || !wrong.is_so(status);
  });
  return paths;
}

Finding rights(const PlaceWishes& wishes) {
  Finding finding{"rights", "nobody but its owner can change the store"};
  for (const WrongMode& wrong : wrong_modes) {
    std::vector<std::string> paths = folders_with(wrong, place_of(wishes));
    if (paths.empty()) continue;
    for (const std::string& path : paths) {
      finding.problems.push_back(fmt::format("{} {}", wrong.problem, path));
    }
    if (!finding.mend.empty()) finding.mend += "; ";
    finding.mend += fmt::format("chmod {} {}", wrong.chmod, fmt::join(paths, " "));
    if (wrong.then.empty()) continue;
    finding.mend +=
        fmt::format("; then look for what was changed: {} {}", command_for(wishes), wrong.then);
  }
  return finding;
}

Finding profile(const PlaceWishes& wishes) {
  UserProfile profile(wishes, std::nullopt);
  auto current = profile.links().current_generation();
  if (!current) return {"profile", "nothing is installed yet"};
  std::string item = profile.place().physical_item(current->item);
  Finding finding{"profile",
                  fmt::format("generation {} of {}", current->number, profile.links().path())};
  if (access(item.c_str(), F_OK) < 0) {
    finding.problems.push_back(
        fmt::format("generation {} leads to {}, which is not there", current->number, item));
    finding.mend = command_for(wishes) + " package --roll-back, or install anew";
  } else if (auto hint = profile.path_hint()) {
    finding.state += "; a shell does not find its programs yet: " + *hint;
  }
  return finding;
}

Finding channels(const PlaceWishes& wishes) {
  Place place = place_of(wishes);
  PulledChannels pulled = channel_generations(place).current();
  if (pulled.empty()) return {"channels", "none was pulled: the packages of this program count"};
  return {"channels", fmt::format("{} pulled", pulled.size())};
}

struct Subject {
  std::string_view name;
  Finding (*look)(const PlaceWishes& wishes);
};

constexpr Subject subjects[] = {
    {"sandbox", sandbox}, {"disk", disk},       {"engine", engine},     {"store", store},
    {"rights", rights},   {"profile", profile}, {"channels", channels},
};

}  // namespace

std::vector<Finding> diagnose(const PlaceWishes& wishes) {
  std::vector<Finding> findings;
  for (const Subject& subject : subjects) {
    try {
      findings.push_back(subject.look(wishes));
    } catch (const Error& error) {
      // What sends people here must say more here.
      bool is_damage = error.hint() == "cairn doctor";
      std::string mend = is_damage ? advice_for_broken_database(wishes) : error.hint();
      findings.push_back({subject.name, "", {error.message()}, std::move(mend)});
    }
  }
  return findings;
}

}  // namespace cairn
