// SPDX-License-Identifier: GPL-3.0-or-later
// NewsFile: what the authors of a channel tell its users, an entry for each change that matters.
// Source of the format: Guix's manual, "Writing Channel News".
#pragma once

#include "channels/declaration/data.hh"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// Texts by language: "en", "de". Never empty.
using Translations = std::map<std::string, std::string, std::less<>>;

struct NewsEntry {
  std::string commit;  // that brought the change: forty digits; or else
  std::string tag;     // a tag of it
  Translations title;
  Translations body;
  bool operator==(const NewsEntry&) const = default;
};

// In the order of the file: the newest first, as a rule. Throws, naming FILE and the place in it.
// Fields that are not known are ignored.
std::vector<NewsEntry> read_news_file(std::string_view text, const std::string& file);

// The text in LANGUAGE, or in English, or the first.
const std::string& text_in(const Translations& texts, std::string_view language);

// TEXT without the marks of Texinfo that news are written with: @command{ls} is 'ls'.
std::string without_marks(std::string_view text);

}  // namespace cairn
