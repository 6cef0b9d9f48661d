// SPDX-License-Identifier: GPL-3.0-or-later
// Search paths of a profile: which variables its programs want, and what belongs into them.
#pragma once

#include "cli/profile/manifest.hh"
#include "cli/profile/store_view.hh"

#include <map>

namespace cairn {

// A variable and the folders, relative to the profile, that belong into it.
struct SearchPathValue {
  std::string variable;
  std::optional<std::string> separator;
  std::vector<std::string> files;
  auto operator<=>(const SearchPathValue&) const = default;
};

// PATH with bin and sbin, and all that the entries of MANIFEST want, as far as VIEW shows that one
// of them has it. PATH comes first and in any case; a variable comes once.
std::vector<SearchPathValue> search_path_values(const Manifest& manifest, const StoreView& view);

// How the variables of the environment that are there already are joined with a profile's.
enum class SearchPathKind { exact, prefix, suffix };
SearchPathKind parse_search_path_kind(std::string_view text);

// Lines of sh that set VALUES for the profile that the text PROFILE, fit to stand in double
// quotes, stands for.
std::string search_path_lines(const std::vector<SearchPathValue>& values,
                              const std::string& profile, SearchPathKind kind);

// The content of a profile's etc/profile, that is found at PATH where CAIRN_PROFILE names no other.
std::string profile_script(const std::vector<SearchPathValue>& values, const std::string& path);

// VALUES for the profile at PATH in front of what the variables hold in ENVIRONMENT.
std::map<std::string, std::string> with_search_paths(
    const std::vector<SearchPathValue>& values, const std::string& path,
    std::map<std::string, std::string> environment);

// TEXT as one word of sh.
std::string shell_word(std::string_view text);

}  // namespace cairn
