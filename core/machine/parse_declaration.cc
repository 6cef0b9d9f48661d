// SPDX-License-Identifier: GPL-3.0-or-later
// Declarations, read from JSON: each record is one table of its fields.
#include "core/base/error.hh"
#include "core/json/parse.hh"
#include "core/machine/declaration.hh"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace cairn::machine {

namespace {

using nlohmann::json;

constexpr std::size_t text_limit = 16 << 20;
constexpr mode_t all_but_set_id = 01777;
// What lies above means "nobody that this namespace knows" or "leave it as it is".
constexpr std::uint32_t largest_id = 4'294'967'293;

// An object of which every field must be asked for: what nobody knows may not be left undone.
class Fields {
 public:
  Fields(const json& object, std::string what) : object_(object), what_(std::move(what)) {
    if (!object.is_object()) throw Error("{} is not an object", what_);
  }

  const json& at(const char* name) {
    auto found = object_.find(name);
    if (found == object_.end()) throw Error("{} has no '{}'", what_, name);
    ++asked_;
    return *found;
  }

  template <typename T>
  T get(const char* name) {
    try {
      return at(name).get<T>();
    } catch (const json::exception&) {
      throw Error("'{}' of {} is of the wrong kind", name, what_);
    }
  }

  std::uint32_t number(const char* name) {
    const json& value = at(name);
    if (!value.is_number_unsigned() || value > UINT32_MAX) {
      throw Error("'{}' of {} is no number that it can be", name, what_);
    }
    return value.get<std::uint32_t>();
  }

  std::string text(const char* name) {
    auto text = get<std::string>(name);
    if (text.find_first_of(std::string_view("\0\n", 2)) != text.npos) {
      throw Error("'{}' of {} has a character that it cannot have", name, what_);
    }
    return text;
  }

  // For a field of /etc/passwd and its like.
  std::string word(const char* name) { return one_field(name, text(name)); }

  // A name that is one component of a path.
  std::string name(const char* field) {
    std::string name = word(field);
    if (name.empty() || name.find('/') != name.npos || name.starts_with('.')) {
      throw Error("'{}' of {} is no name: {}", field, what_, name);
    }
    return name;
  }

  std::string path(const char* name) {
    std::string path = text(name);
    bool climbs = (path + "/").find("/../") != path.npos || (path + "/").find("/./") != path.npos;
    if (!path.starts_with('/') || climbs || path.find("//") != path.npos) {
      throw Error("'{}' of {} is no absolute path without detours: {}", name, what_, path);
    }
    return path;
  }

  // A path that is a field of /etc/passwd.
  std::string account_path(const char* name) { return one_field(name, path(name)); }

  mode_t mode(const char* name) {
    mode_t mode = number(name);
    if (mode & ~all_but_set_id) {
      throw Error("'{}' of {} is a mode that it cannot have: {:o}", name, what_, mode);
    }
    return mode;
  }

  std::optional<std::uint32_t> id(const char* name) {
    if (at(name).is_null()) return std::nullopt;
    --asked_;
    std::uint32_t id = number(name);
    if (id > largest_id) throw Error("'{}' of {} is the kernel's own: {}", name, what_, id);
    return id;
  }

  template <typename T>
  std::vector<T> list(const char* name, T (*parse)(Fields fields)) {
    const json& elements = at(name);
    if (!elements.is_array()) throw Error("'{}' of {} is no list", name, what_);
    std::vector<T> list;
    for (const json& element : elements) {
      Fields fields(element, fmt::format("number {} of '{}'", list.size() + 1, name));
      list.push_back(parse(fields));
    }
    return list;
  }

  // Throws when there is a field that nobody asked for.
  void expect_no_more() const {
    if (asked_ == object_.size()) return;
    throw Error("{} has a field that this Cairn does not know", what_)
        .with_hint("the channel is newer than this Cairn: install a newer one");
  }

  const json& object() const { return object_; }

 private:
  std::string one_field(const char* name, std::string text) const {
    if (text.find_first_of(":,") != text.npos) {
      throw Error("'{}' of {} has a character that it cannot have", name, what_);
    }
    return text;
  }

  const json& object_;
  std::string what_;
  std::size_t asked_ = 0;
};

UserAccount parse_user(Fields fields) {
  UserAccount user{.name = fields.name("name"), .group = fields.name("group")};
  user.supplementary_groups = fields.get<std::vector<std::string>>("supplementaryGroups");
  user.uid = fields.id("uid");
  user.comment = fields.word("comment");
  user.home = fields.account_path("home");
  user.create_home = fields.get<bool>("createHome");
  user.shell = fields.account_path("shell");
  user.is_system = fields.get<bool>("system");
  fields.expect_no_more();
  return user;
}

UserGroup parse_group(Fields fields) {
  UserGroup group{.name = fields.name("name"), .gid = fields.id("gid")};
  group.is_system = fields.get<bool>("system");
  fields.expect_no_more();
  return group;
}

Ownership parse_ownership(Fields& fields) {
  return {fields.name("owner"), fields.name("group"), fields.mode("mode")};
}

StateFolder parse_folder(Fields fields) {
  StateFolder folder{.path = fields.path("path"), .ownership = parse_ownership(fields)};
  fields.expect_no_more();
  return folder;
}

PrivilegedProgram parse_privileged(Fields fields) {
  PrivilegedProgram program{.program = fields.path("program")};
  program.setuid = fields.get<bool>("setuid");
  program.setgid = fields.get<bool>("setgid");
  program.user = fields.name("user");
  program.group = fields.name("group");
  fields.expect_no_more();
  return program;
}

Secret parse_secret(Fields fields) {
  Secret secret{.name = fields.name("name"), .source = fields.path("source")};
  secret.ownership = parse_ownership(fields);
  fields.expect_no_more();
  return secret;
}

Service parse_service(Fields fields) {
  Service service{.name = fields.name("name"), .definition = fields.path("definition")};
  service.requirement = fields.get<std::vector<std::string>>("requirement");
  service.patience = fields.number("patience");
  service.is_vital = fields.get<bool>("vital");
  fields.expect_no_more();
  return service;
}

Init parse_init(Fields fields) {
  Init init{fields.path("watch"), fields.path("control"), fields.path("folder")};
  fields.expect_no_more();
  return init;
}

SystemDeclaration parse_all(Fields fields) {
  if (fields.number("version") != 1) {
    throw Error("the system is of a version that this Cairn does not know");
  }
  SystemDeclaration system;
  system.host_name = fields.name("hostName");
  system.time_zone = fields.word("timeZone");
  system.locale = fields.word("locale");
  system.etc = fields.path("etc");
  system.profile = fields.path("profile");
  system.users = fields.list("users", parse_user);
  system.groups = fields.list("groups", parse_group);
  system.folders = fields.list("folders", parse_folder);
  system.privileged = fields.list("privileged", parse_privileged);
  system.secrets = fields.list("secrets", parse_secret);
  system.services = fields.list("services", parse_service);
  system.init = parse_init(Fields(fields.at("init"), "'init'"));
  fields.expect_no_more();
  return system;
}

}  // namespace

SystemDeclaration parse_declaration(std::string_view text) {
  if (text.size() > text_limit) throw Error("the system's declaration is too long");
  json parsed =
      with_context("cannot read the system's declaration", [&] { return parse_json(text); });
  return parse_all(Fields(parsed, "the system's declaration"));
}

}  // namespace cairn::machine
