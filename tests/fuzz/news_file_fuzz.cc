// SPDX-License-Identifier: GPL-3.0-or-later
// News of channels, as they are shown.
#include "channels/declaration/news_file.hh"
#include "tests/fuzz/target.hh"

bool cairn::test::takes(std::string_view bytes) {
  without_marks(bytes);
  return is_taken([bytes] {
    for (const NewsEntry& entry : read_news_file(bytes, "file")) {
      for (const Translations& texts : {entry.title, entry.body}) {
        without_marks(text_in(texts, "de"));
      }
    }
  });
}
