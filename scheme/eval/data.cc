// SPDX-License-Identifier: GPL-3.0-or-later
// Converting data.
#include "scheme/eval/data.hh"

namespace cairn::eval {

namespace {

constexpr int depth_limit = 100;

SCM from_object(const Message& message) {
  SCM list = SCM_EOL;
  for (const auto& [key, value] : message.items()) {
    list = scm_cons(scm_cons(from_symbol(key.c_str()), from_message(value)), list);
  }
  return list;
}

SCM from_array(const Message& message) {
  SCM list = SCM_EOL;
  for (auto element = message.rbegin(); element != message.rend(); ++element) {
    list = scm_cons(from_message(*element), list);
  }
  return list;
}

bool is_alist(const std::vector<SCM>& elements) {
  if (elements.empty()) return false;
  for (SCM element : elements) {
    if (!scm_is_pair(element) || !scm_is_symbol(SCM_CAR(element))) return false;
  }
  return true;
}

Message converted(SCM value, int depth);

Message from_elements(SCM value, int depth) {
  std::vector<SCM> elements = to_list(value, "a list in the answer");
  if (is_alist(elements)) {
    Message object = Message::object();
    for (SCM element : elements) {
      object[symbol_text(SCM_CAR(element), "a key")] = converted(SCM_CDR(element), depth + 1);
    }
    return object;
  }
  Message array = Message::array();
  for (SCM element : elements) array.push_back(converted(element, depth + 1));
  return array;
}

Message converted(SCM value, int depth) {
  if (depth > depth_limit) throw Error("the answer nests too deep");
  if (scm_is_string(value)) return to_string(value, "a string");
  if (scm_is_bool(value)) return scm_is_true(value);
  if (scm_is_signed_integer(value, INT64_MIN, INT64_MAX)) return scm_to_int64(value);
  if (scm_is_null(value) || scm_is_pair(value)) return from_elements(value, depth);
  if (scm_is_symbol(value) && symbol_text(value, "a symbol") == "null") return nullptr;
  throw Error("the answer holds what is no data");
}

}  // namespace

SCM from_message(const Message& message) {
  if (message.is_object()) return from_object(message);
  if (message.is_array()) return from_array(message);
  if (message.is_string()) return from_string(message.get_ref<const std::string&>());
  if (message.is_boolean()) return scm_from_bool(message.get<bool>());
  if (message.is_number_integer()) return scm_from_int64(message.get<std::int64_t>());
  return from_symbol("null");
}

Message to_message(SCM value) {
  return converted(value, 0);
}

}  // namespace cairn::eval
