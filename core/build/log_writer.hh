// SPDX-License-Identifier: GPL-3.0-or-later
// LogWriter: a builder's output, kept as state/log/drvs/xx/REST.drv while it grows, so that it can
// be read meanwhile. When it is complete it becomes REST.drv.bz2, unless it is so short that this
// would save nothing. Nix looks for logs under both names.
#pragma once

#include "core/base/fd.hh"
#include "core/store/layout.hh"

#include <bzlib.h>
#include <optional>
#include <string>

namespace cairn {

class LogWriter {
 public:
  LogWriter(const Layout& layout, const StorePath& derivation);
  ~LogWriter();
  LogWriter(LogWriter&&) = delete;

  // Where that fails, as on a full disk, the log ends here: a build is worth more than its log.
  void write(std::string_view bytes);
  std::uint64_t size() const { return size_; }  // of all that came
  // Why the log is not complete; empty when it is.
  const std::string& problem() const { return problem_; }
  // Put the compressed log in the place of the growing one, if that can be done.
  void finish();

 private:
  void keep(std::string_view bytes);
  void put_packed();
  void start_compressing();
  void compress(std::string_view bytes, int action);

  Fd folder_;
  std::string name_;         // "REST.drv"
  std::string packed_name_;  // while it grows
  std::string path_;         // for messages
  Fd plain_;
  Fd packed_;
  std::string short_;                // all of a log that is short
  std::optional<bz_stream> stream_;  // of one that is not
  std::uint64_t size_ = 0;
  std::string problem_;
};

}  // namespace cairn
