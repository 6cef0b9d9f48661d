// SPDX-License-Identifier: GPL-3.0-or-later
// Types of services, as the modules of a collection define them.
#pragma once

#include "cli/package_arguments.hh"
#include "cli/place.hh"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace cairn {

struct ServiceField {
  std::string name;
  std::string expectation;  // "a number from 1 to 65535"
  std::string documentation;
  bool is_required = false;
};

struct ServiceTypeFacts {
  std::string name;                 // "nginx"
  std::string variable;             // "nginx-service-type"
  std::vector<std::string> module;  // "distro", "services", "web"
  std::string description;
  std::vector<std::string> extends;  // names of types
  bool is_extensible = false;
  std::string file;  // as an evaluation calls it; empty when it is not known
  unsigned line = 0;
  std::string location;       // "FILE:LINE:COLUMN"
  std::string configuration;  // what its value is called; empty for any value
  std::vector<ServiceField> fields = {};
};

// What the evaluator answers, read. Throws for what is none.
std::vector<ServiceTypeFacts> read_service_types(const Message& types);

// The types of services of the language and of all modules of PATH, by name.
std::vector<ServiceTypeFacts> service_types(const StoreDir& store, const LoadPath& path);

// FACTS as a record for recutils, and for programs.
std::string record_of(const ServiceTypeFacts& facts);
nlohmann::json json_of(const ServiceTypeFacts& facts);

}  // namespace cairn
