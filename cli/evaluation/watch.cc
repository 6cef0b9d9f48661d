// SPDX-License-Identifier: GPL-3.0-or-later
// Reading what the kernel says of a process.
#include "cli/evaluation/watch.hh"

#include "core/base/error.hh"
#include "core/base/fd.hh"
#include "core/base/uninterrupted.hh"

#include <charconv>
#include <cstdlib>
#include <fcntl.h>
#include <sstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace cairn {

namespace {

// One of the small files that the kernel keeps for a process; empty when the process is gone.
std::string process_file(pid_t process, const char* name) {
  Fd fd(open(fmt::format("/proc/{}/{}", process, name).c_str(), O_RDONLY | O_CLOEXEC));
  char text[1024];
  ssize_t count = fd ? uninterrupted([&] { return read(fd.get(), text, sizeof text); }) : -1;
  return count > 0 ? std::string(text, static_cast<std::size_t>(count)) : "";
}

std::chrono::milliseconds processor_time(pid_t process) {
  std::string text = process_file(process, "stat");
  // Behind the program's name, which may hold anything: state, then ten numbers, then the two.
  std::istringstream fields(text.substr(std::min(text.rfind(')') + 1, text.size())));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  long user = 0;
  long system = 0;
  fields >> user >> system;
  return std::chrono::milliseconds((user + system) * 1000 / sysconf(_SC_CLK_TCK));
}

std::uint64_t resident_bytes(pid_t process) {
  std::istringstream fields(process_file(process, "statm"));
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  fields >> all >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::uint64_t number_in(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  if (!text || !*text) return otherwise;
  std::uint64_t number = 0;
  const char* end = text + std::string_view(text).size();
  auto [read, error] = std::from_chars(text, end, number);
  if (error != std::errc() || read != end || number == 0 || number > 1'000'000) {
    throw Error("{} is '{}', but must be a number", variable, text).with_status(Exit::misused);
  }
  return number;
}

}  // namespace

EvaluationLimits evaluation_limits() {
  EvaluationLimits limits;
  auto seconds =
      number_in("CAIRN_EVAL_SECONDS", static_cast<std::uint64_t>(limits.processor.count()));
  limits.processor = std::chrono::seconds(seconds);
  limits.waiting = 10 * limits.processor;
  limits.memory = number_in("CAIRN_EVAL_MEMORY", limits.memory >> 20) << 20;
  return limits;
}

void Watch::follow(pid_t process) {
  process_ = process;
#ifdef __SANITIZE_ADDRESS__
  return;  // the sanitizer takes terabytes of address space for itself
#endif
  // Far above what is ever used: for what it takes while nobody looks, because we are busy.
  rlimit space{};
  space.rlim_cur = space.rlim_max = 2 * limits_.memory + (2ull << 30);
  prlimit(process, RLIMIT_AS, &space, nullptr);
}

void Watch::start() {
  started_ = std::chrono::steady_clock::now();
  used_before_ = processor_time(process_);
}

void Watch::check() {
  auto now = std::chrono::steady_clock::now();
  if (now - looked_ < tick) return;
  looked_ = now;
  if (processor_time(process_) - used_before_ > limits_.processor) {
    throw Error("the evaluation took more than {} seconds of processor time and was ended",
                limits_.processor.count())
        .with_hint("look for a loop; or allow more: CAIRN_EVAL_SECONDS=" +
                   std::to_string(limits_.processor.count() * 10));
  }
  if (now - started_ > limits_.waiting) {
    throw Error("the evaluation gave no answer for {} seconds and was ended",
                limits_.waiting.count())
        .with_hint("look for what waits for something that never comes");
  }
  if (resident_bytes(process_) > limits_.memory) {
    throw Error("the evaluation took more than {} MiB of memory and was ended",
                limits_.memory >> 20)
        .with_hint("look for what grows; or allow more: CAIRN_EVAL_MEMORY=" +
                   std::to_string((limits_.memory >> 20) * 4));
  }
}

}  // namespace cairn
