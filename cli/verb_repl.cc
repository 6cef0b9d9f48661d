// SPDX-License-Identifier: GPL-3.0-or-later
// cairn repl: expressions of the language, read and evaluated one by one.
#include "channels/index/scanner.hh"
#include "cli/collection.hh"
#include "cli/evaluation/evaluation.hh"
#include "cli/package_arguments.hh"
#include "cli/results.hh"
#include "cli/terminal.hh"
#include "cli/verb.hh"
#include "core/base/files.hh"

#include <iostream>
#include <unistd.h>

namespace cairn {

namespace {

struct ReplWishes {
  std::vector<std::string> load_path;
  std::optional<std::string> file;
};

Options repl_options(ReplWishes& wishes) {
  return {{"-L,--load-path", "DIR", "look for modules in DIR first", &wishes.load_path},
          {"[FILE]", "", "", &wishes.file}};
}

void tell(const Message& answer) {
  Results results;
  results.write(answer.at("output").get<std::string>());
  for (const Message& value : answer.at("values")) results.line(value.get<std::string>());
  results.finish();
}

// Whether TEXT ends where a datum does, so that there is something to evaluate.
bool is_complete(const std::string& text) {
  Scanner scanner(text);
  try {
    for (scanner.skip_space(); !scanner.is_at_end(); scanner.skip_space()) scanner.take_datum();
    return true;
  } catch (const Error&) {  // a list or a string goes on in the next line
    return false;
  }
}

bool is_blank(const std::string& text) {
  Scanner scanner(text);
  scanner.skip_space();
  return scanner.is_at_end();
}

void talk(Evaluation& evaluation) {
  bool prompts = is_terminal(STDIN_FILENO);
  std::string text;
  for (std::string line;;) {
    if (prompts) std::cerr << (text.empty() ? "cairn> " : "...    ") << std::flush;
    if (!std::getline(std::cin, line)) break;
    text += line + "\n";
    if (!is_complete(text) || is_blank(text)) continue;
    try {
      tell(evaluation.values(std::exchange(text, "")));
    } catch (const Error& error) {
      // A person can go on after a mistake; what comes from a file or a pipe cannot.
      if (!prompts) throw;
      report(error);
    }
  }
  if (!is_blank(text)) tell(evaluation.values(text));
}

Exit repl(const ReplWishes& wishes, const PlaceWishes& place) {
  PackageWishes packages{wishes.load_path, {}, {}};
  if (wishes.file) packages.files.push_back(*wishes.file);
  LoadPath path = collection_for(packages, place).path;
  Evaluation evaluation(place_of(place).store, path, note);
  if (wishes.file) {
    tell(evaluation.values(read_file(*wishes.file)));
  } else {
    talk(evaluation);
  }
  return Exit::done;
}

}  // namespace

extern const Verb repl_verb;
const Verb repl_verb{
    "repl", "evaluate expressions of the language",
    "Expressions come from FILE, or line by line from standard input. The names of\n"
    "the language are there; (use-modules (distro base)) brings packages.",
    [] { return call_of(repl_options, repl); }};

}  // namespace cairn
