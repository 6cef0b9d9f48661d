// SPDX-License-Identifier: GPL-3.0-or-later
// Beginning a channel.
#include "cli/new_channel.hh"

#include "cli/channels/channel_text.hh"
#include "cli/other_program.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"

#include <filesystem>
#include <unistd.h>

namespace cairn {

namespace {

class Folder {
 public:
  explicit Folder(const std::string& path) : path_(std::filesystem::canonical(path)) {}
  const std::string& path() const { return path_; }

  CommandLine git(CommandLine words) const {
    words.insert(words.begin(), path_);
    words.insert(words.begin(), "-C");
    words.insert(words.begin(), "git");
    return words;
  }
  bool has(const std::string& name) const {
    return access((path_ + "/" + name).c_str(), F_OK) == 0;
  }
  void write(const std::string& name, const std::string& text) const {
    write_file_at(open_directory(path_).get(), name, text);
  }
  std::string setting(const std::string& name) const {
    return status_of(git({"config", name})) == 0 ? output_of(git({"config", name})) : "";
  }
  void set(const std::string& name, const std::string& value) const {
    CommandLine words{"config"};
    words.push_back(name);
    words.push_back(value);
    run_program(git(std::move(words)));
  }

 private:
  std::string path_;
};

std::string channel_text(const NewChannel& wanted) {
  std::string text = fmt::format("(channel\n (version 0)\n (name {})", wanted.name);
  if (!wanted.directory.empty()) text += "\n (directory " + scheme_string(wanted.directory) + ")";
  return text + ")\n";
}

std::string authorizations_text(const SigningKey& key) {
  return fmt::format(
      ";; Who may sign the commits that follow.\n(authorizations\n (version 0)\n "
      "(({}\n   (name {}))))\n",
      scheme_string(key.fingerprint), scheme_string(key.owner));
}

// So that a plain `git commit' in the folder makes commits that users of the channel accept.
void let_git_sign(const Folder& folder, const SigningKey& key) {
  folder.set("gpg.format", key.kind == SigningKey::Kind::ssh ? "ssh" : "openpgp");
  folder.set("user.signingkey", key.name);
  folder.set("commit.gpgsign", "true");
  if (folder.setting("user.name").empty()) folder.set("user.name", key.owner);
  if (folder.setting("user.email").empty()) folder.set("user.email", "nobody@localhost");
}

// OpenPGP signatures name a key and do not hold it, so the channel brings it along, on a branch of
// its own that no work tree shows.
void commit_keyring(const Folder& folder, const SigningKey& key) {
  TemporaryDirectory scratch;
  std::string file = scratch.path() + "/key";
  run_program({"gpg", "--batch", "--armor", "--output", file, "--export", key.fingerprint});
  std::string blob = output_of(folder.git({"hash-object", "-w", file}));
  std::string list = scratch.path() + "/index";
  CommandLine with_index = {"env", "GIT_INDEX_FILE=" + list};
  auto git = [&](CommandLine words) {
    CommandLine all = with_index;
    for (std::string& word : folder.git(std::move(words))) all.push_back(std::move(word));
    return all;
  };
  run_program(git({"update-index", "--add", "--cacheinfo",
                   fmt::format("100644,{},{}.key", blob, key.fingerprint.substr(24))}));
  std::string tree = output_of(git({"write-tree"}));
  std::string commit =
      output_of(folder.git({"commit-tree", tree, "-m", "Keys that sign the channel's commits"}));
  run_program(folder.git({"update-ref", "refs/heads/keyring", commit}));
}

constexpr const char* channel_files[] = {".cairn-channel", ".cairn-authorizations"};

// All of a folder that has no history yet; else what makes it a channel, and nothing that somebody
// is about to commit.
void commit_files(const Folder& folder, const std::string& message) {
  bool has_history = status_of(folder.git({"rev-parse", "--quiet", "--verify", "HEAD"})) == 0;
  CommandLine add{"add"};
  CommandLine commit{"commit", "--quiet", "-S", "-m", message};
  if (has_history) {
    add.push_back("--");
    commit.push_back("--");
    for (const char* file : channel_files) {
      add.push_back(file);
      commit.push_back(file);
    }
  } else {
    add.push_back("--all");
  }
  run_program(folder.git(std::move(add)));
  run_program(folder.git(std::move(commit)));
}

// The files of a channel that begins. Unless it is done they go again, so that after a key that did
// not sign the same command can be given once more.
class Beginning {
 public:
  explicit Beginning(const Folder& folder) : folder_(folder) {}
  ~Beginning() {
    for (const char* file : channel_files) {
      if (!is_done_) unlink((folder_.path() + "/" + file).c_str());
    }
  }
  Beginning(Beginning&&) = delete;

  void done() { is_done_ = true; }

 private:
  const Folder& folder_;
  bool is_done_ = false;
};

void refuse_if_channel(const Folder& folder) {
  for (const char* file : channel_files) {
    if (!folder.has(file)) continue;
    throw Error("'{}' is a channel already: it has a file {}", folder.path(), file)
        .with_hint(fmt::format("git -C {} commit -S makes its next commit", folder.path()));
  }
}

}  // namespace

Channel make_channel(const NewChannel& wanted) {
  Folder folder(wanted.folder);
  refuse_if_channel(folder);
  if (!folder.has(".git")) {
    run_program(folder.git({"init", "--quiet", "--initial-branch=main"}));
  }
  let_git_sign(folder, wanted.key);
  Beginning beginning(folder);
  folder.write(".cairn-channel", channel_text(wanted));
  folder.write(".cairn-authorizations", authorizations_text(wanted.key));
  commit_files(folder, fmt::format("Begin the channel '{}'", wanted.name));
  beginning.done();
  if (wanted.key.kind == SigningKey::Kind::openpgp) commit_keyring(folder, wanted.key);
  std::string commit = output_of(folder.git({"rev-parse", "HEAD"}));
  return {wanted.name, wanted.url.empty() ? folder.path() : wanted.url,
          output_of(folder.git({"branch", "--show-current"})), "",
          ChannelIntroduction{commit, wanted.key.fingerprint}};
}

}  // namespace cairn
