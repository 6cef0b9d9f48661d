// SPDX-License-Identifier: GPL-3.0-or-later
// How the end of a sandbox travels to the engine.
#include "core/sandbox/inside.hh"

#include <catch2/catch.hpp>

namespace cairn::sandbox {

TEST_CASE("an end comes back from its record", "[core/sandbox]") {
  SandboxEnd exited = parse_record(record_of(SandboxEnd{SandboxEnd::Kind::exited, 42}));
  CHECK(exited.kind == SandboxEnd::Kind::exited);
  CHECK(exited.code == 42);
  SandboxEnd signalled = parse_record(record_of(SandboxEnd{SandboxEnd::Kind::signalled, 9}));
  CHECK(signalled.kind == SandboxEnd::Kind::signalled);
  CHECK(signalled.code == 9);
}

TEST_CASE("the first record counts: process 1 writes another after its child's", "[core/sandbox]") {
  std::string records = record_of(Error("cannot run /x").with_hint("look")) +
                        record_of(SandboxEnd{SandboxEnd::Kind::exited, 127});
  SandboxEnd end = parse_record(records);
  CHECK(end.kind == SandboxEnd::Kind::not_started);
  CHECK(end.message == "cannot run /x\nhint: look");
}

TEST_CASE("no record means that the sandbox was killed", "[core/sandbox]") {
  CHECK(parse_record("").message == "the sandbox was killed");
}

}  // namespace cairn::sandbox
