// SPDX-License-Identifier: GPL-3.0-or-later
// The last line of a run of attacks: how many were run, skipped and not applicable yet.
#define CATCH_CONFIG_EXTERNAL_INTERFACES  // Catch2's listeners
#include "tests/support/attack_verdict.hh"

#include <unistd.h>

namespace cairn::test {

namespace {

class AttackSummary : public Catch::TestEventListenerBase {
 public:
  using TestEventListenerBase::TestEventListenerBase;

  void testCaseStarting(const Catch::TestCaseInfo&) override { verdict_ = &run_; }

  bool assertionEnded(const Catch::AssertionStats& stats) override {
    if (!stats.assertionResult.hasMessage()) return true;
    std::string message = stats.assertionResult.getMessage();
    if (message.starts_with(skip_mark)) verdict_ = &skipped_;
    if (message.starts_with(later_mark)) verdict_ = &later_;
    return true;
  }

  void testCaseEnded(const Catch::TestCaseStats&) override { ++*verdict_; }

  void testRunEnded(const Catch::TestRunStats&) override {
    fmt::print("attacks as user {}: {} run, {} skipped, {} not applicable yet\n", geteuid(), run_,
               skipped_, later_);
  }

 private:
  unsigned run_ = 0;
  unsigned skipped_ = 0;
  unsigned later_ = 0;
  unsigned* verdict_ = &run_;
};

}  // namespace

CATCH_REGISTER_LISTENER(AttackSummary)

}  // namespace cairn::test
