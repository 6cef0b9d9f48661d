// SPDX-License-Identifier: GPL-3.0-or-later
// Declarations of machines, and all that is decided from one before anything is done.
#include "core/machine/accounts.hh"
#include "core/machine/declared_changes.hh"
#include "core/machine/service_changes.hh"
#include "tests/fuzz/target.hh"

#include <algorithm>

namespace cairn::machine {

namespace {

void look_at_accounts(const SystemDeclaration& system) {
  Accounts accounts = accounts_of(system, {}, "root:x:1::::::\n");
  test::expect(parse_ids(to_text(accounts.ids)) == accounts.ids, "numbers are read as written");
  auto lines = static_cast<std::size_t>(std::ranges::count(accounts.passwd, '\n'));
  auto colons = static_cast<std::size_t>(std::ranges::count(accounts.passwd, ':'));
  test::expect(lines == system.users.size(), "each user is one line of /etc/passwd");
  test::expect(colons == 6 * lines, "no user has a field too many");
}

void look_at_services(const SystemDeclaration& system) {
  std::size_t ended = 0;
  for (const auto& round : ending_rounds(system)) ended += round.size();
  test::expect(ended == required_first(system).size(), "each service that starts ends once");
  test::expect(changes_between({}, system).start.size() == ended, "each service starts once");
}

}  // namespace

}  // namespace cairn::machine

bool cairn::test::takes(std::string_view bytes) {
  return is_taken([&] {
    machine::SystemDeclaration system = machine::parse_declaration(bytes);
    is_taken([&] { machine::look_at_accounts(system); });
    is_taken([&] { machine::look_at_services(system); });
    expect(machine::declared_changes({system, {}}, {system, {}}).empty(),
           "what stays the same is no change");
  });
}
