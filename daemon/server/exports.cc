// SPDX-License-Identifier: GPL-3.0-or-later
// The older way to move items, as `nix-store --export` writes them: the archive, then what is
// known.
#include "core/base/files.hh"
#include "core/hash/hasher.hh"
#include "core/nar/parse.hh"
#include "core/nar/write.hh"
#include "daemon/server/serve.hh"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace cairn::server {

namespace {

constexpr std::uint64_t export_magic = 0x4558494e;
constexpr std::uint64_t no_more = 0;
constexpr std::uint64_t one_more = 1;

// Sends what is written to the client in Push frames.
class PushSink : public Sink {
 public:
  explicit PushSink(protocol::Writer& out) : out_(out) {}
  void write(std::string_view bytes) override {
    protocol::write_frame(out_, protocol::Push{std::string(bytes)});
  }

 private:
  protocol::Writer& out_;
};

// Asks the client for bytes in Pull frames.
class PullSource : public Source {
 public:
  explicit PullSource(protocol::Duplex& duplex) : duplex_(duplex) {}
  std::size_t read(std::span<char> buffer) override {
    protocol::write_frame(duplex_.out(), protocol::Pull{buffer.size()});
    duplex_.flush();
    std::string bytes = duplex_.in().text(buffer.size());
    duplex_.in().check();
    std::ranges::copy(bytes, buffer.begin());
    return bytes.size();
  }

 private:
  protocol::Duplex& duplex_;
};

// What stands behind an archive.
struct Provenance {
  StorePath path;
  StorePathSet references;
  std::optional<StorePath> deriver;
  static constexpr auto fields =
      std::tuple(&Provenance::path, &Provenance::references, &Provenance::deriver);
};

// The archive comes before its name: it waits in a file until we know what it is.
struct KeptArchive {
  Fd file;
  Hash hash;
  std::uint64_t size;
};

KeptArchive keep_archive(Source& source, const TemporaryDirectory& folder) {
  Fd file = open_at(folder.fd(), "archive", O_RDWR | O_CREAT | O_TRUNC, 0600);
  FdSink kept(file.get(), "an archive");
  Hasher hasher(HashAlgorithm::sha256);
  TeeSink both(kept, hasher);
  NarWriter archive(both);
  nar::parse(source, archive);
  kept.flush();
  checked(lseek(file.get(), 0, SEEK_SET), "cannot read an archive again");
  return {std::move(file), hasher.finish(), hasher.size()};
}

StorePath import_next(Store& store, protocol::Reader& in, const TemporaryDirectory& folder) {
  KeptArchive archive = keep_archive(in.source(), folder);
  if (in.number() != export_magic) throw Error("what is imported is not an export");
  auto provenance = protocol::read<Provenance>(in);
  bool is_signed = protocol::read<bool>(in);
  if (is_signed) in.text();  // by a scheme that nobody uses any more
  in.check();
  ItemInfo info{.path = provenance.path, .nar_hash = archive.hash, .nar_size = archive.size};
  info.references = provenance.references;
  info.deriver = provenance.deriver;
  FdSource source(archive.file.get(), "an archive");
  store.temporary_roots().add(info.references);
  store.import(info, source);
  return info.path;
}

}  // namespace

protocol::Done serve(Session& session, const protocol::ExportPath& asked) {
  Store& store = session.store();
  ItemInfo info = store.get(asked.path);
  PushSink client(session.duplex().out());
  Hasher hasher(HashAlgorithm::sha256);
  TeeSink both(client, hasher);
  store.dump(asked.path, both);
  if (hasher.finish() != info.nar_hash) {
    throw Error("cannot export {}: its content has changed", store.dir().print(asked.path))
        .with_hint("nix-store --verify --check-contents");
  }
  StringSink end;
  protocol::Writer writer(end, store.dir());
  writer.number(export_magic);
  protocol::write(writer, Provenance{info.path, info.references, info.deriver});
  protocol::write(writer, false);
  client.write(end.text());
  return {};
}

std::vector<StorePath> serve(Session& session, const protocol::ImportPaths&) {
  PullSource pulled(session.duplex());
  BufferedSource source(pulled);
  protocol::Reader in(source, session.store().dir());
  TemporaryDirectory folder;
  std::vector<StorePath> imported;
  for (std::uint64_t next = in.number(); next != no_more; next = in.number()) {
    if (next != one_more) throw Error("what is imported is not an export");
    imported.push_back(import_next(session.store(), in, folder));
  }
  return imported;
}

}  // namespace cairn::server
