// SPDX-License-Identifier: GPL-3.0-or-later
// Requests and questions of an evaluation.
#include "cli/evaluation/evaluation.hh"

#include "cli/evaluation/answer.hh"
#include "cli/evaluation/script_places.hh"
#include "core/base/files.hh"

#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

// The module whose settings the default channel's packages are built with.
Message defaults_module() {
  return Message::array({"distro", "defaults"});
}

std::optional<StorePath> path_or_null(const StoreDir& store, const Message& value) {
  if (value.is_null()) return std::nullopt;
  return store.parse(value.get<std::string>());
}

// What tells a file or folder from what may be there after an upgrade.
std::string stamp_of(const std::string& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) return "none";
  return fmt::format("{} {} {}.{}", status.st_ino, status.st_size, status.st_mtim.tv_sec,
                     status.st_mtim.tv_nsec);
}

// All that answers depend on besides what is asked for: the programs, the language and its
// libraries, the store, and the trees, each by its name and what it holds.
Message circumstances(const StoreDir& store, const LoadPath& path, const EvaluatorFiles& files) {
  Message programs = Message::array();
  for (const std::string& file : files.programs) programs.push_back(stamp_of(file));
  Message trees = Message::array();
  for (const ModuleTree& tree : path.trees()) {
    trees.push_back({tree.prefix(), tree.tree().text()});
  }
  return {{"evaluator", read_file(files.identity)},
          {"programs", std::move(programs)},
          {"store", store.path()},
          {"trees", std::move(trees)}};
}

EvaluationMemo memo_of(const StoreDir& store, const LoadPath& path) {
  const std::string& folder = path.caches().evaluations;
  EvaluatorFiles files = evaluator_files();
  bool is_possible = !folder.empty() && access(files.identity.c_str(), R_OK) == 0;
  if (!is_possible) return {"", {}};
  return {folder, circumstances(store, path, files)};
}

// Whether the reply to REQUEST tells all: definitions at the prompt stay in the evaluator, and the
// places of builder scripts, larger than all else, are only asked for before something is built.
bool is_worth_keeping(const Message& request) {
  return request.at("do") != "repl" && !request.contains("positions");
}

}  // namespace

Evaluation::Evaluation(const StoreDir& store, const LoadPath& path, EvaluatorOutput::Show show)
    : store_(store),
      output_(std::move(show)),
      broker_(store, path, output_),
      memo_(memo_of(store, path)) {}

Message Evaluation::ask(Message request) {
  request["defaults"] = defaults_module();
  Message reply = reply_to(request);
  if (reply.contains("error")) throw evaluation_error(reply["error"], broker_.texts());
  return read_answer([&] {
    Message& made = reply.at("made");
    made_.push_back(made_items(store_, made.at("items")));
    locations_.update(made.at("locations"));
    positions_.update(made.at("positions"));
    return reply.at("answer");
  });
}

// An evaluator that runs may hold more than it would read anew, and says less than one that starts.
Message Evaluation::reply_to(const Message& request) {
  if (evaluator_ || !is_worth_keeping(request)) return evaluated(request);
  auto kept = memo_.recall(request, [this](const Message& question, const Message& trace) {
    return broker_.repeats(question, trace);
  });
  return kept ? std::move(*kept) : evaluated(request);
}

Message Evaluation::evaluated(const Message& request) {
  bool is_first = !evaluator_ || !evaluator_->is_useful();
  if (is_first) {
    evaluator_.reset();  // the old one ends first
    evaluator_.emplace(evaluator_files(), store_, evaluation_limits(), output_);
  }
  if (!is_first || !memo_.keeps() || !is_worth_keeping(request)) {
    return evaluator_->ask(request,
                           [this](const Message& question) { return broker_.answer(question); });
  }
  std::size_t told = output_.count();
  EvaluationTraces traces;
  Message reply = evaluator_->ask(request, [&](const Message& question) {
    traces.expect_one();
    Message answer = broker_.answer(question);
    traces.add(Broker::bare(question), broker_.trace(question, answer));
    return answer;
  });
  // What was told to the user, or refused to the evaluator, must be so again.
  bool is_whole = !reply.contains("error") && output_.count() == told && traces.are_whole();
  if (is_whole) memo_.remember(request, std::move(traces).pairs(), reply);
  return reply;
}

// What the user wrote is called by its file's name, or "-e".
void Evaluation::remember_texts(const Message& targets) {
  for (const Message& target : targets) {
    if (target.contains("file")) broker_.texts()[target["file"]] = target["text"];
    if (target.contains("expression")) broker_.texts()["-e"] = target["expression"];
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
                       path_or_null(store_, result.at("derivation")),
                       strings_in(result.at("outputs")), path_or_null(store_, result.at("item"))});
    }
    return found;
  });
}

void Evaluation::learn_places() {
  if (asked_.is_null()) return;
  release();  // one that has lowered it does not do so again
  asked_["positions"] = true;
  output_.mute();  // it was told the first time
  ask(asked_);
  output_.unmute();
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
  broker_.texts()[file] = text;
  return read_answer([&] {
    return ask({{"do", "channels"}, {"file", file}, {"text", text}}).at("channels");
  });
}

Message Evaluation::extension_graph(const std::string& file, const std::string& text) {
  broker_.texts()[file] = text;
  return ask({{"do", "extension-graph"}, {"file", file}, {"text", text}});
}

Message Evaluation::service_types(const Message& modules) {
  return read_answer([&] {
    return ask({{"do", "service-types"}, {"modules", modules}}).at("results");
  });
}

Message Evaluation::values(const std::string& text) {
  broker_.texts()["repl"] = text;
  return ask({{"do", "repl"}, {"text", text}});
}

void Evaluation::add_to(Engine& engine) {
  for (const MadeItems& items : made_) add_made_items(engine, items, broker_.files());
}

std::string Evaluation::place_of(const StorePath& path) const {
  auto found = locations_.find(store_.print(path));
  return found == locations_.end() ? "" : place_text(*found);
}

std::string Evaluation::with_user_places(std::string text) const {
  return with_script_places(std::move(text), positions_);
}

}  // namespace cairn
