// SPDX-License-Identifier: GPL-3.0-or-later
// Preparing a fetch.
#include "core/build/fetch.hh"

#include "core/base/error.hh"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

namespace cairn {

namespace {

constexpr std::size_t most_addresses = 100;

// Libraries, names of hosts, certificates; those that a machine lacks are left out.
constexpr const char* shown[] = {"/usr/lib",
                                 "/usr/lib64",
                                 "/lib",
                                 "/lib64",
                                 "/etc/resolv.conf",
                                 "/etc/hosts",
                                 "/etc/nsswitch.conf",
                                 "/etc/host.conf",
                                 "/etc/gai.conf",
                                 "/etc/ssl/certs",
                                 "/usr/share/ca-certificates",
                                 "/usr/local/share/ca-certificates"};

// What of the derivation's environment reaches the fetcher. Nothing else may: a proxy, an authority
// or a library to load would be the derivation's word on whom it hears, and its code on the
// network.
constexpr const char* kept[] = {"out", "executable"};

// What of the engine's own environment says how to reach the network.
constexpr const char* passed[] = {"http_proxy",  "https_proxy", "all_proxy", "no_proxy",
                                  "HTTPS_PROXY", "ALL_PROXY",   "NO_PROXY",  "SSL_CERT_FILE"};

// Parted by spaces only: any other white space is then in an address, which is refused for it.
std::vector<std::string> words_of(const std::string& text) {
  std::istringstream words(text);
  std::vector<std::string> list;
  for (std::string word; std::getline(words, word, ' ');) {
    if (!word.empty()) list.push_back(word);
  }
  return list;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::map<std::string, std::string> kept_of(const std::map<std::string, std::string>& environment) {
  std::map<std::string, std::string> result;
  for (const char* name : kept) {
    auto variable = environment.find(name);
    if (variable != environment.end()) result.insert(*variable);
  }
  return result;
}

bool is_shown(const sandbox::Spec& spec, const std::string& path) {
  return std::ranges::any_of(spec.binds, [&](const sandbox::Bind& bind) {
    return path == bind.target || path.starts_with(bind.target + "/");
  });
}

// Show PATH, unless it is not there or is seen already. Where it is a link to what is not shown, as
// /etc/resolv.conf often is, its end takes its place.
void show(sandbox::Spec& spec, const std::string& path) {
  std::error_code problem;
  std::string end = std::filesystem::canonical(path, problem).string();
  if (problem || is_shown(spec, path)) return;
  spec.binds.push_back({is_shown(spec, end) ? path : end, path});
}

const FixedOutput& fixed_output_of(const Derivation& derivation) {
  auto output = derivation.outputs.find("out");
  if (!derivation.is_fixed() || !output->second.fixed) {
    throw Error("a fetch needs an output of known hash");
  }
  return *output->second.fixed;
}

}  // namespace

bool is_fetch(const Derivation& derivation) {
  return derivation.is_builtin() && derivation.builder == fetch_builtin;
}

std::vector<std::string> fetch_urls(const Derivation& derivation) {
  auto urls = derivation.environment.find("urls");
  if (urls == derivation.environment.end()) throw Error("a fetch needs 'urls'");
  std::vector<std::string> addresses = words_of(urls->second);
  if (addresses.empty() || addresses.size() > most_addresses) {
    throw Error("a fetch needs 1 to {} addresses in 'urls'", most_addresses);
  }
  return addresses;
}

void check_fetch(const Derivation& derivation) {
  const FixedOutput& fixed = fixed_output_of(derivation);
  if (fixed.hash.algorithm() != HashAlgorithm::sha256 || fixed.method != ContentMethod::flat) {
    throw Error("a fetch needs the SHA-256 hash of a file");
  }
  for (const std::string& address : fetch_urls(derivation)) check_address(address);
}

void prepare_fetch(sandbox::Spec& spec, const Derivation& derivation, const FetchSettings& settings,
                   BuildMode mode) {
  std::vector<std::string> by_hash;
  if (mode != BuildMode::check) by_hash = settings.mirrors.by_hash;
  std::vector<std::string> addresses;
  for (const std::string& address : fetch_urls(derivation)) {
    for (std::string& one : resolved(address, settings.mirrors))
      addresses.push_back(std::move(one));
  }
  spec.entry = sandbox::Entry::program;
  spec.network = true;
  spec.program = "/cairn-fetch";
  spec.arguments = {"cairn-fetch"};
  spec.environment = kept_of(spec.environment);
  spec.binds.push_back({settings.program, spec.program});
  for (const char* path : shown) show(spec, path);
  for (const std::string& place : by_hash) {
    if (place.starts_with('/')) show(spec, place);
  }
  for (const char* variable : passed) {
    if (const char* value = std::getenv(variable)) spec.environment[variable] = value;
  }
  if (const char* certificates = std::getenv("SSL_CERT_FILE")) show(spec, certificates);
  spec.environment[fetch_addresses_variable] = joined(addresses);
  spec.environment[fetch_by_hash_variable] = joined(by_hash);
  spec.environment[fetch_limits_variable] = to_text(settings.limits);
  spec.environment[fetch_hash_variable] =
      to_tagged_text(fixed_output_of(derivation).hash, HashFormat::base16);
}

}  // namespace cairn
