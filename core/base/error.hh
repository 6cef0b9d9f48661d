// SPDX-License-Identifier: GPL-3.0-or-later
// Error: what a person must hear of when we cannot go on. Thrown where it happens, given a line of
// context by callers, caught only by `main`, the session loop and the Guile border.
#pragma once

#include <cerrno>
#include <exception>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <type_traits>

namespace cairn {

// What a command ends with.
enum class Exit : int {
  done = 0,
  failed = 1,
  misused = 2,
  build_failed = 100,
  timed_out = 101,
  hash_mismatch = 102,
  not_deterministic = 104,
};

class Error : public std::exception {
 public:
  explicit Error(std::string message, Exit status = Exit::failed)
      : message_(std::move(message)), status_(status) {}

  template <typename First, typename... Rest>
  Error(fmt::format_string<First, Rest...> format, First&& first, Rest&&... rest)
      : Error(fmt::format(format, std::forward<First>(first), std::forward<Rest>(rest)...)) {}

  const char* what() const noexcept override { return message_.c_str(); }
  const std::string& message() const { return message_; }
  const std::string& hint() const { return hint_; }
  Exit status() const { return status_; }
  // That of the system call that failed, as errno had it; 0 where none did.
  int error_number() const { return error_number_; }

  // Put what was tried in front: "cannot add /x: " + "cannot open /x/y: Permission denied".
  Error& while_doing(std::string_view tried) {
    message_ = fmt::format("{}: {}", tried, message_);
    return *this;
  }
  // A command to copy, or what to change, printed on a line of its own.
  Error& with_hint(std::string hint) {
    hint_ = std::move(hint);
    return *this;
  }
  Error& with_status(Exit status) {
    status_ = status;
    return *this;
  }
  Error& with_error_number(int number) {
    error_number_ = number;
    return *this;
  }

 private:
  std::string message_;
  std::string hint_;
  Exit status_;
  int error_number_ = 0;
};

// The words of the system for an error number: "No such file or directory".
std::string errno_text(int number);

// An Error out of an error NUMBER: "cannot open /x: No such file or directory".
template <typename... Args>
Error numbered_error(int number, fmt::format_string<Args...> format, Args&&... args) {
  return Error(fmt::format(format, std::forward<Args>(args)...) + ": " + errno_text(number))
      .with_error_number(number);
}

// The same out of the current errno.
template <typename... Args>
Error errno_error(fmt::format_string<Args...> format, Args&&... args) {
  return numbered_error(errno, format, std::forward<Args>(args)...);
}

// RESULT of a system call, if it is not negative; else throws errno_error(...).
template <typename Result, typename... Args>
Result checked(Result result, fmt::format_string<Args...> format, Args&&... args) {
  if (result < 0) throw errno_error(format, std::forward<Args>(args)...);
  return result;
}

// What WORK returns; an Error that leaves it is told what was TRIED: a text, or a function that
// words one where the work is so small that the words would cost as much, and throws nothing.
template <typename Tried, typename Work>
auto with_context(const Tried& tried, Work&& work) {
  try {
    return work();
  } catch (Error& error) {
    if constexpr (std::is_invocable_v<Tried>) {
      error.while_doing(tried());
    } else {
      error.while_doing(tried);
    }
    throw;
  }
}

}  // namespace cairn
