// SPDX-License-Identifier: GPL-3.0-or-later
// The table of the engine's settings, and reading by it.
#include "daemon/server/settings.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/nearest.hh"
#include "core/base/size_text.hh"
#include "daemon/server/build_options.hh"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <set>
#include <sstream>

namespace cairn::server {

namespace {

constexpr const char* file_name = "cairn.conf";

std::vector<std::string> words_of(std::string_view text) {
  std::istringstream stream{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(std::move(word));
  return words;
}

struct Option {
  std::string_view name;
  void (*apply)(EngineSettings& settings, std::string_view value);
};

// Their names are Nix's. What may stand here too is what a client can ask for of its builds.
constexpr std::array options = {
    Option{"trusted-users", [](auto& s, auto value) { s.trusted_users = words_of(value); }},
    Option{"allowed-users", [](auto& s, auto value) { s.allowed_users = words_of(value); }},
    Option{"keep-derivations", [](auto& s, auto value) { s.keep_derivations = truth_of(value); }},
    Option{"keep-outputs", [](auto& s, auto value) { s.keep_outputs = truth_of(value); }},
    Option{"auto-optimise-store", [](auto& s, auto value) { s.merges_on_add = truth_of(value); }},
    Option{"fsync-store-paths", [](auto& s, auto value) { s.flushes_on_add = truth_of(value); }},
    Option{"min-free", [](auto& s, auto value) { s.free_space.least = parse_size(value); }},
    Option{"max-free", [](auto& s, auto value) { s.free_space.wanted = parse_size(value); }},
};

Error unknown(std::string_view name) {
  std::vector<std::string> names = build_option_names();
  for (const Option& option : options) names.emplace_back(option.name);
  Error error("there is no setting '{}'", name);
  if (auto meant = nearest(name, names)) error.with_hint(fmt::format("did you mean {}?", *meant));
  return error;
}

void set(EngineSettings& settings, std::string_view name, std::string_view value) {
  auto option = std::ranges::find(options, name, &Option::name);
  if (option != options.end()) {
    return with_context(fmt::format("cannot set '{}'", name),
                        [&] { option->apply(settings, value); });
  }
  if (!set_build_option(settings.builds, name, value)) throw unknown(name);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

class Reading {
 public:
  void line(std::string_view text) {
    text = trimmed(text.substr(0, text.find('#')));
    if (text.empty()) return;
    std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) throw Error("'{}' lacks '=' and a value", text);
    std::string_view name = trimmed(text.substr(0, equals));
    if (!seen_.emplace(name).second) throw Error("'{}' is set twice", name);
    set(settings_, name, trimmed(text.substr(equals + 1)));
  }

  EngineSettings finish() {
    FreeSpace& space = settings_.free_space;
    space.wanted = std::max(space.wanted, space.least);
    return std::move(settings_);
  }

 private:
  EngineSettings settings_{};
  std::set<std::string, std::less<>> seen_{};
};

}  // namespace

EngineSettings parse_engine_settings(std::string_view text, const std::string& file) {
  Reading reading;
  for (int number = 1; !text.empty(); ++number) {
    std::size_t end = std::min(text.find('\n'), text.size());
    with_context(fmt::format("{}:{}", file, number), [&] { reading.line(text.substr(0, end)); });
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return reading.finish();
}

EngineSettings read_engine_settings(const Layout& layout) {
  std::string configuration = layout.physical(layout.configuration);
  Fd folder(open(configuration.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder && errno == ENOENT) return {};
  // Whatever it is: who is allowed what must not depend on whether the settings can be reached.
  if (!folder) throw errno_error("cannot open the folder of the settings, {}", configuration);
  auto text = with_context("cannot read the settings in " + configuration,
                           [&] { return read_file_at(folder.get(), file_name); });
  return parse_engine_settings(text.value_or(""), fmt::format("{}/{}", configuration, file_name));
}

}  // namespace cairn::server
