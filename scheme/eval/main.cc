// SPDX-License-Identifier: GPL-3.0-or-later
// cairn-eval: the evaluator: Guile in a sandbox, serving one command at an inherited socket.
#include "core/base/error.hh"
#include "core/sandbox/confined_program.hh"
#include "scheme/eval/confine.hh"

#include <clocale>
#include <cstdlib>
#include <iostream>
#include <span>
#include <string>

namespace {

using namespace cairn;

// What Guile reads at run time.
constexpr const char* guile_folders[] = {"/usr/share/guile/3.0",
                                         "/usr/lib/x86_64-linux-gnu/guile/3.0"};

struct Wishes {
  int socket;
  std::string store;
  std::string mount_point;
  eval::Language language;
};

Wishes parse(std::span<char*> arguments) {
  if (arguments.size() != 6) {
    throw Error("usage: cairn-eval SOCKET STORE FOLDER SOURCES COMPILED")
        .with_status(Exit::misused);
  }
  return {std::atoi(arguments[1]), arguments[2], arguments[3], {arguments[4], arguments[5]}};
}

eval::Confinement confinement_for(const Wishes& wishes) {
  eval::Confinement confinement{wishes.socket, wishes.mount_point, {}};
  for (const char* folder : guile_folders) confinement.shown.emplace_back(folder);
  confinement.shown.push_back(wishes.language.sources);
  confinement.shown.push_back(wishes.language.compiled);
  return confinement;
}

// Nothing of the user's environment reaches Guile or the collector of its garbage.
void clean_environment() {
  clearenv();
  setenv("GC_MARKERS", "1", 1);
  setenv("GC_NPROCS", "1", 1);
  // What most evaluations need; what is not used of it is not in memory.
  setenv("GC_INITIAL_HEAP_SIZE", std::to_string(eval::first_heap).c_str(), 1);
  setenv("LC_ALL", "C.UTF-8", 1);
  std::setlocale(LC_ALL, "C.UTF-8");
}

void run(const Wishes& wishes) {
  clean_environment();
  eval::enter_confinement(confinement_for(wishes));
  eval::serve(wishes.socket, wishes.store, wishes.language);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    run(parse(std::span(arguments, static_cast<std::size_t>(count))));
    return 0;
  } catch (const Error& error) {
    std::cerr << "cairn-eval: " << error.message() << "\n";
    if (!error.hint().empty()) std::cerr << "hint: " << error.hint() << "\n";
    return static_cast<int>(error.status());
  }
}
