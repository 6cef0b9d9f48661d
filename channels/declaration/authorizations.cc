// SPDX-License-Identifier: GPL-3.0-or-later
// Reading authorizations.
#include "channels/declaration/authorizations.hh"

#include "channels/declaration/fields.hh"

namespace cairn {

namespace {

class AuthorizationsReader {
 public:
  AuthorizationsReader(const std::string& file, Unknown unknown) : file_(file), unknown_(unknown) {}

  Authorizations read(std::string_view text) {
    DataReader reader(text, file_);
    std::optional<Datum> all = reader.next();
    if (!all) throw Error("{}:1:1: it is empty", file_).with_hint(shape);
    check_shape(*all);
    if (unknown_ == Unknown::refused) check_end(*all, reader.next());
    for (const Datum& entry : all->items[2].items) read_entry(entry);
    return std::move(found_);
  }

 private:
  static constexpr const char* shape = "(authorizations (version 0) ((\"FINGERPRINT\") ...))";

  void check_shape(const Datum& all) const {
    if (!all.is_list_of("authorizations") || all.items.size() < 2 ||
        !all.items[1].is_list_of("version")) {
      throw error_at(file_, all, "these are no authorizations").with_hint(shape);
    }
    expect_version_0(file_, all.items[1]);
    if (all.items.size() < 3 || !all.items[2].is(Datum::Kind::list)) {
      throw error_at(file_, all, "the list of keys is missing").with_hint(shape);
    }
  }

  void check_end(const Datum& all, const std::optional<Datum>& next) const {
    if (all.items.size() > 3) throw error_at(file_, all.items[3], "nothing may follow the list");
    if (next) throw error_at(file_, *next, "nothing may follow the authorizations");
  }

  Fingerprint fingerprint_in(const Datum& datum) const {
    return with_context(fmt::format("{}:{}:{}", file_, datum.line, datum.column),
                        [&] { return Fingerprint::parse(datum.text); });
  }

  void read_entry(const Datum& entry) {
    bool has_key = entry.is(Datum::Kind::list) && !entry.items.empty() &&
                   entry.items.front().is(Datum::Kind::string);
    if (!has_key) throw error_at(file_, entry, "a key is expected here: (\"FINGERPRINT\")");
    std::string name;
    auto take_name = [&](const Datum& field) { name = string_of(file_, field); };
    auto take_key = [&](const Datum& field) { string_of(file_, field); };  // for people
    auto take_any_name = [&](const Datum& field) {
      if (field.items.size() > 1 && field.items[1].is(Datum::Kind::string)) {
        name = field.items[1].text;
      }
    };
    std::vector<Field> table{{"name", take_any_name}};
    if (unknown_ == Unknown::refused) table = {{"name", take_name}, {"key", take_key}};
    take_fields(file_, fields_of(entry), table, unknown_);
    found_.keys.insert_or_assign(fingerprint_in(entry.items.front()), name);
  }

  const std::string& file_;
  Unknown unknown_;
  Authorizations found_;
};

}  // namespace

Authorizations read_authorizations(std::string_view text, const std::string& file) {
  return AuthorizationsReader(file, Unknown::refused).read(text);
}

Authorizations read_guix_authorizations(std::string_view text, const std::string& file) {
  return AuthorizationsReader(file, Unknown::ignored).read(text);
}

}  // namespace cairn
