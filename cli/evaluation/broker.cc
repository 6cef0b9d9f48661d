// SPDX-License-Identifier: GPL-3.0-or-later
// Answering an evaluator's questions.
#include "cli/evaluation/broker.hh"

#include "cli/evaluation/answer.hh"
#include "core/hash/hasher.hh"

namespace cairn {

namespace {

// A module's text by its hash: it need not be kept.
Message module_trace(const std::string& file, const std::string& text) {
  Hash hash = hash_of(HashAlgorithm::sha256, text);
  return {{"file", file}, {"text", to_text(hash, HashFormat::base16)}};
}

std::string file_in(const Message& question) {
  return question.at("file").get<std::string>();
}

LocalFile local_file_in(const Message& question) {
  LocalFile wanted{question.at("name").get<std::string>(), file_in(question),
                   question.at("recursive").get<bool>()};
  if (question.contains("chosen")) {
    auto chosen = strings_in(question.at("chosen"));
    wanted.chosen.emplace(chosen.begin(), chosen.end());
  }
  return wanted;
}

Message listing(const std::vector<FolderEntry>& entries) {
  Message list = Message::array();
  for (const FolderEntry& entry : entries) {
    list.push_back({entry.name, entry.kind, entry.size, entry.is_executable});
  }
  return {{"entries", std::move(list)}};
}

}  // namespace

Broker::Broker(const StoreDir& store, const LoadPath& path, EvaluatorOutput& output)
    : store_(store), path_(path), output_(output), local_(store, path) {}

Message Broker::answer(const Message& question) {
  return read_answer([&]() -> Message {
    std::string asked = question.at("ask").get<std::string>();
    if (asked == "module") return module_named(question.at("name"));
    if (asked == "file") return {{"path", store_.print(local_.take(local_file_in(question)))}};
    if (asked == "folder") return listing(local_.list(file_in(question)));
    if (asked == "specification") return package_named(question.at("text").get<std::string>());
    if (asked == "note") {
      output_.note(question.at("text").get<std::string>());
      return Message::object();
    }
    throw Error("the evaluator asks for what there is not");
  });
}

Message Broker::module_named(const Message& name) {
  auto found = path_.find(strings_in(name));
  if (!found) return {{"file", nullptr}};
  texts_[found->file] = found->text;
  return {{"file", found->file}, {"text", std::move(found->text)}};
}

// A name that means no package is an error in the user's file, whose place the evaluator knows.
Message Broker::package_named(const std::string& text) {
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

Message Broker::bare(const Message& question) {
  Message bare = Message::object();
  for (const char* key : {"ask", "name", "file", "recursive", "chosen", "text"}) {
    if (question.contains(key)) bare[key] = question[key];
  }
  return bare;
}

Message Broker::trace(const Message& question, const Message& answer) const {
  if (question.at("ask") != "module") return answer;
  if (answer.at("file").is_null()) return nullptr;
  std::string file = file_in(answer);
  if (path_.is_in_tree(file)) return nullptr;
  return module_trace(file, answer.at("text").get<std::string>());
}

bool Broker::repeats(const Message& question, const Message& trace) {
  const Message& asked = question.at("ask");
  if (asked == "module") {
    auto found = path_.find_in_folders(strings_in(question.at("name")));
    return trace == (found ? module_trace(found->file, found->text) : Message());
  }
  bool is_about_files = asked == "file" || asked == "folder";
  bool is_fixed = is_about_files && path_.is_in_tree(file_in(question));
  if (is_fixed && asked == "file") {
    local_.expect(store_.parse(trace.at("path").get<std::string>()), local_file_in(question));
  }
  if (is_fixed) return true;
  return trace == answer(question);
}

}  // namespace cairn
