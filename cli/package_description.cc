// SPDX-License-Identifier: GPL-3.0-or-later
// Describing packages.
#include "cli/package_description.hh"

#include "cli/evaluation/evaluation_error.hh"

#include <algorithm>
#include <set>

namespace cairn {

namespace {

using Field = PackageIndex::Field;

constexpr const char* keys[] = {"name",    "version", "synopsis",     "description", "home-page",
                                "license", "outputs", "dependencies", "location"};

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

// The dependencies of a package as evaluation lists them: what its inputs name, and what those
// propagate.
class Dependencies {
 public:
  Dependencies(const PackageIndex& index, const IndexedPackage& package) : index_(index) {
    for (Field field :
         {&PackageEntry::inputs, &PackageEntry::native_inputs, &PackageEntry::propagated_inputs}) {
      add_inputs(package, field);
    }
  }
  bool are_known() const { return are_known_; }
  const std::set<std::string>& names() const { return names_; }

 private:
  void add_inputs(const IndexedPackage& package, Field field) {
    auto resolved = index_.resolve(package, field);
    if (resolved.field.kind == PackageField::Kind::computed) are_known_ = false;
    for (const std::string& variable : words_in(resolved.field.text)) {
      add_input(*resolved.file, variable);
    }
  }

  void add_input(const IndexedFile& file, const std::string& variable) {
    auto [package, is_sure] = index_.meaning(file, variable);
    if (!package.file) {
      names_.insert(variable);  // not a package of the index
      return;
    }
    auto name = index_.resolve(package, &PackageEntry::name).field;
    auto version = index_.resolve(package, &PackageEntry::version).field;
    if (!is_sure || !name.is_known() || !version.is_known()) are_known_ = false;
    if (!seen_.emplace(package.file, package.entry.variable).second) return;
    names_.insert(fmt::format("{}@{}", name.text, version.text));
    add_inputs(package, &PackageEntry::propagated_inputs);
  }

  const PackageIndex& index_;
  std::set<std::pair<const IndexedFile*, std::string_view>> seen_;
  std::set<std::string> names_;
  bool are_known_ = true;
};

class Description {
 public:
  Description(const PackageIndex& index, const IndexedPackage& package)
      : index_(index), package_(package) {}

  void add_text(const char* key, Field field, bool has_default) {
    auto found = index_.resolve(package_, field).field;
    bool is_default = found.kind == PackageField::Kind::absent && has_default;
    if (found.is_known() || is_default) message_[key] = std::string(found.text);
  }
  // A list of words; DEFAULT where none is written. NAME makes of each what is shown.
  template <typename Name>
  void add_words(const char* key, Field field, std::string_view otherwise, Name&& name) {
    auto found = index_.resolve(package_, field).field;
    if (found.kind == PackageField::Kind::computed) return;
    message_[key] = Message::array();
    for (const std::string& word : words_in(found.is_known() ? found.text : otherwise)) {
      message_[key].push_back(std::string(name(word)));
    }
  }
  void add_dependencies() {
    Dependencies dependencies(index_, package_);
    if (dependencies.are_known()) message_["dependencies"] = dependencies.names();
  }
  void add_location() {
    message_["location"] = {{"file", package_.file->name()},
                            {"line", package_.entry.line},
                            {"column", package_.entry.column}};
  }
  Message& message() { return message_; }

 private:
  const PackageIndex& index_;
  const IndexedPackage& package_;
  Message message_ = Message::object();
};

std::string joined(const Message& words, const char* separator) {
  std::string text;
  for (const Message& word : words) {
    if (!text.empty()) text += separator;
    text += word.get<std::string>();
  }
  return text;
}

void add_field(Record& record, const Message& description, const char* key, const char* name,
               const char* separator = " ") {
  auto found = description.find(key);
  if (found == description.end() || found->is_null()) return;
  record.field(name, found->is_array() ? joined(*found, separator) : found->get<std::string>());
}

}  // namespace

Message index_description(const PackageIndex& index, const IndexedPackage& package,
                          const LicenseNames& licenses) {
  Description description(index, package);
  auto as_it_is = [](const std::string& word) { return std::string_view(word); };
  description.add_text("name", &PackageEntry::name, false);
  description.add_text("version", &PackageEntry::version, false);
  description.add_text("synopsis", &PackageEntry::synopsis, true);
  description.add_text("description", &PackageEntry::description, true);
  description.add_text("home-page", &PackageEntry::home_page, true);
  description.add_words("license", &PackageEntry::license, "",
                        [&](const std::string& word) { return licenses.name(word); });
  description.add_words("outputs", &PackageEntry::outputs, "out", as_it_is);
  description.add_dependencies();
  description.add_location();
  Message& message = description.message();
  if (message.value("home-page", "-").empty()) message["home-page"] = nullptr;
  return std::move(message);
}

bool is_complete(const Message& description) {
  return std::ranges::all_of(keys, [&](const char* key) { return description.contains(key); });
}

Record package_record(const Message& description) {
  Record record;
  add_field(record, description, "name", "name");
  add_field(record, description, "version", "version");
  add_field(record, description, "outputs", "outputs");
  add_field(record, description, "dependencies", "dependencies");
  if (description.contains("location")) {
    record.field("location", place_text(description.at("location")));
  }
  add_field(record, description, "home-page", "homepage");
  add_field(record, description, "license", "license", ", ");
  add_field(record, description, "synopsis", "synopsis");
  add_field(record, description, "description", "description");
  return record;
}

}  // namespace cairn
