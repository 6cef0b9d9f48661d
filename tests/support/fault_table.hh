// SPDX-License-Identifier: GPL-3.0-or-later
// Which system calls matter to what is on disk, what each names, and which faults each can meet.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cairn::fault {

enum class Fault : unsigned {
  kill_before = 1,  // the call is not done
  kill_after = 2,   // it is done, and nothing after it
  no_space = 4,
  io_error = 8,
  no_descriptors = 16,
  interrupted = 32,
};

struct FaultName {
  Fault fault;
  std::string_view name;
  int error;  // 0 where the process is killed
};

// Where a call says what it works on.
enum class Subject { none, fd, path, path_in_folder };

struct Call {
  long number;
  std::string_view name;
  Subject subject;
  unsigned faults;  // that this call can meet, by the kernel and its manual page
};

extern const FaultName fault_names[6];

std::optional<FaultName> fault_named(std::string_view name);

// Nothing for a call that does not matter.
const Call* call_of(long number);

// The faults of CALL with these ARGUMENTS: an open that makes nothing needs no space, a file that
// is a SOCKET or a pipe has no disk.
unsigned faults_of(const Call& call, const std::uint64_t* arguments, bool is_on_disk);

}  // namespace cairn::fault
