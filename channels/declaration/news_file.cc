// SPDX-License-Identifier: GPL-3.0-or-later
// Reading news.
#include "channels/declaration/news_file.hh"

#include "channels/declaration/fields.hh"

#include <algorithm>
#include <array>

namespace cairn {

namespace {

constexpr const char* shape =
    "(channel-news (version 0) (entry (commit \"...\") (title (en \"...\")) (body (en \"...\"))))";

// (title (en "...") (de "...")).
Translations translations_in(const std::string& file, const Datum& field) {
  Translations texts;
  for (const Datum& text : fields_of(field)) {
    bool is_translation = text.is(Datum::Kind::list) && text.items.size() == 2 &&
                          text.items[0].is(Datum::Kind::symbol) &&
                          text.items[1].is(Datum::Kind::string);
    if (!is_translation) {
      throw error_at(file, text, "a text in a language is expected here: (en \"...\")");
    }
    texts[text.items[0].text] = text.items[1].text;
  }
  if (texts.empty()) throw error_at(file, field, "it has no text: (en \"...\")");
  return texts;
}

NewsEntry entry_in(const std::string& file, const Datum& datum) {
  if (!datum.is_list_of("entry")) {
    throw error_at(file, datum, "an entry is expected here").with_hint(shape);
  }
  NewsEntry entry;
  const std::vector<Field> table{
      {"commit", [&](const Datum& field) { entry.commit = string_of(file, field); }},
      {"tag", [&](const Datum& field) { entry.tag = string_of(file, field); }},
      {"title", [&](const Datum& field) { entry.title = translations_in(file, field); }},
      {"body", [&](const Datum& field) { entry.body = translations_in(file, field); }},
  };
  take_fields(file, fields_of(datum), table, Unknown::ignored);
  if (entry.commit.empty() == entry.tag.empty()) {
    throw error_at(file, datum, "an entry has a commit or a tag");
  }
  if (entry.title.empty() || entry.body.empty()) {
    throw error_at(file, datum, "an entry has a title and a body");
  }
  return entry;
}

// Lines that lay texts out, and say nothing.
bool is_layout(std::string_view line) {
  constexpr std::array words = {"@example", "@lisp",      "@itemize",   "@end",
                                "@table",   "@enumerate", "@quotation", "@smallexample"};
  return std::ranges::any_of(words, [&](std::string_view word) { return line.starts_with(word); });
}

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

// LINE without its marks, which stand in one another.
std::string plain_line(std::string_view line) {
  constexpr std::string_view quoted_marks[] = {"code", "command", "file", "option", "samp", "env"};
  std::string plain;
  std::string ends;  // what each open brace ends with; NUL for nothing
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '}' && !ends.empty()) {
      if (ends.back() != '\0') plain += ends.back();
      ends.pop_back();
      continue;
    }
    std::size_t end = i + 1;
    while (line[i] == '@' && end < line.size() && is_letter(line[end])) ++end;
    if (line[i] != '@' || end == line.size() || (end > i + 1 && line[end] != '{')) {
      plain += line[i];
    } else if (end == i + 1) {
      plain += line[++i];  // @@, @{, @}
    } else {
      bool is_quoted = std::ranges::find(quoted_marks, line.substr(i + 1, end - i - 1)) !=
                       std::end(quoted_marks);
      if (is_quoted) plain += '\'';
      ends += is_quoted ? '\'' : '\0';
      i = end;
    }
  }
  return plain;
}

}  // namespace

std::vector<NewsEntry> read_news_file(std::string_view text, const std::string& file) {
  DataReader reader(text, file);
  std::optional<Datum> all = reader.next();
  if (!all || !all->is_list_of("channel-news") || all->items.size() < 2 ||
      !all->items[1].is_list_of("version")) {
    throw error_at(file, all.value_or(Datum()), "these are no news").with_hint(shape);
  }
  expect_version_0(file, all->items[1]);
  std::vector<NewsEntry> entries;
  for (const Datum& datum : fields_of(*all).subspan(1)) entries.push_back(entry_in(file, datum));
  return entries;
}

const std::string& text_in(const Translations& texts, std::string_view language) {
  for (std::string_view wished : {language, std::string_view("en")}) {
    auto found = texts.find(wished);
    if (found != texts.end()) return found->second;
  }
  return texts.begin()->second;
}

std::string without_marks(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (!is_layout(line)) {
      plain += plain_line(line);
      if (end < text.size()) plain += '\n';
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return plain;
}

}  // namespace cairn
