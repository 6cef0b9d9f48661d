// SPDX-License-Identifier: GPL-3.0-or-later
// Folding events.
#include "cli/progress.hh"

#include "cli/placed_hint.hh"
#include "cli/visible.hh"
#include "core/base/error_text.hh"

#include <algorithm>
#include <fmt/format.h>

namespace cairn {

namespace {

using Kind = ProgressLine::Kind;
using Amount = ProgressStyle::Amount;

constexpr std::size_t kept_lines = 10;      // of a log, to be shown when its build fails
constexpr std::size_t longest_line = 1024;  // bytes; what is kept of a line is cut there
constexpr std::size_t least_label = 20;     // columns
constexpr std::string_view ending = ".drv";

std::string_view label_of(const StorePath& derivation) {
  std::string_view name = derivation.name();
  if (name.ends_with(ending)) name.remove_suffix(ending.size());
  return name;
}

std::string cut(std::string text, std::size_t columns) {
  if (text.size() < columns) return text;
  text.resize(columns > 4 ? columns - 4 : 0);
  return columns > 4 ? text + "..." : text;
}

std::chrono::seconds whole_seconds(ProgressTime from, ProgressTime to) {
  return std::chrono::floor<std::chrono::seconds>(to - from);
}

}  // namespace

std::string duration_text(std::chrono::seconds duration) {
  auto seconds = duration.count();
  if (seconds < 60) return fmt::format("{}s", seconds);
  if (seconds < 3600) return fmt::format("{}m{:02}s", seconds / 60, seconds % 60);
  return fmt::format("{}h{:02}m", seconds / 3600, seconds % 3600 / 60);
}

std::vector<ProgressLine> Progress::hear(const Event& event, ProgressTime now) {
  waiting_.clear();
  return std::visit([this, now](const auto& happened) { return tell(happened, now); }, event);
}

Progress::Lines Progress::tell(const BuildStarted& event, ProgressTime now) {
  jobs_.push_back({event.derivation, now, {}, {}});
  if (style_.is_live || !shows(Amount::usual)) return {};
  return {{Kind::plain, fmt::format("building {}", style_.store.print(event.derivation))}};
}

Progress::Lines Progress::tell(const BuildLogged& event, ProgressTime) {
  Lines lines;
  Job* job = find_job(event.derivation);
  if (!job) return lines;
  std::string_view rest = event.text;
  for (std::size_t end; (end = rest.find('\n')) != rest.npos; rest.remove_prefix(end + 1)) {
    job->line += rest.substr(0, end);
    end_line(*job, lines);
  }
  job->line += rest;
  if (job->line.size() > longest_line) end_line(*job, lines);
  return lines;
}

Progress::Lines Progress::tell(const BuildEnded& event, ProgressTime now) {
  Lines lines;
  Job* found = find_job(event.derivation);
  if (!found) return lines;
  if (!found->line.empty()) end_line(*found, lines);
  Job job = std::move(*found);
  jobs_.erase(jobs_.begin() + (found - jobs_.data()));
  ++(event.succeeded ? counts_.done : counts_.failed);  // until the engine counts again
  if (!event.succeeded) {
    for (ProgressLine& line : failure(job, event.reason)) lines.push_back(std::move(line));
  } else if (shows(Amount::usual)) {
    std::string text = fmt::format("built {}", style_.store.print(event.derivation));
    if (style_.is_live) text += " in " + duration_text(whole_seconds(job.started, now));
    lines.push_back({Kind::plain, std::move(text)});
  }
  return lines;
}

Progress::Lines Progress::tell(const BuildsProgressed& event, ProgressTime) {
  counts_ = event;
  return {};
}

Progress::Lines Progress::tell(const Waiting& event, ProgressTime) {
  waiting_ = visible(event.text);
  if (style_.is_live || !shows(Amount::usual)) return {};
  return {{Kind::plain, fmt::format("waiting: {}", waiting_)}};
}

Progress::Lines Progress::tell(const Warned& event, ProgressTime) {
  Error warning = error_of(event.text);
  Lines lines = {{Kind::warning, fmt::format("cairn: warning: {}", visible(warning.message()))}};
  if (!warning.hint().empty()) {
    lines.push_back({Kind::hint, fmt::format("hint: {}", visible(placed_hint(warning.hint(),
                                                                             style_.command)))});
  }
  return lines;
}

Progress::Lines Progress::tell(const Noted& event, ProgressTime) {
  if (!shows(Amount::usual)) return {};
  return {{Kind::plain, visible(event.text)}};
}

Progress::Job* Progress::find_job(const StorePath& derivation) {
  auto job = std::find_if(jobs_.begin(), jobs_.end(),
                          [&](const Job& one) { return one.derivation == derivation; });
  return job == jobs_.end() ? nullptr : &*job;
}

void Progress::end_line(Job& job, Lines& lines) const {
  std::string line = job.line.substr(0, longest_line);
  std::string text = visible(style_.rewrite ? style_.rewrite(std::move(line)) : line);
  job.line.clear();
  if (shows(Amount::verbose)) {
    lines.push_back({Kind::log, fmt::format("{}> {}", label_of(job.derivation), text)});
  }
  job.log.push_back(std::move(text));
  if (job.log.size() > kept_lines) job.log.pop_front();
}

Progress::Lines Progress::failure(const Job& job, const std::string& reason) const {
  std::string path = style_.store.print(job.derivation);
  Lines lines{{Kind::failure, fmt::format("failed {}: {}", path, visible(reason))}};
  if (job.log.empty()) return lines;
  if (!shows(Amount::verbose)) {
    for (const std::string& line : job.log) lines.push_back({Kind::log, "  > " + line});
  }
  lines.push_back({Kind::hint, fmt::format("hint: {} log {}", style_.command, path)});
  return lines;
}

std::string Progress::counts() const {
  if (counts_.expected == 0) return fmt::format("[{} running]", jobs_.size());
  std::string text =
      fmt::format("[{}/{} built, {} running", counts_.done, counts_.expected, jobs_.size());
  if (counts_.failed > 0) text += fmt::format(", {} failed", counts_.failed);
  return text + "]";
}

std::vector<std::string> Progress::status(ProgressTime now, std::size_t columns,
                                          std::size_t most) const {
  if (!shows(Amount::usual) || most == 0) return {};
  if (jobs_.empty()) {
    if (!waiting_.empty()) return {cut("waiting: " + waiting_, columns)};
    return {};
  }
  std::vector<std::string> lines;
  std::string prefix = counts() + " ";
  // On a narrow terminal names say more than counts.
  if (prefix.size() + least_label > columns) prefix.clear();
  std::size_t shown = jobs_.size() <= most ? jobs_.size() : most - 1;
  for (std::size_t i = 0; i < shown; ++i) {
    const Job& job = jobs_[i];
    lines.push_back(cut(fmt::format("{}{} {}", prefix, label_of(job.derivation),
                                    duration_text(whole_seconds(job.started, now))),
                        columns));
    prefix.assign(prefix.size(), ' ');
  }
  if (shown < jobs_.size()) {
    lines.push_back(cut(fmt::format("{}and {} more", prefix, jobs_.size() - shown), columns));
  }
  return lines;
}

}  // namespace cairn
