// SPDX-License-Identifier: GPL-3.0-or-later
// Fetching with libgit2.
#include "channels/git/fetch.hh"

#include "channels/git/libgit2.hh"

#include <algorithm>
#include <map>
#include <span>
#include <unistd.h>

namespace cairn {

using git::done;
using git::functions;

namespace {

constexpr std::string_view heads = "refs/heads/";

// Whatever libgit2 learns to do, channels come by these ways alone; "ssh" would need keys.
void check_url(const std::string& url) {
  for (std::string_view scheme : {"https://", "http://", "git://", "file://", "/"}) {
    if (url.starts_with(scheme)) return;
  }
  throw Error("'{}' is no address of a channel", url)
      .with_hint("https://..., http://..., git://..., file:///... or an absolute path");
}

Error unreachable(const std::string& url, const std::string& why) {
  Error error("cannot reach {}: {}", url, why);
  error.with_hint("what was pulled before stays usable; try again when it can be reached");
  return error;
}

// What is on this machine, as libgit2 says nothing useful of a folder that is gone.
void check_folder(const std::string& url) {
  constexpr std::string_view scheme = "file://";
  std::string folder = url.starts_with(scheme) ? url.substr(scheme.size()) : url;
  if (!folder.starts_with('/') || access(folder.c_str(), F_OK) == 0) return;
  throw unreachable(url, errno_text(errno));
}

class Remote {
 public:
  Remote(Repository& repository, const std::string& url) : url_(url) {
    check_url(url);
    check_folder(url);
    git_remote* remote = nullptr;
    done(functions().remote_create_anonymous(&remote, repository.handle(), url.c_str()),
         "cannot fetch from {}", url);
    remote_.reset(remote);
  }

  void connect(const git_remote_callbacks& callbacks) {
    git_proxy_options proxy{};
    proxy.version = GIT_PROXY_OPTIONS_VERSION;
    proxy.type = GIT_PROXY_AUTO;
    int result =
        functions().remote_connect(remote_.get(), GIT_DIRECTION_FETCH, &callbacks, &proxy, nullptr);
    if (result < 0) throw unreachable(url_, git::why());
  }

  std::map<std::string, ObjectId> branches() const {
    const git_remote_head** list = nullptr;
    std::size_t count = 0;
    done(functions().remote_ls(&list, &count, remote_.get()), "cannot list the branches of {}",
         url_);
    std::map<std::string, ObjectId> branches;
    for (const git_remote_head* head : std::span(list, count)) {
      std::string_view name = head->name;
      if (!name.starts_with(heads)) continue;
      const char* bytes = reinterpret_cast<const char*>(head->oid.id);
      branches.emplace(name.substr(heads.size()), ObjectId({bytes, ObjectId::size}));
    }
    return branches;
  }

  std::string default_branch() const {
    git_buf name = GIT_BUF_INIT;
    done(functions().remote_default_branch(&name, remote_.get()),
         "cannot tell the default branch of {}", url_);
    std::string_view text(name.ptr, name.size);
    std::string branch(text.starts_with(heads) ? text.substr(heads.size()) : text);
    functions().buf_dispose(&name);
    return branch;
  }

  void download(const std::vector<std::string>& refspecs, const git_remote_callbacks& callbacks) {
    git_fetch_options options{};
    functions().fetch_options_init(&options, GIT_FETCH_OPTIONS_VERSION);
    options.callbacks = callbacks;
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
    options.proxy_opts.type = GIT_PROXY_AUTO;
    std::vector<char*> words;
    for (const std::string& refspec : refspecs) words.push_back(const_cast<char*>(refspec.c_str()));
    git_strarray list{words.data(), words.size()};
    done(functions().remote_download(remote_.get(), &list, &options), "cannot fetch from {}", url_);
  }

 private:
  struct Free {
    void operator()(git_remote* remote) const { functions().remote_free(remote); }
  };
  const std::string& url_;
  std::unique_ptr<git_remote, Free> remote_;
};

int tell_progress(const git_indexer_progress* stats, void* progress) {
  const auto& told = *static_cast<const FetchProgress*>(progress);
  if (told) told(stats->received_objects, stats->total_objects, stats->received_bytes);
  return 0;
}

[[noreturn]] void refuse_branch(const std::string& url, const std::string& wanted,
                                const std::map<std::string, ObjectId>& there) {
  std::string names;
  for (const auto& [name, commit] : there) names += (names.empty() ? "" : ", ") + name;
  throw Error("{} has no branch '{}'", url, wanted)
      .with_hint(names.empty() ? "it has no branch at all" : "there are: " + names);
}

}  // namespace

std::vector<FetchedBranch> fetch_branches(Repository& repository, const RemoteBranches& remote,
                                          const std::string& prefix,
                                          const FetchProgress& progress) {
  git_remote_callbacks callbacks{};
  functions().remote_init_callbacks(&callbacks, GIT_REMOTE_CALLBACKS_VERSION);
  callbacks.transfer_progress = tell_progress;
  callbacks.payload = const_cast<FetchProgress*>(&progress);

  Remote connection(repository, remote.url);
  connection.connect(callbacks);
  auto there = connection.branches();
  std::vector<FetchedBranch> fetched;
  for (const std::string& wanted : remote.wanted) {
    std::string name = wanted.empty() ? connection.default_branch() : wanted;
    auto found = there.find(name);
    if (found == there.end()) refuse_branch(remote.url, name, there);
    fetched.push_back({name, found->second});
  }
  for (const std::string& name : remote.optional) {
    auto found = there.find(name);
    if (found != there.end()) fetched.push_back({name, found->second});
  }
  std::vector<std::string> refspecs;
  for (const FetchedBranch& branch : fetched) {
    refspecs.push_back(fmt::format("{}{}", heads, branch.name));
  }
  connection.download(refspecs, callbacks);
  for (const FetchedBranch& branch : fetched) {
    repository.set_ref(prefix + branch.name, branch.commit);
  }
  return fetched;
}

}  // namespace cairn
