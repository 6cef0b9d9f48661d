// SPDX-License-Identifier: GPL-3.0-or-later
// LogWriter: a builder's output, kept as state/log/drvs/xx/REST.drv while it grows, so that it can
// be read meanwhile, and as REST.drv.bz2, where `nix log` looks too, when it is complete.
#pragma once

#include "core/base/fd.hh"
#include "core/store/layout.hh"

#include <bzlib.h>
#include <memory>
#include <string>

namespace cairn {

class LogWriter {
 public:
  LogWriter(const Layout& layout, const StorePath& derivation);
  ~LogWriter();
  LogWriter(LogWriter&&) = delete;

  void write(std::string_view bytes);
  std::uint64_t size() const { return size_; }
  // Put the compressed log in the place of the growing one.
  void finish();

 private:
  void compress(std::string_view bytes, int action);

  Fd folder_;
  std::string name_;  // "REST.drv"
  Fd plain_;
  bz_stream stream_{};
  std::string compressed_;
  std::uint64_t size_ = 0;
};

}  // namespace cairn
