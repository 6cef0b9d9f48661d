// SPDX-License-Identifier: GPL-3.0-or-later
// Trying addresses.
#include "daemon/fetch/fetch.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/hash/hasher.hh"

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds between_reports{500};

Hash hash_of_file(int fd) {
  checked(lseek(fd, 0, SEEK_SET), "cannot read what came");
  FdSource source(fd, "what came");
  Hasher hasher(HashAlgorithm::sha256);
  drain(source, hasher);
  return hasher.finish();
}

class Fetching {
 public:
  Fetching(const FetchRequest& request, const DownloadLimits& limits, const FetchLog& log)
      : request_(request), limits_(limits), log_(log) {}

  std::optional<std::string> run() {
    if (auto origin = try_addresses(request_.addresses)) return origin;
    std::string name = "sha256/" + to_text(request_.hash, HashFormat::base16);
    for (const std::string& place : request_.by_hash) {
      std::string file = place + (place.ends_with('/') ? "" : "/") + name;
      auto take = [&](int fd) { place.starts_with('/') ? copy(file, fd) : load(file, fd); };
      if (attempt(file, take)) return std::nullopt;
    }
    if (auto origin = try_addresses(std::exchange(unanswered_, {}))) return origin;
    if (!has_wrong_) throw Error("none of its addresses gives it:" + problems_);
    log_("what was kept is wrong:" + problems_);
    return std::nullopt;
  }

 private:
  // The first of ADDRESSES that gives it.
  std::optional<std::string> try_addresses(const std::vector<std::string>& addresses) {
    auto found = std::ranges::find_if(addresses, [this](const std::string& address) {
      return attempt(address, [&](int fd) { load(address, fd); });
    });
    if (found == addresses.end()) return std::nullopt;
    return *found;
  }

  // Whether the target is made, with the right contents.
  template <typename Take>
  bool attempt(const std::string& from, const Take& take) {
    log_("fetching " + from);
    std::string part = request_.target + (has_wrong_ ? ".part" : "");
    try {
      Fd file(checked(open(part.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644),
                      "cannot make {}", part));
      take(file.get());
      Hash found = hash_of_file(file.get());
      if (found == request_.hash) {
        if (request_.executable) checked(fchmod(file.get(), 0755), "cannot make it executable");
        if (has_wrong_) checked(rename(part.c_str(), request_.target.c_str()), "cannot move it");
        return true;
      }
      note_problem(from, "it has the hash " + to_text(found, HashFormat::sri));
      if (has_wrong_) unlink(part.c_str());
      has_wrong_ = true;
    } catch (const Error& error) {
      unlink(part.c_str());
      note_problem(from, error.message());
    }
    return false;
  }

  void load(const std::string& address, int fd) {
    auto failure = download(address, fd, limits_, [this](std::uint64_t bytes, std::uint64_t total) {
      if (bytes == 0 || Clock::now() - reported_ < between_reports) return;
      reported_ = Clock::now();
      log_(fmt::format("@ fetched {} {}", bytes, total));
    });
    if (!failure) return;
    if (failure->may_pass) unanswered_.push_back(address);
    throw Error(failure->reason);
  }

  // Its size is looked at first; one that grows meanwhile is copied as long as it was.
  void copy(const std::string& path, int fd) {
    constexpr int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    Fd source(checked(open(path.c_str(), flags), "cannot open {}", path));
    struct stat status;
    checked(fstat(source.get(), &status), "cannot look at {}", path);
    if (!S_ISREG(status.st_mode)) throw Error("it is no regular file");
    auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > limits_.size) throw Error("it is larger than {} bytes", limits_.size);
    FdSource bytes(source.get(), path);
    FdSink sink(fd, "the file");
    copy_exactly(bytes, sink, size);
    sink.flush();
  }

  void note_problem(const std::string& from, const std::string& problem) {
    problems_ += fmt::format("\n  {}: {}", from, problem);
    log_(fmt::format("{}: {}", from, problem));
  }

  const FetchRequest& request_;
  const DownloadLimits& limits_;
  const FetchLog& log_;
  std::string problems_;
  std::vector<std::string> unanswered_;  // to be tried once more when nothing else is left
  bool has_wrong_ = false;               // the target holds something, and it is not what is wanted
  Clock::time_point reported_ = Clock::now();
};

}  // namespace

std::optional<std::string> fetch(const FetchRequest& request, const DownloadLimits& limits,
                                 const FetchLog& log) {
  return Fetching(request, limits, log).run();
}

}  // namespace cairn
