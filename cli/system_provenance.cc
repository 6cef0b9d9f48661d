// SPDX-License-Identifier: GPL-3.0-or-later
// Provenance as JSON.
#include "cli/system_provenance.hh"

#include "cli/channels/channel_text.hh"
#include "core/base/error.hh"
#include "core/json/parse.hh"

#include <nlohmann/json.hpp>

namespace cairn {

namespace {

using Json = nlohmann::ordered_json;

constexpr int format_version = 1;

// URL without who logs in there, and with which password: everybody reads the store.
std::string without_secrets(const std::string& url) {
  std::size_t begin = url.find("://");
  if (begin == url.npos) return url;
  begin += 3;
  std::size_t end = std::min(url.find('/', begin), url.size());
  std::size_t at = url.rfind('@', end);
  return at == url.npos || at < begin ? url : url.substr(0, begin) + url.substr(at + 1);
}

std::string text_of(const SystemProvenance& provenance) {
  Json channels = Json::array();
  for (const Channel& channel : provenance.channels) channels.push_back(channel_json(channel));
  return Json{{"version", format_version},
              {"cairn", CAIRN_VERSION},
              {"loadPath", provenance.load_path},
              {"channels", channels}}
             .dump(2) +
         "\n";
}

}  // namespace

Message provenance_files(SystemProvenance provenance, const std::string& declaration) {
  for (Channel& channel : provenance.channels) channel.url = without_secrets(channel.url);
  Message files = Message::array({{configuration_file, declaration}});
  if (!provenance.channels.empty()) {
    files.push_back({"channels.scm", channels_scheme(provenance.channels)});
  }
  files.push_back({provenance_file, text_of(provenance)});
  return files;
}

SystemProvenance parse_provenance(std::string_view text) {
  try {
    Json json = parse_json(text);
    if (json.at("version") != format_version) {
      throw Error("it is of version {}", json.at("version").dump());
    }
    SystemProvenance provenance{json.at("loadPath").get<std::vector<std::string>>(), {}};
    for (const Json& channel : json.at("channels")) {
      provenance.channels.push_back(parse_channel_json(channel));
    }
    return provenance;
  } catch (const std::exception& error) {
    throw Error("cannot read the provenance of the system: {}", error.what());
  }
}

}  // namespace cairn
