// SPDX-License-Identifier: GPL-3.0-or-later
// Reading patterns of generations, and what they mean.
#include "core/profile/generation_pattern.hh"

#include <algorithm>
#include <charconv>

namespace cairn {

namespace {

[[noreturn]] void refuse(std::string_view text) {
  throw Error("'{}' means no generations", text)
      .with_status(Exit::misused)
      .with_hint("write 3, 1,4, 2..5, 2.., ..5, or an age: 12h, 30d, 2w, 1m");
}

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  bool is_whole = problem == std::errc() && end == text.data() + text.size();
  return is_whole ? std::optional(number) : std::nullopt;
}

std::uint64_t seconds_in(char unit) {
  constexpr std::uint64_t hour = 3600;
  switch (unit) {
    case 'h': return hour;
    case 'd': return 24 * hour;
    case 'w': return 7 * 24 * hour;
    case 'm': return 30 * 24 * hour;
    default: return 0;
  }
}

std::optional<GenerationAge> age_in(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::uint64_t unit = seconds_in(text.back());
  auto count = number_in(text.substr(0, text.size() - 1));
  constexpr std::uint64_t most = 100'000;  // months: more than there were
  if (unit == 0 || !count || *count > most) return std::nullopt;
  return GenerationAge(*count * unit);
}

std::optional<GenerationRange> range_in(std::string_view text) {
  std::size_t dots = text.find("..");
  if (dots == std::string_view::npos || text.size() == 2) return std::nullopt;
  std::string_view first = text.substr(0, dots);
  std::string_view last = text.substr(dots + 2);
  GenerationRange range;
  auto start = first.empty() ? range.first : number_in(first);
  auto end = last.empty() ? range.last : number_in(last);
  if (!start || !end) return std::nullopt;
  return GenerationRange{*start, *end};
}

std::optional<GenerationNumbers> numbers_in(std::string_view text) {
  GenerationNumbers numbers;
  for (std::size_t comma = 0; comma != std::string_view::npos;) {
    comma = text.find(',');
    auto number = number_in(text.substr(0, comma));
    if (!number) return std::nullopt;
    numbers.push_back(*number);
    if (comma != std::string_view::npos) text.remove_prefix(comma + 1);
  }
  return numbers;
}

[[noreturn]] void refuse_number(const std::vector<Generation>& generations, std::uint64_t number,
                                std::string_view list_command) {
  Error error("there is no generation {}", number);
  if (!generations.empty()) {
    error.with_hint(fmt::format("there are {} to {}: {}", generations.front().number,
                                generations.back().number, list_command));
  }
  throw error;
}

// A generation that TEXT, "+N" or "-N", leads to from CURRENT.
std::uint64_t relative_target(const std::vector<Generation>& generations, std::uint64_t current,
                              std::string_view text, std::string_view list_command) {
  auto steps = number_in(text.substr(1));
  if (!steps) refuse(text);
  auto here = std::find_if(generations.begin(), generations.end(),
                           [current](const Generation& one) { return one.number >= current; });
  auto place = static_cast<std::uint64_t>(here - generations.begin());
  bool is_back = text.front() == '-';
  std::uint64_t room = is_back ? place : generations.size() - place;
  if (is_back ? *steps > room : *steps >= room) {
    throw Error("there is no generation {} from {}", text, current)
        .with_hint(std::string(list_command));
  }
  return generations[is_back ? place - *steps : place + *steps].number;
}

}  // namespace

GenerationPattern parse_generation_pattern(std::string_view text) {
  if (auto numbers = numbers_in(text)) return *numbers;
  if (auto range = range_in(text)) return *range;
  if (auto age = age_in(text)) return *age;
  refuse(text);
}

std::vector<Generation> matching(const std::vector<Generation>& generations,
                                 const GenerationPattern& pattern, std::time_t now,
                                 AgeMeaning meaning, std::string_view list_command) {
  auto is_meant = [&](const Generation& one) {
    if (auto* numbers = std::get_if<GenerationNumbers>(&pattern)) {
      return std::find(numbers->begin(), numbers->end(), one.number) != numbers->end();
    }
    if (auto* range = std::get_if<GenerationRange>(&pattern)) {
      return range->first <= one.number && one.number <= range->last;
    }
    bool is_since = now - one.time <= std::get<GenerationAge>(pattern).count();
    return is_since == (meaning == AgeMeaning::since);
  };
  if (auto* numbers = std::get_if<GenerationNumbers>(&pattern)) {
    for (std::uint64_t number : *numbers) {
      bool is_there = std::any_of(generations.begin(), generations.end(),
                                  [&](const Generation& one) { return one.number == number; });
      if (!is_there) refuse_number(generations, number, list_command);
    }
  }
  std::vector<Generation> meant;
  std::copy_if(generations.begin(), generations.end(), std::back_inserter(meant), is_meant);
  return meant;
}

std::uint64_t switch_target(const std::vector<Generation>& generations, std::uint64_t current,
                            std::string_view text, std::string_view list_command) {
  if (text.starts_with('+') || text.starts_with('-')) {
    return relative_target(generations, current, text, list_command);
  }
  auto number = number_in(text);
  if (!number) {
    throw Error("'{}' means no generation", text)
        .with_status(Exit::misused)
        .with_hint("write a number, or +1 or -1");
  }
  matching(generations, GenerationNumbers{*number}, 0, AgeMeaning::since, list_command);
  return *number;
}

}  // namespace cairn
