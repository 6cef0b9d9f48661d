// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold of messages of the protocol, whoever sent them.
#pragma once

#include "daemon/protocol/codec.hh"
#include "tests/fuzz/target.hh"

#include <string>

namespace cairn::test {

template <typename T>
std::string written(const T& value) {
  const StoreDir store;
  StringSink sink;
  protocol::Writer out(sink, store);
  protocol::write(out, value);
  return sink.take();
}

// A VALUE that was read is one that can be written: then it is read as the same.
template <typename T>
void expect_same_when_written(const T& value) {
  const StoreDir store;
  std::string bytes = written(value);
  StringSource source(bytes);
  protocol::Reader in(source, store);
  T again = protocol::read<T>(in);
  expect(is_taken([&] { in.check(); }), "what is written is taken");
  expect(source.rest().empty(), "what is written is read to its end");
  expect(written(again) == bytes, "what is written is read as the same");
}

}  // namespace cairn::test
