// SPDX-License-Identifier: GPL-3.0-or-later
// ArchiveOutput: libarchive's writer, with a Sink at its end.
#pragma once

#include "core/base/bytes.hh"

#include <exception>
#include <memory>
#include <sys/types.h>

struct archive;

namespace cairn {

class ArchiveOutput {
 public:
  // SINK, which is borrowed, gets what is written.
  explicit ArchiveOutput(Sink& sink);
  ArchiveOutput(ArchiveOutput&&) = delete;

  struct archive* get() const {
    return archive_.get();
  }
  // Throws what libarchive says when STATUS, which one of its functions returned, is a failure.
  void check(ssize_t status) const;
  // Format and filters are set.
  void open();
  // BYTES of the content of the current member.
  void data(std::string_view bytes);
  // The last call.
  void finish();

  // The sink, behind functions of C that nothing may be thrown through.
  struct Outlet {
    Sink& sink;
    std::exception_ptr failure = {};
  };

 private:
  Outlet outlet_;
  std::unique_ptr<struct archive, int (*)(struct archive*)> archive_;
};

}  // namespace cairn
