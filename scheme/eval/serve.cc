// SPDX-License-Identifier: GPL-3.0-or-later
// The loop of the evaluator, and the one wrapper through which C++ calls Scheme.
#include "scheme/eval/serve.hh"

#include "scheme/eval/data.hh"
#include "scheme/eval/primitives.hh"

namespace cairn::eval {

namespace {

// A call of a procedure in a module of the language, by name, with one or two arguments.
struct Call {
  const char* module;
  const char* procedure;
  SCM first = SCM_UNDEFINED;
  SCM second = SCM_UNDEFINED;
};

SCM call(void* data) {
  auto* wanted = static_cast<Call*>(data);
  SCM procedure = scm_c_public_ref(wanted->module, wanted->procedure);
  if (SCM_UNBNDP(wanted->second)) return scm_call_1(procedure, wanted->first);
  return scm_call_2(procedure, wanted->first, wanted->second);
}

struct Caught {
  SCM key = SCM_UNDEFINED;
  SCM arguments = SCM_UNDEFINED;
};

SCM catch_it(void* data, SCM key, SCM arguments) {
  *static_cast<Caught*>(data) = {key, arguments};
  return SCM_UNDEFINED;
}

// The one way into Scheme: what the call gives, or what it threw.
SCM call_caught(Call& wanted, Caught& caught) {
  return scm_internal_catch(SCM_BOOL_T, call, &wanted, catch_it, &caught);
}

// The collector sees DATA on this stack, not in the lists that reading it makes.
Message kept_while_read(SCM data) {
  Message message = to_message(data);
  scm_remember_upto_here_1(data);
  return message;
}

Message described(Caught caught) {
  Call describe{"cairn errors", "exception->error", caught.key, caught.arguments};
  Caught again;
  SCM error = call_caught(describe, again);
  if (SCM_UNBNDP(error)) return {{"message", "the evaluation failed, and so did describing why"}};
  return kept_while_read(error);
}

Message answer_to(const Message& request, Recorder& recorder) {
  Call wanted{"cairn requests", "answer", from_message(request)};
  Caught caught;
  SCM answer = call_caught(wanted, caught);
  Message made = recorder.take();
  if (SCM_UNBNDP(answer)) return {{"error", described(caught)}};
  return {{"answer", kept_while_read(answer)}, {"made", std::move(made)}};
}

struct Start {
  int socket;
  const std::string& store;
  const Language& language;
};

void prepend(const char* variable, const std::string& folder) {
  SCM place = scm_c_lookup(variable);
  scm_variable_set_x(place, scm_cons(from_string(folder), scm_variable_ref(place)));
}

void* run(void* data) {
  const Start& start = *static_cast<Start*>(data);
  Recorder recorder{StoreDir(start.store)};
  Broker broker(start.socket);
  Evaluation evaluation{recorder, broker};
  define_primitives(evaluation);
  scm_variable_set_x(scm_c_lookup("%load-should-auto-compile"), SCM_BOOL_F);
  prepend("%load-path", start.language.sources);
  prepend("%load-compiled-path", start.language.compiled);
  Message request;
  while (broker.next_request(request)) {
    Message reply;
    try {
      reply = answer_to(request, recorder);
    } catch (const std::exception& error) {
      reply = {{"error", {{"message", error.what()}}}};
    }
    broker.answer(reply);
  }
  return nullptr;
}

// The collector waits until the heap that it starts with is full. Else it would run whenever
// Guile's tables of weak keys, the symbols among them, outgrow themselves: three times in most
// evaluations, to free next to nothing. It calls this with its lock held, so that GC_enable() would
// wait forever.
void let_collect(GC_word heap) {
  if (heap <= first_heap) return;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  GC_dont_gc = 0;
#pragma GCC diagnostic pop
}

}  // namespace

void serve(int socket, const std::string& store, const Language& language) {
  Start start{socket, store, language};
  // The collector looks for its stack in /proc, which is not there, and finds it without.
  GC_set_warn_proc(GC_ignore_warn_proc);
  GC_disable();
  GC_set_on_heap_resize(let_collect);
  scm_with_guile(run, &start);
}

}  // namespace cairn::eval
