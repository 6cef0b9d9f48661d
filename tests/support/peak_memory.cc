// SPDX-License-Identifier: GPL-3.0-or-later
// Peak memory, by /proc/self.
#include "tests/support/peak_memory.hh"

#include "tests/support/attack_verdict.hh"

#include <fstream>
#include <string>

namespace cairn::test {

namespace {

// "VmHWM" is the peak since the last reset, "VmRSS" what is resident now.
std::size_t bytes_of(const std::string& field) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field + ":")) return std::stoul(line.substr(field.size() + 1)) * 1024;
  }
  return 0;
}

bool reset_peak() {
  std::ofstream control("/proc/self/clear_refs");
  control << "5" << std::flush;
  return control.good();
}

}  // namespace

bool can_measure_peak_memory() {
#ifdef __SANITIZE_ADDRESS__
  skip("the address sanitizer keeps freed memory");
  return false;
#endif
  bool can = reset_peak() && bytes_of("VmHWM") > 0;
  if (!can) skip("/proc/self/clear_refs cannot be written");
  return can;
}

std::size_t peak_memory_growth(const std::function<void()>& work) {
  reset_peak();
  std::size_t before = bytes_of("VmRSS");
  work();
  std::size_t peak = bytes_of("VmHWM");
  return peak > before ? peak - before : 0;
}

}  // namespace cairn::test
