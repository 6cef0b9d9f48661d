// SPDX-License-Identifier: GPL-3.0-or-later
// Requests and questions of an evaluation.
#include "cli/evaluation/evaluation.hh"

#include "cli/evaluation/evaluation_error.hh"
#include "cli/evaluation/script_places.hh"

namespace cairn {

namespace {

// The module whose settings the default channel's packages are built with.
Message defaults_module() {
  return Message::array({"distro", "defaults"});
}

std::vector<std::string> strings(const Message& list) {
  std::vector<std::string> result;
  for (const Message& element : list) result.push_back(element.get<std::string>());
  return result;
}

std::optional<StorePath> path_or_null(const StoreDir& store, const Message& value) {
  if (value.is_null()) return std::nullopt;
  return store.parse(value.get<std::string>());
}

template <typename Read>
auto read_answer(Read&& read) {
  try {
    return read();
  } catch (const nlohmann::json::exception& error) {
    throw Error("the evaluator's answer is not as it must be: {}", error.what());
  }
}

}  // namespace

Evaluation::Evaluation(const StoreDir& store, const LoadPath& path, EvaluatorOutput::Show show)
    : store_(store), path_(path), output_(std::move(show)), local_(store, path) {}

Message Evaluation::ask(Message request) {
  request["defaults"] = defaults_module();
  if (!evaluator_ || !evaluator_->is_useful()) {
    evaluator_.reset();  // the old one ends first
    evaluator_.emplace(evaluator_files(), store_, evaluation_limits(), output_);
  }
  Message reply = evaluator_->ask(
      request, [this](const Message& question) { return answer_question(question); });
  if (reply.contains("error")) throw evaluation_error(reply["error"], texts_);
  return read_answer([&] {
    Message& made = reply.at("made");
    made_.push_back(made_items(store_, made.at("items")));
    locations_.update(made.at("locations"));
    positions_.update(made.at("positions"));
    return reply.at("answer");
  });
}

// What the user wrote is called by its file's name, or "-e".
void Evaluation::remember_texts(const Message& targets) {
  for (const Message& target : targets) {
    if (target.contains("file")) texts_[target["file"]] = target["text"];
    if (target.contains("expression")) texts_["-e"] = target["expression"];
  }
}

Message Evaluation::answer_question(const Message& question) {
  return read_answer([&]() -> Message {
    std::string asked = question.at("ask").get<std::string>();
    if (asked == "module") {
      auto found = path_.find(strings(question.at("name")));
      if (!found) return {{"file", nullptr}};
      texts_[found->file] = found->text;
      return {{"file", found->file}, {"text", std::move(found->text)}};
    }
    if (asked == "file") {
      StorePath path =
          local_.take(question.at("name").get<std::string>(),
                      question.at("file").get<std::string>(), question.at("recursive").get<bool>());
      return {{"path", store_.print(path)}};
    }
    if (asked == "specification") return package_named(question.at("text").get<std::string>());
    if (asked == "note") {
      output_.note(question.at("text").get<std::string>());
      return Message::object();
    }
    throw Error("the evaluator asks for what there is not");
  });
}

// A name that means no package is an error in the user's file, whose place the evaluator knows.
Message Evaluation::package_named(const std::string& text) {
  if (!index_) index_.emplace(path_);
  try {
    PackageSpecification wanted = parse_specification(text);
    const FoundPackage& found = index_->find(wanted);
    std::string output = wanted.output.empty() ? "out" : wanted.output;
    return {{"module", found.module}, {"variable", found.variable}, {"output", output}};
  } catch (const Error& error) {
    return {{"unknown", error.message()}, {"hint", error.hint()}};
  }
}

std::vector<EvaluatedTarget> Evaluation::derivations(const Message& targets, bool source) {
  remember_texts(targets);
  asked_ = {{"do", "derivations"}, {"targets", targets}, {"source", source}};
  Message answer = ask(asked_);
  return read_answer([&] {
    std::vector<EvaluatedTarget> found;
    for (const Message& result : answer.at("results")) {
      const Message& name = result.at("name");
      found.push_back({result.at("target").get<std::size_t>(),
                       name.is_null() ? "" : name.get<std::string>(),
                       path_or_null(store_, result.at("derivation")), strings(result.at("outputs")),
                       path_or_null(store_, result.at("item"))});
    }
    return found;
  });
}

void Evaluation::learn_places() {
  if (asked_.is_null()) return;
  release();  // one that has lowered it does not do so again
  asked_["positions"] = true;
  ask(asked_);
  made_.pop_back();
  release();
}

Message Evaluation::entries(const Message& targets) {
  remember_texts(targets);
  asked_ = {{"do", "entries"}, {"targets", targets}};
  return ask(asked_);
}

Message Evaluation::descriptions(const Message& targets) {
  remember_texts(targets);
  return read_answer([&] { return ask({{"do", "show"}, {"targets", targets}}).at("results"); });
}

Message Evaluation::channels(const std::string& file, const std::string& text) {
  texts_[file] = text;
  return read_answer([&] {
    return ask({{"do", "channels"}, {"file", file}, {"text", text}}).at("channels");
  });
}

Message Evaluation::values(const std::string& text) {
  texts_["repl"] = text;
  return ask({{"do", "repl"}, {"text", text}});
}

void Evaluation::add_to(Engine& engine) {
  for (const MadeItems& items : made_) add_made_items(engine, items, local_);
}

std::string Evaluation::place_of(const StorePath& path) const {
  auto found = locations_.find(store_.print(path));
  return found == locations_.end() ? "" : place_text(*found);
}

std::string Evaluation::with_user_places(std::string text) const {
  return with_script_places(std::move(text), positions_);
}

}  // namespace cairn
