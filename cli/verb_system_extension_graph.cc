// SPDX-License-Identifier: GPL-3.0-or-later
// cairn system extension-graph: which services of a system extend which.
#include "cli/collection.hh"
#include "cli/evaluation/answer.hh"
#include "cli/evaluation/evaluation.hh"
#include "cli/results.hh"
#include "cli/terminal.hh"
#include "cli/verb.hh"
#include "core/base/files.hh"

namespace cairn {

namespace {

struct GraphWishes {
  std::vector<std::string> load_path;
  std::string file;
};

Options graph_options(GraphWishes& wishes) {
  return {
      {"-L,--load-path", "DIR", "look for modules in DIR first", &wishes.load_path},
      {"FILE", "", "", &wishes.file},
  };
}

// TEXT in quotes of Graphviz.
std::string quoted(const std::string& text) {
  std::string inside;
  for (char character : text) {
    if (character == '"' || character == '\\') inside += '\\';
    inside += character;
  }
  return "\"" + inside + "\"";
}

std::string dot_of(const Message& graph) {
  return read_answer([&] {
    std::string text = "digraph \"services\" {\n";
    const Message& services = graph.at("services");
    for (std::size_t i = 0; i < services.size(); ++i) {
      text += fmt::format("  s{} [label={}];\n", i, quoted(services[i].get<std::string>()));
    }
    for (const Message& extension : graph.at("extensions")) {
      text += fmt::format("  s{} -> s{};\n", extension.at(0).get<std::size_t>(),
                          extension.at(1).get<std::size_t>());
    }
    return text + "}\n";
  });
}

Exit show_graph(const GraphWishes& wishes, const PlaceWishes& place) {
  Collection collection = collection_for({wishes.load_path, {}, {wishes.file}}, place);
  Evaluation evaluation(place_of(place).store, collection.path, note);
  Results results;
  results.write(dot_of(evaluation.extension_graph(wishes.file, read_file(wishes.file))));
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb system_extension_graph_verb;
const Verb system_extension_graph_verb{
    "system extension-graph", "print which services of a system extend which",
    "A graph in the language of Graphviz: cairn system extension-graph FILE | dot -Tsvg",
    [] { return call_of(graph_options, show_graph); }};

}  // namespace cairn
