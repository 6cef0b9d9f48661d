// SPDX-License-Identifier: GPL-3.0-or-later
// cairn channel init: make a channel out of a folder.
#include "cli/channel_place.hh"
#include "cli/channels/channel_text.hh"
#include "cli/new_channel.hh"
#include "cli/results.hh"
#include "cli/terminal.hh"
#include "cli/verb.hh"

#include <filesystem>

namespace cairn {

namespace {

struct InitWishes {
  std::optional<std::string> name;
  std::optional<std::string> key;
  std::optional<std::string> gpg;
  std::string directory;
  std::string url;
  std::string folder = ".";
};

Options init_options(InitWishes& wishes) {
  return {
      {"--name", "NAME", "what the channel is called (default: like the folder)", &wishes.name},
      {"--key", "FILE", "sign with this SSH key (default: one that is made if need be)",
       &wishes.key},
      {"--gpg", "KEY", "sign with this key of gpg's", &wishes.gpg},
      {"--directory", "DIR", "where in the folder the modules are (default: in it)",
       &wishes.directory},
      {"--url", "URL", "where users will find it (default: the folder)", &wishes.url},
      {"[FOLDER]", "", "", &wishes.folder},
  };
}

SigningKey chosen_key(const InitWishes& wishes) {
  if (wishes.key && wishes.gpg) {
    throw Error("--key and --gpg exclude each other", Exit::misused)
        .with_hint("cairn channel init --help");
  }
  if (wishes.gpg) return openpgp_key(*wishes.gpg);
  if (wishes.key) return ssh_key_in(*wishes.key);
  std::filesystem::path beside = usual_channel_file();
  return made_ssh_key(beside.parent_path() / "channel-key");
}

std::string chosen_name(const InitWishes& wishes) {
  std::string name =
      wishes.name.value_or(std::filesystem::canonical(wishes.folder).filename().string());
  if (is_channel_name(name)) return name;
  throw Error("'" + name + "' cannot be the name of a channel", Exit::misused)
      .with_hint("--name NAME: letters, digits, '-', '_' and '.'");
}

Exit init(const InitWishes& wishes, const PlaceWishes&) {
  if (!std::filesystem::is_directory(wishes.folder)) {
    throw Error("there is no folder '{}'", wishes.folder);
  }
  std::string name = chosen_name(wishes);
  Channel channel =
      make_channel({wishes.folder, name, wishes.directory, wishes.url, chosen_key(wishes)});
  note(
      fmt::format("'{}' is the channel '{}' now; every commit in it must be signed, which git does "
                  "by itself there. Users declare it like this:",
                  wishes.folder, name));
  Results results;
  results.write(channels_scheme({channel}));
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb channel_init_verb;
const Verb channel_init_verb{
    "channel init", "make a channel out of a folder of modules",
    "FOLDER becomes a git repository if it is none, with the files .cairn-channel and\n"
    ".cairn-authorizations and a first commit that is signed. What is printed is a channels.scm\n"
    "with the channel's introduction: whoever has that believes the commits that follow.",
    [] { return call_of(init_options, init); }};

}  // namespace cairn
