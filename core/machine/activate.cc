// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of an activation, in the order in which they need each other.
#include "core/machine/activate.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/lock.hh"
#include "core/machine/accounts.hh"
#include "core/machine/below.hh"
#include "core/machine/etc_files.hh"
#include "core/machine/privileged.hh"
#include "core/machine/secrets.hh"
#include "core/machine/state_folders.hh"

namespace cairn::machine {

namespace {

constexpr const char* current = "current-system";
constexpr const char* ids_file = "ids";

std::string content_or_nothing(int folder, const std::string& name) {
  return read_file_at(folder, name).value_or("");
}

Accounts write_accounts(int root, const SystemDeclaration& system) {
  Fd etc = make_folder_below(root, "/etc");
  Fd state = make_folder_below(root, "/var/lib/cairn");
  KnownIds known = parse_ids(content_or_nothing(state.get(), ids_file));
  Accounts accounts = accounts_of(system, known, content_or_nothing(etc.get(), "shadow"));
  // Numbers first: whatever ends us, none is given away twice.
  write_file_at(state.get(), ids_file, to_text(accounts.ids), 0600);
  write_file_at(etc.get(), "group", accounts.group, 0644);
  write_file_at(etc.get(), "passwd", accounts.passwd, 0644);
  write_file_at(etc.get(), "shadow", accounts.shadow, 0600);
  return accounts;
}

}  // namespace

SystemDeclaration declaration_of(int root, const std::string& item) {
  return with_context(fmt::format("cannot read the system {}", item), [&] {
    std::string path = item + "/system.json";
    Fd file = open_item_below(root, path);
    FdSource source(file.get(), path);
    return parse_declaration(read_all(source, 16 << 20, path));
  });
}

WholeDeclaration whole_declaration_of(int root, const std::string& item) {
  if (item.empty()) return {};
  SystemDeclaration system = declaration_of(root, item);
  EtcFiles etc = etc_files_of(root, system.etc);
  return {std::move(system), std::move(etc)};
}

SystemDeclaration activate(int root, const std::string& item) {
  SystemDeclaration system = declaration_of(root, item);
  Fd run = make_folder_below(root, "/run");
  Place lock = place_below(root, activation_lock);
  FileLock alone = FileLock::wait(lock.folder.get(), lock.name, LockKind::exclusive);
  return with_context(fmt::format("cannot activate {}", item), [&] {
    Accounts accounts = write_accounts(root, system);
    make_state_folders(root, system, accounts);
    show_etc(root, system.etc);
    make_privileged_programs(root, system, accounts);
    place_secrets(root, system, accounts);
    replace_link_at(run.get(), current, item);
    return system;
  });
}

std::string current_system(int root) {
  Fd run = make_folder_below(root, "/run");
  return status_at(run.get(), current) ? read_link_at(run.get(), current) : "";
}

}  // namespace cairn::machine
