// SPDX-License-Identifier: GPL-3.0-or-later
// The table of builtins, and the border where their errors become text.
#include "core/build/builtins.hh"

#include "core/base/error.hh"
#include "core/base/uninterrupted.hh"
#include "core/build/builtin.hh"

#include <algorithm>
#include <unistd.h>

namespace cairn {

namespace {

struct KnownBuiltin {
  std::string_view name;
  std::string_view label;  // in front of what it reports
  void (*run)(const BuiltinEnvironment& environment);
};

constexpr KnownBuiltin known_builtins[] = {
    {"builtin:buildenv", "buildenv", builtin_buildenv},
    {"builtin:text-1", "text", builtin_text},
    {"builtin:union-1", "union", builtin_union},
    {"builtin:unpack-1", "unpack", builtin_unpack},
};

const KnownBuiltin* find_builtin(std::string_view name) {
  auto found = std::find_if(std::begin(known_builtins), std::end(known_builtins),
                            [&](const KnownBuiltin& builtin) { return builtin.name == name; });
  return found == std::end(known_builtins) ? nullptr : found;
}

// The process ends after this, whether anybody read it or not.
int failed(std::string_view label, const std::string& message, const std::string& hint = "") {
  std::string text = fmt::format("cairn: {}: {}\n", label, message);
  if (!hint.empty()) text += fmt::format("hint: {}\n", hint);
  uninterrupted([&] { return write(STDERR_FILENO, text.data(), text.size()); });
  return static_cast<int>(Exit::failed);
}

}  // namespace

int run_builtin(const sandbox::Spec& spec) {
  const KnownBuiltin* builtin = find_builtin(spec.program);
  if (!builtin) return failed("error", fmt::format("there is no '{}'", spec.program));
  // This is the main function of a process of its own.
  try {
    builtin->run(spec.environment);
    return static_cast<int>(Exit::done);
  } catch (const Error& error) {
    return failed(builtin->label, error.message(), error.hint());
  } catch (const std::exception& error) {
    return failed(builtin->label, error.what());
  }
}

bool is_known_builtin(const std::string& name) {
  return find_builtin(name) != nullptr;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = std::min(text.find_first_of(" \t\n", begin), text.size());
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

const std::string& required_value(const BuiltinEnvironment& environment, const std::string& name) {
  auto found = environment.find(name);
  if (found == environment.end()) throw Error("the derivation does not set '{}'", name);
  return found->second;
}

bool is_switched_on(const BuiltinEnvironment& environment, const std::string& name) {
  auto found = environment.find(name);
  if (found == environment.end() || found->second.empty()) return false;
  if (found->second != "1") throw Error("'{}' is '{}', but may be '1' only", name, found->second);
  return true;
}

}  // namespace cairn
