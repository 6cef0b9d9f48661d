// SPDX-License-Identifier: GPL-3.0-or-later
// Files of remembered evaluations: a SHA-256, and a frame that has it.
#include "cli/evaluation/evaluation_memo.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/hash/hasher.hh"

#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr std::size_t place_digits = 2;  // of a key: so many files there are at most, 256
constexpr std::size_t size_limit = frame_limit + 64;  // of one file
constexpr std::time_t forgotten_after = 3600;         // seconds: what a killed process began

std::string digest_of(std::string_view bytes) {
  return std::string(hash_of(HashAlgorithm::sha256, bytes).digest());
}

// A folder that others may write to could hold what they would have us build.
std::optional<Fd> own_folder(const std::string& name) {
  Fd folder(open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  struct stat status {};
  if (!folder || fstat(folder.get(), &status) != 0) return std::nullopt;
  if (status.st_uid != geteuid() || (status.st_mode & 022) != 0) return std::nullopt;
  return folder;
}

void delete_unfinished(int folder) {
  std::time_t now = std::time(nullptr);
  for (const std::string& name : list_directory(folder)) {
    auto status = name.starts_with('.') ? status_at(folder, name) : std::nullopt;
    if (status && status->st_mtime + forgotten_after < now) unlinkat(folder, name.c_str(), 0);
  }
}

std::optional<Message> message_in(const std::string& bytes) {
  std::size_t size = digest_of("").size();
  if (bytes.size() < size) return std::nullopt;
  std::string_view frame = std::string_view(bytes).substr(size);
  if (!bytes.starts_with(digest_of(frame))) return std::nullopt;
  StringSource source(frame);
  Message message;
  if (!read_frame(source, message)) return std::nullopt;
  return message;
}

bool all_repeat(const Message& traces, const EvaluationMemo::Repeats& repeats) {
  for (const Message& pair : traces) {
    if (!repeats(pair.at(0), pair.at(1))) return false;
  }
  return true;
}

}  // namespace

void EvaluationTraces::add(Message question, Message trace) {
  Message pair = Message::array({std::move(question), std::move(trace)});
  size_ += frame_of(pair).size();
  if (size_ > frame_limit) pairs_.clear();
  if (size_ <= frame_limit) pairs_.push_back(std::move(pair));
}

EvaluationMemo::EvaluationMemo(std::string folder, Message circumstances)
    : folder_(std::move(folder)), circumstances_(std::move(circumstances)) {}

std::string EvaluationMemo::key_of(const Message& request) const {
  Hash hash = hash_of(HashAlgorithm::sha256, frame_of(Message::array({circumstances_, request})));
  return to_text(hash, HashFormat::base16);
}

std::optional<Message> EvaluationMemo::recall(const Message& request,
                                              const Repeats& repeats) const {
  try {
    auto folder = folder_.empty() ? std::nullopt : own_folder(folder_);
    if (!folder) return std::nullopt;
    std::string key = key_of(request);
    auto bytes = read_file_at(folder->get(), key.substr(0, place_digits), size_limit);
    auto kept = bytes ? message_in(*bytes) : std::nullopt;
    if (!kept || kept->at("key") != key) return std::nullopt;
    if (!all_repeat(kept->at("traces"), repeats)) return std::nullopt;
    return std::move(kept->at("reply"));
  } catch (const Error&) {
    return std::nullopt;
  } catch (const Message::exception&) {
    return std::nullopt;
  }
}

void EvaluationMemo::remember(const Message& request, Message traces, const Message& reply) const {
  if (folder_.empty()) return;
  try {
    std::string key = key_of(request);
    std::string frame = frame_of({{"key", key}, {"traces", std::move(traces)}, {"reply", reply}});
    make_directories(folder_);
    auto folder = own_folder(folder_);
    if (!folder) return;
    delete_unfinished(folder->get());
    write_pieces_at(folder->get(), key.substr(0, place_digits), {digest_of(frame), frame});
  } catch (const Error&) {
    return;  // a full disk, say: it is evaluated again
  }
}

}  // namespace cairn
