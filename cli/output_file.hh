// SPDX-License-Identifier: GPL-3.0-or-later
// OutputFile: a file that a command makes for its user: complete or not at all.
#pragma once

#include "core/base/fd.hh"

#include <string>

namespace cairn {

class OutputFile : public Sink {
 public:
  // PATH of the file to make, which may be there already; "-" is standard output.
  explicit OutputFile(std::string path);
  ~OutputFile() override;
  void write(std::string_view bytes) override { sink_.write(bytes); }
  // The last call: the file is there now, under its name.
  void finish();

 private:
  bool is_standard() const { return path_ == "-"; }
  std::string unfinished() const { return path_ + ".unfinished"; }

  std::string path_;
  Fd file_;  // none for standard output
  FdSink sink_;
};

}  // namespace cairn
