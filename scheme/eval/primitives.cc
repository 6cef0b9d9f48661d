// SPDX-License-Identifier: GPL-3.0-or-later
// The primitives of the language.
#include "scheme/eval/primitives.hh"

#include "channels/index/skim.hh"
#include "core/hash/hasher.hh"
#include "scheme/border/tree_archive.hh"
#include "scheme/eval/canonical_text.hh"
#include "scheme/eval/data.hh"
#include "scheme/eval/derivation_arguments.hh"
#include "scheme/eval/guile.hh"

namespace cairn::eval {

namespace {

Evaluation* here = nullptr;

SCM printed(const StorePath& path) {
  return from_string(here->recorder.store().print(path));
}

SCM store_folder() {
  return guarded("store-folder", [] { return from_string(here->recorder.store().path()); });
}

SCM text_item(SCM name, SCM text, SCM references) {
  return guarded("text-item", [=] {
    StorePathSet items;
    for (SCM reference : to_list(references, "the references")) {
      items.insert(here->recorder.store().parse(to_string(reference, "a reference")));
    }
    return printed(
        here->recorder.add_text(to_string(name, "the name"), to_bytes(text, "the text"), items));
  });
}

SCM tree_item(SCM name, SCM entries) {
  return guarded("tree-item", [=] {
    TreeEntries files;
    for (SCM entry : to_list(entries, "the entries")) {
      if (!scm_is_pair(entry)) throw Error("an entry must be a pair");
      files.emplace(to_string(SCM_CAR(entry), "a path"), to_bytes(SCM_CDR(entry), "a content"));
    }
    return printed(here->recorder.add_tree(to_string(name, "the name"), files));
  });
}

// CHOSEN is a list of paths below the folder FILE, or #f for all.
SCM local_item(SCM name, SCM file, SCM recursive, SCM chosen) {
  return guarded("local-item", [=] {
    Message question = {{"ask", "file"},
                        {"name", to_string(name, "the name")},
                        {"file", to_string(file, "the file")},
                        {"recursive", static_cast<bool>(scm_is_true(recursive))}};
    if (scm_is_true(chosen)) {
      Message& paths = question["chosen"] = Message::array();
      for (SCM path : to_list(chosen, "the paths")) paths.push_back(to_string(path, "a path"));
    }
    return from_string(here->broker.ask(question).at("path").get<std::string>());
  });
}

// Lists of name, kind (a symbol), size and whether it is executable.
SCM folder_entries(SCM folder) {
  return guarded("folder-entries", [=] {
    Message reply =
        here->broker.ask({{"ask", "folder"}, {"file", to_string(folder, "the folder")}});
    const Message& entries = reply.at("entries");
    SCM list = SCM_EOL;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
      list = scm_cons(scm_list_4(from_string(entry->at(0).get<std::string>()),
                                 from_symbol(entry->at(1).get<std::string>().c_str()),
                                 scm_from_uint64(entry->at(2).get<std::uint64_t>()),
                                 scm_from_bool(entry->at(3).get<bool>())),
                      list);
    }
    return list;
  });
}

SCM derivation(SCM arguments) {
  return guarded("derivation", [=] {
    DerivationArguments asked = derivation_arguments(here->recorder.store(), arguments);
    auto [path, made] = here->recorder.add_derivation(std::move(asked.derivation), asked.place);
    SCM outputs = SCM_EOL;
    for (auto output = made.outputs.rbegin(); output != made.outputs.rend(); ++output) {
      outputs =
          scm_cons(scm_cons(from_string(output->first), printed(output->second.path)), outputs);
    }
    return scm_cons(printed(path), outputs);
  });
}

SCM module_source(SCM name) {
  return guarded("module-source", [=] {
    Message parts = Message::array();
    for (SCM part : to_list(name, "the name of a module")) {
      parts.push_back(symbol_text(part, "a part of the name of a module"));
    }
    Message reply = here->broker.ask({{"ask", "module"}, {"name", parts}});
    if (reply.at("file").is_null()) return SCM_BOOL_F;
    return scm_cons(from_string(reply.at("file").get_ref<const std::string&>()),
                    from_string(reply.at("text").get_ref<const std::string&>()));
  });
}

// A list of a module's name, a variable and an output; or a pair of what is wrong and a hint.
SCM package_named(SCM text) {
  return guarded("package-named", [=] {
    Message reply = here->broker.ask(
        {{"ask", "specification"}, {"text", to_string(text, "the name of a package")}});
    if (reply.contains("unknown")) {
      return scm_cons(from_string(reply.at("unknown").get<std::string>()),
                      from_string(reply.at("hint").get<std::string>()));
    }
    SCM module = SCM_EOL;
    const Message& parts = reply.at("module");
    for (std::size_t i = parts.size(); i > 0; --i) {
      module = scm_cons(from_symbol(parts[i - 1].get<std::string>().c_str()), module);
    }
    return scm_list_3(module, from_symbol(reply.at("variable").get<std::string>().c_str()),
                      from_string(reply.at("output").get<std::string>()));
  });
}

SCM symbol_or_false(std::string_view name) {
  return name.empty() ? SCM_BOOL_F : scm_from_utf8_symboln(name.data(), name.size());
}

SCM from_form(const SkimmedForm& form) {
  SCM vector = scm_c_make_vector(5, SCM_BOOL_F);
  scm_c_vector_set_x(vector, 0, symbol_or_false(form.kind));
  scm_c_vector_set_x(vector, 1, symbol_or_false(form.name));
  scm_c_vector_set_x(vector, 2, from_string(form.text));
  scm_c_vector_set_x(vector, 3, scm_from_size_t(form.line));
  scm_c_vector_set_x(vector, 4, scm_from_size_t(form.column));
  return vector;
}

SCM skim_text(SCM text) {
  return guarded("skim", [=] {
    std::string bytes = to_string(text, "the text");
    std::vector<SkimmedForm> forms = skim(bytes);
    SCM list = SCM_EOL;
    for (auto form = forms.rbegin(); form != forms.rend(); ++form) {
      list = scm_cons(from_form(*form), list);
    }
    return list;
  });
}

SCM canonical(SCM text) {
  return guarded("canonical-text", [=] {
    std::optional<std::string> found = canonical_text(to_string(text, "the text"));
    return found ? from_string(*found) : SCM_BOOL_F;
  });
}

SCM note(SCM text) {
  return guarded("note", [=] {
    here->broker.ask({{"ask", "note"}, {"text", to_string(text, "the text")}});
    return SCM_UNSPECIFIED;
  });
}

SCM sha256(SCM bytes) {
  return guarded("sha256", [=] {
    Hash hash = hash_of(HashAlgorithm::sha256, to_bytes(bytes, "what is hashed"));
    return from_string(to_text(hash, HashFormat::base16));
  });
}

SCM checked_hash(SCM text) {
  return guarded("checked-hash", [=] {
    Hash hash = parse_hash(to_string(text, "a hash"), HashAlgorithm::sha256);
    return from_string(to_tagged_text(hash, HashFormat::base16));
  });
}

SCM record_positions(SCM script, SCM rows) {
  return guarded("record-positions!", [=] {
    here->recorder.set_positions(to_string(script, "the script"), to_message(rows));
    return SCM_UNSPECIFIED;
  });
}

struct Primitive {
  const char* name;
  int arguments;
  bool takes_more;
  void* function;
};

template <typename Function>
Primitive primitive(const char* name, int arguments, Function* function, bool takes_more = false) {
  return {name, arguments, takes_more, reinterpret_cast<void*>(function)};
}

void define_in_module(void*) {
  const Primitive primitives[] = {
      primitive("store-folder", 0, store_folder),
      primitive("text-item", 3, text_item),
      primitive("tree-item", 2, tree_item),
      primitive("local-item", 4, local_item),
      primitive("folder-entries", 1, folder_entries),
      primitive("derivation", 0, derivation, true),
      primitive("module-source", 1, module_source),
      primitive("skim", 1, skim_text),
      primitive("canonical-text", 1, canonical),
      primitive("package-named", 1, package_named),
      primitive("note", 1, note),
      primitive("sha256", 1, sha256),
      primitive("checked-hash", 1, checked_hash),
      primitive("record-positions!", 2, record_positions),
  };
  for (const Primitive& one : primitives) {
    scm_c_define_gsubr(one.name, one.arguments, 0, one.takes_more, one.function);
    scm_c_export(one.name, nullptr);
  }
}

}  // namespace

void define_primitives(Evaluation& evaluation) {
  here = &evaluation;
  scm_c_define_module("cairn primitives", define_in_module, nullptr);
}

}  // namespace cairn::eval
