// SPDX-License-Identifier: GPL-3.0-or-later
// Exports, read and written.
#include "daemon/protocol/exports.hh"

#include "core/base/fd.hh"
#include "core/hash/hasher.hh"
#include "core/nar/parse.hh"
#include "core/nar/write.hh"

#include <unistd.h>
#include <utility>

namespace cairn::protocol {

namespace {

constexpr std::uint64_t export_magic = 0x4558494e;
constexpr std::uint64_t no_more = 0;
constexpr std::uint64_t one_more = 1;

void expect(std::uint64_t expected, std::uint64_t number) {
  if (number != expected) throw Error("what is imported is not an export");
}

}  // namespace

void begin_item(Writer& out) {
  out.number(one_more);
}

void end_items(Writer& out) {
  out.number(no_more);
}

void write_provenance(Writer& out, const Provenance& provenance) {
  out.number(export_magic);
  write(out, provenance);
  write(out, false);  // no signature follows
}

std::optional<Provenance> ExportReader::next(Sink& archive) {
  std::uint64_t mark = in_.number();
  if (mark == no_more) return std::nullopt;
  expect(one_more, mark);
  NarWriter writer(archive);
  nar::parse(in_.source(), writer);
  expect(export_magic, in_.number());
  auto provenance = read<Provenance>(in_);
  bool is_signed = read<bool>(in_);
  if (is_signed) in_.text();  // by a scheme that nobody uses any more
  in_.check();
  return provenance;
}

std::optional<ItemInfo> next_item(ExportReader& exports, int file) {
  FdSink kept(file, "an archive");
  Hasher hasher(HashAlgorithm::sha256);
  TeeSink both(kept, hasher);
  std::optional<Provenance> provenance = exports.next(both);
  if (!provenance) return std::nullopt;
  kept.flush();
  checked(lseek(file, 0, SEEK_SET), "cannot read an archive again");
  ItemInfo info{.path = provenance->path, .nar_hash = hasher.finish(), .nar_size = hasher.size()};
  info.references = std::move(provenance->references);
  info.deriver = std::move(provenance->deriver);
  return info;
}

}  // namespace cairn::protocol
