// SPDX-License-Identifier: GPL-3.0-or-later
// OutputFile: a file that a command makes for its user: complete or not at all.
#pragma once

#include "core/base/fd.hh"

#include <functional>
#include <string>

namespace cairn {

class OutputFile : public Sink {
 public:
  // PATH of the file to make, which may be there already; "-" is standard output. What is there and
  // no regular file, such as a pipe, is written to as it is.
  explicit OutputFile(const std::string& path);
  ~OutputFile() override;
  void write(std::string_view bytes) override { sink_.write(bytes); }
  // The last call: the file is there now, under its name.
  void finish();

 private:
  std::string path_;
  std::string unfinished_;  // the name until then; empty where there is none
  Fd file_;
  FdSink sink_;
};

// Let FILL write the file PATH, and print its name unless it is standard output.
void make_output(const std::string& path, const std::function<void(Sink& sink)>& fill);

}  // namespace cairn
