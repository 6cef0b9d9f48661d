// SPDX-License-Identifier: GPL-3.0-or-later
// Events as frames and back.
#include "daemon/protocol/activities.hh"

#include "core/base/files.hh"

#include <utility>

namespace cairn::protocol {

namespace {

constexpr std::uint64_t level_silent = 0;  // shown by nobody: it has no text
constexpr std::uint64_t level_warning = 1;
constexpr std::uint64_t level_shown = 3;
constexpr std::string_view warning_mark = "warning: ";

template <typename T>
T value_at(const std::vector<Field>& values, std::size_t at) {
  const T* value = at < values.size() ? std::get_if<T>(&values[at]) : nullptr;
  return value ? *value : T{};
}

std::string_view without_newline(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

}  // namespace

void ActivityWriter::send(const Event& event) {
  SocketSink& sink = duplex_.sink();
  sink.hold(true);
  AtEnd no_longer([&sink] { sink.hold(false); });
  stop(waiting_);
  std::visit([this](const auto& happened) { tell(happened); }, event);
  sink.send_some();
}

int ActivityWriter::unsent_fd() const {
  return duplex_.sink().unsent() > 0 ? duplex_.socket() : -1;
}

void ActivityWriter::send_rest() {
  duplex_.sink().send_some();
}

void ActivityWriter::finish() {
  stop(waiting_);
  while (!builds_.empty()) tell(BuildEnded{builds_.begin()->first, false, "interrupted"});
  stop(progress_);
}

void ActivityWriter::tell(const BuildStarted& event) {
  std::string path = duplex_.store().print(event.derivation);
  std::vector<Field> values{path, std::string(), std::uint64_t{1}, std::uint64_t{1}};
  std::uint64_t id = start(ActivityType::build, level_shown, fmt::format("building '{}'", path),
                           std::move(values));
  builds_.insert_or_assign(event.derivation, Build{id, {}, false});
}

void ActivityWriter::tell(const BuildLogged& event) {
  auto found = builds_.find(event.derivation);
  if (found == builds_.end()) return;
  Build& build = found->second;
  if (duplex_.sink().unsent() > unsent_limit) {
    build.has_gap = true;
    return;
  }
  tell_gap(event.derivation, build);
  for (std::string_view rest = event.text; !rest.empty();) {
    std::string_view piece = rest.substr(0, line_limit - build.line.size());
    std::size_t end = piece.find('\n');
    bool complete = end != std::string_view::npos;
    piece = piece.substr(0, end);
    build.line += piece;
    rest.remove_prefix(piece.size() + (complete ? 1 : 0));
    if (complete || build.line.size() == line_limit) {
      tell_line(build, std::exchange(build.line, {}));
    }
  }
}

void ActivityWriter::tell(const BuildEnded& event) {
  auto found = builds_.find(event.derivation);
  if (found == builds_.end()) return;
  Build& build = found->second;
  tell_gap(event.derivation, build);
  if (!build.line.empty()) tell_line(build, std::move(build.line));
  if (!event.succeeded) {
    auto type = static_cast<std::uint64_t>(ResultType::build_failed);
    say(ActivityResult{build.id, type, {event.reason}});
  }
  say(StopActivity{build.id});
  builds_.erase(found);
}

void ActivityWriter::tell(const BuildsProgressed& event) {
  if (!progress_) progress_ = start(ActivityType::builds, level_silent, {}, {});
  say(ActivityResult{*progress_,
                     static_cast<std::uint64_t>(ResultType::progress),
                     {event.done, event.expected, event.running, event.failed}});
}

void ActivityWriter::tell(const Waiting& event) {
  waiting_ = start(ActivityType::build_waiting, level_warning, event.text, {});
}

void ActivityWriter::tell(const Warned& event) {
  say(Line{fmt::format("{}{}\n", warning_mark, event.text)});
}

void ActivityWriter::tell(const Noted& event) {
  say(Line{event.text + "\n"});
}

std::uint64_t ActivityWriter::start(ActivityType type, std::uint64_t level, std::string text,
                                    std::vector<Field> values) {
  std::uint64_t id = next_id_++;
  say(StartActivity{id, level, static_cast<std::uint64_t>(type), std::move(text), std::move(values),
                    0});
  return id;
}

void ActivityWriter::stop(std::optional<std::uint64_t>& id) {
  if (auto started = std::exchange(id, std::nullopt)) say(StopActivity{*started});
}

void ActivityWriter::tell_line(const Build& build, std::string line) {
  auto type = static_cast<std::uint64_t>(ResultType::log_line);
  say(ActivityResult{build.id, type, {std::move(line)}});
}

// Where lines were left out, say so. What had come of the last line before them ends there.
void ActivityWriter::tell_gap(const StorePath& derivation, Build& build) {
  if (!std::exchange(build.has_gap, false)) return;
  if (!build.line.empty()) tell_line(build, std::exchange(build.line, {}));
  tell_line(build, fmt::format("[lines that nobody read in time are left out; all: cairn log {}]",
                               duplex_.store().print(derivation)));
}

void ActivityReader::hear(const Frame& frame) {
  auto hear_it = [this]<typename F>(const F& alternative) {
    if constexpr (requires { hear_frame(alternative); }) hear_frame(alternative);
  };
  std::visit(hear_it, frame);
}

void ActivityReader::hear_frame(const Line& line) {
  std::string text(without_newline(line.text));
  if (text.starts_with(warning_mark)) {
    events_.send(Warned{text.substr(warning_mark.size())});
  } else {
    events_.send(Noted{text});
  }
}

void ActivityReader::hear_frame(const StartActivity& started) {
  auto type = static_cast<ActivityType>(started.type);
  if (type == ActivityType::build) {
    StorePath derivation = store_.parse(value_at<std::string>(started.values, 0));
    builds_.insert_or_assign(started.id, Build{derivation});
    events_.send(BuildStarted{derivation});
  }
  if (type == ActivityType::build_waiting) events_.send(Waiting{started.text});
  if (type == ActivityType::builds) progress_.insert(started.id);
}

void ActivityReader::hear_frame(const ActivityResult& result) {
  auto found = builds_.find(result.id);
  if (found != builds_.end()) hear_build(found->second, result);
  bool progress = static_cast<ResultType>(result.type) == ResultType::progress;
  if (!progress || !progress_.contains(result.id)) return;
  auto number = [&](std::size_t at) { return value_at<std::uint64_t>(result.values, at); };
  events_.send(BuildsProgressed{number(0), number(1), number(2), number(3)});
}

void ActivityReader::hear_build(Build& build, const ActivityResult& result) {
  auto type = static_cast<ResultType>(result.type);
  std::string text = value_at<std::string>(result.values, 0);
  if (type == ResultType::log_line) events_.send(BuildLogged{build.derivation, text + "\n"});
  if (type == ResultType::build_failed) {
    build.failed = true;
    build.reason = text;
  }
}

void ActivityReader::hear_frame(const StopActivity& stopped) {
  progress_.erase(stopped.id);
  auto ended = builds_.extract(stopped.id);
  if (ended.empty()) return;
  const Build& build = ended.mapped();
  events_.send(BuildEnded{build.derivation, !build.failed, build.reason});
}

}  // namespace cairn::protocol
