// SPDX-License-Identifier: GPL-3.0-or-later
// cairn doctor: what is wrong here, and how to mend it.
#include "cli/diagnosis.hh"
#include "cli/results.hh"
#include "cli/verb.hh"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace cairn {

namespace {

struct DoctorWishes {
  bool json = false;
};

Options doctor_options(DoctorWishes& wishes) {
  return {{"--json", "", "print JSON", &wishes.json}};
}

void print(Results& results, const Finding& finding) {
  if (finding.is_well()) {
    results.line(fmt::format("{:<10} {}", finding.subject, finding.state));
    return;
  }
  for (const std::string& problem : finding.problems) {
    results.line(fmt::format("{:<10} PROBLEM: {}", finding.subject, problem));
  }
  if (!finding.mend.empty()) results.line(fmt::format("{:<10} to mend it: {}", "", finding.mend));
}

nlohmann::json json_of(const Finding& finding) {
  return {{"subject", finding.subject},
          {"state", finding.state},
          {"problems", finding.problems},
          {"mend", finding.is_well() ? "" : finding.mend}};
}

Exit doctor(const DoctorWishes& wishes, const PlaceWishes& place) {
  std::vector<Finding> findings = diagnose(place);
  Results results;
  if (wishes.json) {
    auto list = nlohmann::json::array();
    for (const Finding& finding : findings) list.push_back(json_of(finding));
    results.json(list);
  } else {
    for (const Finding& finding : findings) print(results, finding);
  }
  results.finish();
  return std::ranges::all_of(findings, &Finding::is_well) ? Exit::done : Exit::failed;
}

}  // namespace

extern const Verb doctor_verb;
const Verb doctor_verb{"doctor", "find what is wrong here, and how to mend it",
                       "Ends with 1 when there is a problem.",
                       [] { return call_of(doctor_options, doctor); }};

}  // namespace cairn
