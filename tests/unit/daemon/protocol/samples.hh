// SPDX-License-Identifier: GPL-3.0-or-later
// A value of every type that travels: made from the same descriptions that the codec is made from.
#pragma once

#include "daemon/protocol/operations.hh"

namespace cairn::test {

template <typename T>
struct Sample;

template <typename T>
T sample() {
  return Sample<T>::make();
}

template <>
struct Sample<StorePath> {
  static StorePath make() { return StorePath("g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo.drv"); }
};
template <>
struct Sample<Hash> {
  static Hash make() { return Hash(HashAlgorithm::sha256, std::string(32, '\x17')); }
};
template <>
struct Sample<ContentAddress> {
  static ContentAddress make() { return {ContentMethod::recursive, Sample<Hash>::make()}; }
};
template <>
struct Sample<protocol::Addressing> {
  static protocol::Addressing make() { return {ContentMethod::text, HashAlgorithm::sha256}; }
};
template <>
struct Sample<protocol::Target> {
  static protocol::Target make() {
    return {Sample<StorePath>::make(), protocol::Target::Kind::outputs, {"lib", "out"}};
  }
};
template <>
struct Sample<protocol::OutputId> {
  static protocol::OutputId make() { return {Sample<Hash>::make(), "out"}; }
};
template <>
struct Sample<protocol::Realisation> {
  static protocol::Realisation make() {
    return {Sample<protocol::OutputId>::make(), Sample<StorePath>::make()};
  }
};
template <>
struct Sample<std::string> {
  static std::string make() { return "a text"; }
};
template <>
struct Sample<bool> {
  static bool make() { return true; }
};
template <std::integral T>
requires(!std::same_as<T, bool>) struct Sample<T> {
  static T make() { return 7; }
};
template <protocol::Enumeration T>
struct Sample<T> {
  static T make() { return last_value(T{}); }
};
template <std::uint64_t value>
struct Sample<protocol::Unused<value>> {
  static protocol::Unused<value> make() { return {}; }
};
template <>
struct Sample<protocol::Done> {
  static protocol::Done make() { return {}; }
};
template <typename T>
struct Sample<std::optional<T>> {
  static std::optional<T> make() { return Sample<T>::make(); }
};
template <typename First, typename Second>
struct Sample<std::pair<First, Second>> {
  static std::pair<First, Second> make() { return {Sample<First>::make(), Sample<Second>::make()}; }
};
template <typename T>
struct Sample<std::vector<T>> {
  static std::vector<T> make() { return {Sample<T>::make(), Sample<T>::make()}; }
};
template <typename T>
struct Sample<std::set<T>> {
  static std::set<T> make() { return {Sample<T>::make()}; }
};
template <typename Key, typename Value>
struct Sample<std::map<Key, Value>> {
  static std::map<Key, Value> make() { return {{Sample<Key>::make(), Sample<Value>::make()}}; }
};
template <protocol::Record T>
struct Sample<T> {
  static T make() {
    auto members = [](auto... member) {
      return T{Sample<decltype(protocol::member_type(member))>::make()...};
    };
    return std::apply(members, T::fields);
  }
};

// Call CHECK, a template, with every operation and every reply.
template <typename Check, typename... Op>
void for_each_message(const Check& check, std::tuple<Op...>*) {
  ((check.template operator()<Op>(), check.template operator()<typename Op::Reply>()), ...);
}
template <typename Check>
void for_each_message(const Check& check) {
  for_each_message(check, static_cast<protocol::Operations*>(nullptr));
}

}  // namespace cairn::test
