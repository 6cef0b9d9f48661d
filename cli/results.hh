// SPDX-License-Identifier: GPL-3.0-or-later
// Results: what a verb prints on standard output. On a terminal control characters are made
// visible; elsewhere bytes go out as they are, for other programs.
#pragma once

#include "core/base/fd.hh"

#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace cairn {

class Results : public Sink {
 public:
  Results();
  void line(std::string_view text);
  void write(std::string_view bytes) override;
  void json(const nlohmann::json& value);
  // The last call: a failure to write must be heard of, so no destructor does this.
  void finish();

 private:
  FdSink sink_;
  bool is_terminal_;
};

// Throws, with a hint that names an example, when standard output is a terminal: bytes of an
// archive would do strange things to it.
void refuse_terminal(std::string_view example);

}  // namespace cairn
