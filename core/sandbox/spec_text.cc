// SPDX-License-Identifier: GPL-3.0-or-later
// A Spec as bytes: each field in order, said once for both ways.
#include "core/sandbox/spec_text.hh"

#include "core/base/error.hh"

#include <cstdint>
#include <cstring>

namespace cairn::sandbox {

namespace {

struct Writer {
  std::string bytes;

  void field(const std::string& text) {
    field(static_cast<std::uint32_t>(text.size()));
    bytes += text;
  }
  template <typename Number>
  requires std::is_integral_v<Number> || std::is_enum_v<Number>
  void field(const Number& number) {
    bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  void field(const Bind& bind) {
    field(bind.source);
    field(bind.target);
    field(bind.writable);
  }
  template <typename Value>
  void field(const std::vector<Value>& values) {
    field(static_cast<std::uint32_t>(values.size()));
    for (const Value& value : values) field(value);
  }
  void field(const std::map<std::string, std::string>& values) {
    field(static_cast<std::uint32_t>(values.size()));
    for (const auto& [name, value] : values) {
      field(name);
      field(value);
    }
  }
};

struct Reader {
  std::string_view bytes;

  std::string_view take(std::size_t size) {
    if (size > bytes.size()) throw Error("bad sandbox request: it ends early");
    std::string_view part = bytes.substr(0, size);
    bytes.remove_prefix(size);
    return part;
  }
  template <typename Number>
  requires std::is_integral_v<Number> || std::is_enum_v<Number>
  void field(Number& number) { std::memcpy(&number, take(sizeof number).data(), sizeof number); }
  std::uint32_t count() {
    std::uint32_t number = 0;
    field(number);
    return number;
  }
  void field(std::string& text) { text = take(count()); }
  void field(Bind& bind) {
    field(bind.source);
    field(bind.target);
    field(bind.writable);
  }
  template <typename Value>
  void field(std::vector<Value>& values) {
    for (std::uint32_t left = count(); left > 0; --left) field(values.emplace_back());
  }
  void field(std::map<std::string, std::string>& values) {
    for (std::uint32_t left = count(); left > 0; --left) {
      std::string name;
      field(name);
      field(values[name]);
    }
  }
};

template <typename Visitor, typename SpecType>
void fields(Visitor& visitor, SpecType& spec) {
  visitor.field(spec.entry);
  visitor.field(spec.program);
  visitor.field(spec.arguments);
  visitor.field(spec.environment);
  visitor.field(spec.working_directory);
  visitor.field(spec.store_source);
  visitor.field(spec.store_target);
  visitor.field(spec.items);
  visitor.field(spec.store_folder);
  visitor.field(spec.keeps_mounts);
  visitor.field(spec.scratch);
  visitor.field(spec.mount_point);
  visitor.field(spec.binds);
  visitor.field(spec.network);
  visitor.field(spec.weaknesses.share_network);
  visitor.field(spec.weaknesses.share_ipc);
  visitor.field(spec.weaknesses.no_seccomp);
  visitor.field(spec.weaknesses.keep_processes);
  visitor.field(spec.weaknesses.keep_root);
}

}  // namespace

std::string encode(const Spec& spec) {
  Writer writer;
  fields(writer, spec);
  return std::move(writer.bytes);
}

Spec decode(std::string_view bytes) {
  Reader reader{bytes};
  Spec spec;
  fields(reader, spec);
  if (!reader.bytes.empty()) throw Error("bad sandbox request: bytes behind its end");
  return spec;
}

}  // namespace cairn::sandbox
