// SPDX-License-Identifier: GPL-3.0-or-later
// Requests, one behind the other as the server reads them: a number of the list of operations, its
// fields, and its stream where it is framed.
#include "core/derivation/aterm.hh"
#include "core/nar/parse.hh"
#include "core/nar/write.hh"
#include "daemon/protocol/framed.hh"
#include "daemon/protocol/operations.hh"
#include "tests/fuzz/message.hh"
#include "tests/fuzz/target.hh"

namespace cairn::test {

namespace {

using protocol::Reader;
using protocol::Stream;

// What the server makes of a request before it asks the store.
template <typename Op>
void understand(const Op&) {}

void understand(const protocol::BuildDerivation& asked) {
  const StoreDir store;
  print_aterm(store, protocol::derivation_of(asked.derivation, derivation_name(asked.path)));
}
void understand(const protocol::RegisterDrvOutput& asked) {
  protocol::Spelling<protocol::Realisation>::parse(StoreDir(), asked.realisation);
}
void understand(const protocol::QueryRealisation& asked) {
  protocol::Spelling<protocol::OutputId>::parse(StoreDir(), asked.output_id);
}

void read_archive(Source& source) {
  CountingSink nowhere;
  NarWriter writer(nowhere);
  nar::parse(source, writer);
}

// What the server makes of the stream behind a request.
template <typename Op>
void understand_stream(const Op&, protocol::FramedSource& stream) {
  read_archive(stream);
}
void understand_stream(const protocol::AddMultipleToStore&, protocol::FramedSource& stream) {
  const StoreDir store;
  Reader in(stream, store);
  for (std::uint64_t left = in.number(); left > 0; --left) {
    protocol::read<std::pair<StorePath, protocol::ItemFacts>>(in);
    in.check();
    read_archive(stream);
  }
}

template <protocol::Operation Op>
void read_request(Reader& in) {
  Op asked = protocol::read<Op>(in);
  bool is_sound = is_taken([&] { in.check(); });
  if (is_sound) {
    expect_same_when_written(asked);
    is_taken([&] { understand(asked); });
  }
  if constexpr (Op::traits.stream == Stream::framed) {
    protocol::FramedSource stream(in);
    if (is_sound) is_taken([&] { understand_stream(asked, stream); });
    stream.skip_rest();
  }
  if (!is_sound) throw Error("it was refused");
}

template <typename... Op>
bool read_one_of(std::uint64_t code, Reader& in, std::tuple<Op...>*) {
  return ((Op::traits.code == code && (read_request<Op>(in), true)) || ...);
}

}  // namespace

bool takes(std::string_view bytes) {
  const StoreDir store;
  StringSource source(bytes);
  Reader in(source, store);
  bool all_taken = true;
  bool goes_on = true;
  while (goes_on) {
    bool taken = is_taken([&] {
      std::optional<std::uint64_t> code = in.number_unless_end();
      goes_on = code && read_one_of(*code, in, static_cast<protocol::Operations*>(nullptr));
      if (code && !goes_on) throw Error("there is no operation {}", *code);
    });
    all_taken = all_taken && taken;
    goes_on = goes_on && in.in_step();
  }
  return all_taken;
}

}  // namespace cairn::test
