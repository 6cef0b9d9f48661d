// SPDX-License-Identifier: GPL-3.0-or-later
// Contents on their way into the store.
#include "core/hash/hasher.hh"
#include "core/nar/parse.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"
#include "daemon/client/engine.hh"

#include <unistd.h>

namespace cairn {

using namespace protocol;

namespace {

// Whether another process of ours can open what this one has open: not where there is no /proc, nor
// where this program may be run by its user and not be read.
bool can_be_looked_into() {
  return access("/proc/self/fd", R_OK | X_OK) == 0;
}

constexpr Addressing text_addressing{ContentMethod::text, HashAlgorithm::sha256};

bool is_tree(Addressing addressing) {
  return addressing.method == ContentMethod::recursive;
}

// A text with its name and all that an engine must be told of it.
struct Parcel {
  StorePath path;
  ItemFacts facts;
  std::string archive;
};

std::string archive_of(std::string_view text) {
  StringSink sink;
  NarWriter writer(sink);
  writer.begin_file("", false, text.size());
  writer.contents(text);
  writer.end_file();
  return sink.take();
}

TextAddress address_of(const StoreDir& store, const Text& text) {
  if (text.address) return *text.address;
  return text_address(store, text.name, text.text, text.references);
}

Parcel parcel_of(const TextAddress& address, const Text& text) {
  std::string archive = archive_of(text.text);
  ItemFacts facts{.deriver = std::nullopt,
                  .nar_hash = hash_of(HashAlgorithm::sha256, archive),
                  .references = text.references,
                  .registered = 0,
                  .nar_size = archive.size(),
                  .ultimate = false,
                  .signatures = {},
                  .content_address = address.content};
  return {address.path, std::move(facts), std::move(archive)};
}

// Passes on the bytes of the one regular file that a tree is.
class FileBytes : public TreeSink {
 public:
  explicit FileBytes(Sink& sink) : sink_(sink) {}
  void begin_directory(std::string_view) override { refuse(); }
  void end_directory() override {}
  void begin_file(std::string_view, bool, std::uint64_t) override {}
  void contents(std::string_view bytes) override { sink_.write(bytes); }
  void end_file() override {}
  void symlink(std::string_view, std::string_view) override { refuse(); }

 private:
  [[noreturn]] static void refuse() {
    throw Error("only a regular file can be added by its flat hash")
        .with_hint("add folders and links by their recursive hash");
  }

  Sink& sink_;
};

}  // namespace

StorePath Engine::add_text(std::string_view name, std::string_view text,
                           const StorePathSet& references) {
  StringSource source(text);
  return add_flat(name, text_addressing, source, references);
}

std::vector<StorePath> Engine::add_texts(const std::vector<Text>& texts) {
  std::vector<TextAddress> addresses;
  std::vector<StorePath> paths;
  for (const Text& text : texts) {
    addresses.push_back(address_of(store(), text));
    paths.push_back(addresses.back().path);
  }
  StorePathSet all(paths.begin(), paths.end());
  // Before the question what is valid: it must stay so.
  add_temporary_roots(all);
  StorePathSet known = repairs_ ? StorePathSet{} : valid(all);
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (known.insert(paths[i]).second) missing.push_back(i);
  }
  if (missing.empty()) return paths;
  connection_->call(AddMultipleToStore{repairs_}, [&](Sink& sink) {
    Writer writer(sink, store());
    writer.number(missing.size());
    for (std::size_t i : missing) {
      Parcel parcel = parcel_of(addresses[i], texts[i]);
      write(writer, parcel.path);
      write(writer, parcel.facts);
      sink.write(parcel.archive);
    }
  });
  return paths;
}

StorePath Engine::add_tree(std::string_view name, Addressing addressing, int directory,
                           const std::string& entry, const nar::WalkRules& rules) {
  if (connection_->is_private() && !rules.wanted && !repairs_ && can_be_looked_into()) {
    auto folder = static_cast<std::uint32_t>(directory);
    return connection_->call(AddTree{std::string(name), addressing, folder, entry}).first;
  }
  AddToStore asked{std::string(name), addressing, {}, repairs_};
  auto write_tree = [&](Sink& sink) {
    NarWriter archive(sink);
    FileBytes file(sink);
    nar::walk(directory, entry, is_tree(addressing) ? static_cast<TreeSink&>(archive) : file,
              rules);
  };
  return connection_->call(asked, write_tree).first;
}

StorePath Engine::add_archive(std::string_view name, Addressing addressing, Source& archive,
                              const StorePathSet& references) {
  AddToStore asked{std::string(name), addressing, references, repairs_};
  auto write_archive = [&](Sink& sink) {
    NarWriter writer(sink);
    FileBytes file(sink);
    nar::parse(archive, is_tree(addressing) ? static_cast<TreeSink&>(writer) : file);
  };
  return connection_->call(asked, write_archive).first;
}

StorePath Engine::add_flat(std::string_view name, Addressing addressing, Source& bytes,
                           const StorePathSet& references) {
  AddToStore asked{std::string(name), addressing, references, repairs_};
  return connection_->call(asked, [&](Sink& sink) { drain(bytes, sink); }).first;
}

void Engine::import(const ItemInfo& info, Source& archive) {
  AddToStoreNar asked{info.path, facts_of(info), false, true};
  connection_->call(asked, [&](Sink& sink) {
    NarWriter writer(sink);
    nar::parse(archive, writer);
  });
}

}  // namespace cairn
