// SPDX-License-Identifier: GPL-3.0-or-later
// Handing over the tree of a failed build.
#include "core/build/kept_tree.hh"

#include "core/base/child.hh"
#include "core/base/chunk.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/uninterrupted.hh"
#include "core/nar/tree_writer.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"

#include <fcntl.h>
#include <filesystem>
#include <grp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cairn {

namespace {

void become(const Owner& owner) {
  checked(setgroups(0, nullptr), "cannot leave the groups");
  checked(setresgid(owner.group, owner.group, owner.group), "cannot become group {}", owner.group);
  checked(setresuid(owner.user, owner.user, owner.user), "cannot become user {}", owner.user);
}

// Writes to a socket whose other end may die: the receiver belongs to the owner, who can end it.
// Through a pipe that would end us as well, by SIGPIPE.
class ReceiverSink : public Sink {
 public:
  ReceiverSink(int socket, const std::function<void()>& go_on) : socket_(socket), go_on_(go_on) {}

  void write(std::string_view bytes) override {
    buffer_ += bytes;
    if (buffer_.size() >= chunk_size) flush();
  }

  void flush() {
    go_on_();
    std::string_view rest = buffer_;
    while (!rest.empty()) {
      ssize_t count =
          uninterrupted([&] { return send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL); });
      rest.remove_prefix(
          static_cast<std::size_t>(checked(count, "cannot hand over the kept tree")));
    }
    buffer_.clear();
  }

 private:
  int socket_;
  const std::function<void()>& go_on_;
  std::string buffer_;
};

// The receiving side: a process with OWNER's rights alone, which sees the tree as an archive.
[[noreturn]] void receive(Fd archive, const std::string& path, const std::string& entry,
                          const std::optional<Owner>& owner) {
  try {
    if (owner) become(*owner);
    // Opened with the owner's rights: the owner may have put another folder in its place.
    Fd folder = open_directory(path);
    FdSource source(archive.get(), "the kept tree");
    nar::restore(source, folder.get(), entry, TreeWriter::Mode::ordinary);
    _exit(0);
  } catch (const std::exception&) {
    _exit(1);
  }
}

// A new folder that OWNER alone can enter, made by a process that is OWNER.
std::string make_folder(std::string_view name, const std::optional<Owner>& owner) {
  std::string path = temporary_folder() + fmt::format("/cairn-build-{}-XXXXXX", name);
  Pipe pipe = make_pipe();
  pid_t child = checked(fork(), "cannot start a process");
  if (child == 0) {
    try {
      if (owner) become(*owner);
      if (mkdtemp(path.data())) write_fully(pipe.write_end.get(), path, "the folder's name");
    } catch (const std::exception&) {
      // The empty answer says it.
    }
    _exit(0);
  }
  pipe.write_end.close();
  FdSource source(pipe.read_end.get(), "the folder's name");
  std::string made = read_all(source, 4096, "the folder's name");
  reap(child);
  if (made.empty()) throw Error("cannot make a folder like {} for the kept tree", path);
  return made;
}

void send_tree(int socket, int directory, const std::string& entry,
               const std::function<void()>& go_on) {
  ReceiverSink sink(socket, go_on);
  NarWriter writer(sink);
  nar::walk(directory, entry, writer, {.skip_special = true, .opens_closed = true});
  sink.flush();
}

}  // namespace

std::string keep_tree(int directory, const std::string& entry, std::string_view name,
                      const std::optional<Owner>& owner, const std::function<void()>& go_on) {
  std::string path = make_folder(name, owner);
  auto [ours, theirs] = make_socket_pair(SOCK_STREAM);
  pid_t child = checked(fork(), "cannot start a process");
  if (child == 0) {
    ours.close();
    receive(std::move(theirs), path, entry, owner);
  }
  theirs.close();
  try {
    send_tree(ours.get(), directory, entry, go_on);
  } catch (const Error&) {
    ours.close();
    reap(child);
    rmdir(path.c_str());  // what came of the tree is gone already
    throw;
  }
  ours.close();
  if (status_of(child) != 0) {
    rmdir(path.c_str());
    throw Error("cannot copy the failed build's folder to {}", path);
  }
  return path + "/" + entry;
}

}  // namespace cairn
