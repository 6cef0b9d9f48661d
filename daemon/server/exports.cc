// SPDX-License-Identifier: GPL-3.0-or-later
// The older way to move items: exports, out of the store and into it.
#include "daemon/protocol/exports.hh"

#include "core/base/files.hh"
#include "core/hash/hasher.hh"
#include "daemon/server/serve.hh"

#include <algorithm>
#include <fcntl.h>

namespace cairn::server {

namespace {

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

// The next item of EXPORTS, added; nothing at the end. Its archive waits in staging until we know
// what it is.
std::optional<StorePath> import_next(Store& store, protocol::ExportReader& exports) {
  std::string name = store.staging().fresh_name();
  AtEnd end([&] { store.staging().discard(name); });
  Fd file = open_at(store.staging().fd(), name, O_RDWR | O_CREAT | O_EXCL, 0600);
  std::optional<ItemInfo> info = protocol::next_item(exports, file.get());
  if (!info) return std::nullopt;
  FdSource source(file.get(), "an archive");
  store.temporary_roots().add(info->references);
  store.import(*info, source);
  return info->path;
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
  protocol::write_provenance(writer, {info.path, info.references, info.deriver});
  client.write(end.text());
  return {};
}

std::vector<StorePath> serve(Session& session, const protocol::ImportPaths&) {
  PullSource pulled(session.duplex());
  BufferedSource source(pulled);
  protocol::ExportReader exports(source, session.store().dir());
  std::vector<StorePath> imported;
  while (auto path = import_next(session.store(), exports)) {
    imported.push_back(std::move(*path));
  }
  return imported;
}

}  // namespace cairn::server
