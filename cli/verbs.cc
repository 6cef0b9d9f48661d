// SPDX-License-Identifier: GPL-3.0-or-later
// The table of verbs, and how one is found in it.
#include "cli/verbs.hh"

#include "core/base/nearest.hh"

#include <algorithm>

namespace cairn {

// Each is defined in the file of its name: "store add" in verb_store_add.cc.
extern const Verb channel_init_verb, pull_verb, describe_verb, time_machine_verb, at_verb;
extern const Verb build_verb, search_verb, show_verb, repl_verb, log_verb, gc_verb, enter_verb,
    daemon_verb, doctor_verb;
// These three are in verb_install.cc.
extern const Verb install_verb, remove_verb, upgrade_verb;
extern const Verb package_verb, diff_verb, shell_verb, run_verb, pack_verb;
extern const Verb derivation_show_verb, derivation_add_verb;
extern const Verb store_add_verb, store_query_verb, store_dump_verb, store_restore_verb,
    store_export_verb, store_import_verb, store_verify_verb, store_rebuild_verb;
extern const Verb system_build_verb, system_container_verb, system_reconfigure_verb,
    system_image_verb, system_enter_verb, system_describe_verb, system_search_verb,
    system_extension_graph_verb, system_edit_verb;
// These four are in verb_system_generations.cc.
extern const Verb system_list_verb, system_roll_back_verb, system_switch_verb, system_delete_verb;
extern const Verb git_authenticate_verb;
extern const Verb completion_bash_verb, completion_packages_verb;
extern const Verb hash_verb, nar_ls_verb, nar_cat_verb, nar_dump_verb;

namespace {

constexpr const Verb* verbs[] = {
    &install_verb,
    &remove_verb,
    &upgrade_verb,
    &package_verb,
    &diff_verb,
    &shell_verb,
    &run_verb,
    &pack_verb,
    &build_verb,
    &search_verb,
    &show_verb,
    &repl_verb,
    &pull_verb,
    &describe_verb,
    &time_machine_verb,
    &at_verb,
    &channel_init_verb,
    &system_build_verb,
    &system_container_verb,
    &system_image_verb,
    &system_reconfigure_verb,
    &system_enter_verb,
    &system_list_verb,
    &system_roll_back_verb,
    &system_switch_verb,
    &system_delete_verb,
    &system_describe_verb,
    &system_search_verb,
    &system_extension_graph_verb,
    &system_edit_verb,
    &log_verb,
    &enter_verb,
    &gc_verb,
    &doctor_verb,
    &derivation_show_verb,
    &derivation_add_verb,
    &store_add_verb,
    &store_query_verb,
    &store_dump_verb,
    &store_restore_verb,
    &store_export_verb,
    &store_import_verb,
    &store_verify_verb,
    &store_rebuild_verb,
    &hash_verb,
    &nar_ls_verb,
    &nar_cat_verb,
    &nar_dump_verb,
    &git_authenticate_verb,
    &daemon_verb,
    &completion_bash_verb,
    &completion_packages_verb,
};

std::string_view group_of(const Verb& verb) {
  std::size_t space = verb.name.find(' ');
  return space == std::string_view::npos ? "" : verb.name.substr(0, space);
}

const Verb* find_verb(std::string_view name) {
  for (const Verb* verb : verbs) {
    if (verb->name == name) return verb;
  }
  return nullptr;
}

[[noreturn]] void refuse_verb(const std::string& word, const std::string& group) {
  std::vector<std::string> names;
  for (const Verb* verb : verbs) {
    if (group.empty() && is_group(group_of(*verb))) names.emplace_back(group_of(*verb));
    if (group_of(*verb) == group) names.emplace_back(verb->name);
  }
  std::string name = group.empty() ? word : group + " " + word;
  Error error = Error("there is no verb '" + name + "'", Exit::misused).with_hint("cairn --help");
  if (auto meant = nearest(name, names)) {
    error.with_hint(fmt::format("did you mean 'cairn {}'? See: cairn --help", *meant));
  }
  throw error;
}

}  // namespace

std::span<const Verb* const> all_verbs() {
  return verbs;
}

bool is_group(std::string_view word) {
  return !word.empty() && std::any_of(std::begin(verbs), std::end(verbs),
                                      [word](const Verb* verb) { return group_of(*verb) == word; });
}

const Verb& take_verb(Arguments& arguments) {
  std::string word = arguments.front();
  arguments.erase(arguments.begin());
  if (const Verb* verb = find_verb(word)) return *verb;
  if (!is_group(word)) refuse_verb(word, "");
  if (arguments.empty()) {
    throw Error("cairn " + word + " needs a verb", Exit::misused)
        .with_hint("cairn " + word + " --help");
  }
  std::string second = arguments.front();
  arguments.erase(arguments.begin());
  if (const Verb* verb = find_verb(word + " " + second)) return *verb;
  refuse_verb(second, word);
}

}  // namespace cairn
