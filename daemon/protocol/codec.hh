// SPDX-License-Identifier: GPL-3.0-or-later
// How values travel. A record names its members once, in wire order, as `fields`; what can be said
// as text has a Spelling; everything else is put together out of these.
#pragma once

#include "daemon/protocol/wire.hh"

#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace cairn::protocol {

// read(Reader&) -> T and write(Writer&, const T&).
template <typename T>
struct Codec;

template <typename T>
T read(Reader& in) {
  return Codec<T>::read(in);
}

template <typename T>
void write(Writer& out, const T& value) {
  Codec<T>::write(out, value);
}

// A value that travels as text. Specializations have
//   parse(const StoreDir&, std::string_view) -> T, which throws;
//   print(const StoreDir&, const T&) -> std::string;
//   none() -> T, which stands for what was refused until the reader is checked.
template <typename T>
struct Spelling;

template <typename T>
concept Spelled = requires {
  Spelling<T>::none();
};

// A struct with `static constexpr auto fields = std::tuple(&X::first, &X::second)`: all members.
template <typename T>
concept Record = requires {
  T::fields;
};

// An enumeration without gaps that matter: last_value(T) is the highest number.
template <typename T>
concept Enumeration = std::is_enum_v<T> && requires {
  last_value(T{});
};

// A place that the protocol has no use for any more: written as VALUE, read as anything.
template <std::uint64_t value>
struct Unused {
  bool operator==(const Unused&) const = default;
};

// The reply of operations that have nothing to say: the number 1.
struct Done {
  bool operator==(const Done&) const = default;
};

// The reply of operations that do not even say that.
struct Nothing {
  bool operator==(const Nothing&) const = default;
  static constexpr auto fields = std::tuple();
};

template <typename Owner, typename Member>
Member member_type(Member Owner::*);

template <Record T>
struct Codec<T> {
  static T read(Reader& in) {
    // Braces fix the order: the members are read from left to right.
    auto members = [&in](auto... member) {
      static_cast<void>(in);
      return T{protocol::read<decltype(member_type(member))>(in)...};
    };
    return std::apply(members, T::fields);
  }
  static void write(Writer& out, const T& value) {
    auto members = [&](auto... member) { (protocol::write(out, value.*member), ...); };
    std::apply(members, T::fields);
  }
};

template <Spelled T>
struct Codec<T> {
  static T read(Reader& in) { return parse(in, in.text(path_limit)); }
  static void write(Writer& out, const T& value) {
    out.text(Spelling<T>::print(out.store(), value));
  }
  // An error is kept here, not thrown: the fields behind this one must still be read.
  static T parse(Reader& in, const std::string& text) {
    try {
      return Spelling<T>::parse(in.store(), text);
    } catch (Error& error) {
      in.refuse(std::move(error));
      return Spelling<T>::none();
    }
  }
};

template <Enumeration T>
struct Codec<T> {
  static T read(Reader& in) {
    std::uint64_t value = in.number();
    if (value <= static_cast<std::uint64_t>(last_value(T{}))) return static_cast<T>(value);
    in.refuse(Error("the number {} stands for nothing here", value));
    return T{};
  }
  static void write(Writer& out, T value) { out.number(static_cast<std::uint64_t>(value)); }
};

// Unsigned numbers of 64 and 32 bits; and times, which are signed but never negative.
template <std::integral T>
requires(!std::same_as<T, bool>) struct Codec<T> {
  static T read(Reader& in) {
    std::uint64_t value = in.number();
    if (value <= static_cast<std::uint64_t>(std::numeric_limits<T>::max())) {
      return static_cast<T>(value);
    }
    in.refuse(Error("the number {} is too large here", value));
    return 0;
  }
  static void write(Writer& out, T value) { out.number(static_cast<std::uint64_t>(value)); }
};

template <>
struct Codec<bool> {
  static bool read(Reader& in) {
    std::uint64_t value = in.number();
    if (value > 1) in.refuse(Error("{} is neither 0 (no) nor 1 (yes)", value));
    return value == 1;
  }
  static void write(Writer& out, bool value) { out.number(value ? 1 : 0); }
};

template <std::uint64_t value>
struct Codec<Unused<value>> {
  static Unused<value> read(Reader& in) {
    in.number();
    return {};
  }
  static void write(Writer& out, Unused<value>) { out.number(value); }
};

template <>
struct Codec<Done> {
  static Done read(Reader& in) {
    std::uint64_t value = in.number();
    if (value != 1) in.refuse(Error("{} came where only 1 can stand", value));
    return {};
  }
  static void write(Writer& out, Done) { out.number(1); }
};

template <>
struct Codec<std::string> {
  static std::string read(Reader& in) { return in.text(); }
  static void write(Writer& out, const std::string& value) { out.text(value); }
};

// What has a spelling is absent when the text is empty.
template <Spelled T>
struct Codec<std::optional<T>> {
  static std::optional<T> read(Reader& in) {
    std::string text = in.text(path_limit);
    if (text.empty()) return std::nullopt;
    return Codec<T>::parse(in, text);
  }
  static void write(Writer& out, const std::optional<T>& value) {
    out.text(value ? Spelling<T>::print(out.store(), *value) : std::string());
  }
};

// A record is told to be there by a 1 before it.
template <Record T>
struct Codec<std::optional<T>> {
  static std::optional<T> read(Reader& in) {
    if (!protocol::read<bool>(in)) return std::nullopt;
    return protocol::read<T>(in);
  }
  static void write(Writer& out, const std::optional<T>& value) {
    protocol::write(out, value.has_value());
    if (value) protocol::write(out, *value);
  }
};

template <typename First, typename Second>
struct Codec<std::pair<First, Second>> {
  static std::pair<First, Second> read(Reader& in) {
    return std::pair<First, Second>{protocol::read<First>(in), protocol::read<Second>(in)};
  }
  static void write(Writer& out, const std::pair<First, Second>& value) {
    protocol::write(out, value.first);
    protocol::write(out, value.second);
  }
};

template <typename T>
struct Codec<std::vector<T>> {
  static std::vector<T> read(Reader& in) {
    std::vector<T> values;
    for (std::uint64_t left = in.count(); left > 0; --left) {
      values.push_back(protocol::read<T>(in));
    }
    return values;
  }
  static void write(Writer& out, const std::vector<T>& values) {
    out.number(values.size());
    for (const T& value : values) protocol::write(out, value);
  }
};

// Sets and maps are lists in any order; the same key twice is refused.
template <typename T>
struct Codec<std::set<T>> {
  static std::set<T> read(Reader& in) {
    std::set<T> values;
    for (std::uint64_t left = in.count(); left > 0; --left) {
      if (values.insert(protocol::read<T>(in)).second) continue;
      in.refuse(Error("an element of a set came twice"));
    }
    return values;
  }
  static void write(Writer& out, const std::set<T>& values) {
    out.number(values.size());
    for (const T& value : values) protocol::write(out, value);
  }
};

template <typename Key, typename Value>
struct Codec<std::map<Key, Value>> {
  static std::map<Key, Value> read(Reader& in) {
    std::map<Key, Value> values;
    for (std::uint64_t left = in.count(); left > 0; --left) {
      if (values.insert(protocol::read<std::pair<Key, Value>>(in)).second) continue;
      in.refuse(Error("a key of a map came twice"));
    }
    return values;
  }
  static void write(Writer& out, const std::map<Key, Value>& values) {
    out.number(values.size());
    for (const auto& [key, value] : values) {
      protocol::write(out, key);
      protocol::write(out, value);
    }
  }
};

}  // namespace cairn::protocol
