// SPDX-License-Identifier: GPL-3.0-or-later
// Archives made by hand, so that tests can make bad ones too.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn::test {

// TEXT with its length before and its padding behind.
std::string nar_token(std::string_view text);
std::string nar_tokens(std::initializer_list<std::string_view> texts);
// A length alone: 8 bytes, little end first.
std::string nar_number(std::uint64_t value);

// Nodes: what stands in an archive behind its first token, or in an entry.
std::string nar_file(std::string_view contents, bool executable = false);
std::string nar_link(std::string_view target);
using NarEntries = std::initializer_list<std::pair<std::string_view, std::string>>;
std::string nar_folder(NarEntries entries);
// CORE in so many folders, each named "d".
std::string nar_nested(std::size_t folders, std::string_view core);

std::string nar_archive(std::string_view node);

// A node at random: files, links and folders in at most DEPTH folders.
std::string random_nar_node(std::mt19937& random, int depth);

// Where in a good ARCHIVE the lengths stand.
std::vector<std::size_t> nar_length_fields(std::string_view archive);

}  // namespace cairn::test
