// SPDX-License-Identifier: GPL-3.0-or-later
// Adding: contents come in, are written and digested in one pass, and become an item.
#include "core/base/files.hh"
#include "core/hash/hasher.hh"
#include "core/hash/modulo_sink.hh"
#include "core/nar/parse.hh"
#include "core/nar/tree_writer.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"
#include "core/store/store.hh"

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

// Thousands of texts of this size can wait in memory to be published.
constexpr std::uint64_t small_text = 8 * 1024;
constexpr std::uint64_t small_archive = small_text + 1024;  // of one such text

// A tree under a fresh name in Staging, deleted at the end unless it is kept.
class Draft {
 public:
  explicit Draft(Staging& staging) : staging_(staging), name_(staging.fresh_name()) {}
  Draft(Draft&&) = delete;
  ~Draft() {
    if (!is_kept_) staging_.discard(name_);
  }

  int folder() const { return staging_.fd(); }
  const std::string& name() const { return name_; }
  void keep() { is_kept_ = true; }

 private:
  Staging& staging_;
  std::string name_;
  bool is_kept_ = false;
};

// Passes on one regular file, not executable, and its bytes to a digest of their own.
class FlatFile : public TreeSink {
 public:
  FlatFile(TreeSink& tree, Sink& contents) : tree_(tree), contents_(contents) {}
  void begin_directory(std::string_view) override { refuse(); }
  void end_directory() override {}
  void begin_file(std::string_view name, bool, std::uint64_t size) override {
    tree_.begin_file(name, false, size);
  }
  void contents(std::string_view bytes) override {
    contents_.write(bytes);
    tree_.contents(bytes);
  }
  void end_file() override { tree_.end_file(); }
  void symlink(std::string_view, std::string_view) override { refuse(); }

 private:
  [[noreturn]] static void refuse() {
    throw Error("only a regular file can be added by its flat hash")
        .with_hint("add folders and links by their recursive hash");
  }

  TreeSink& tree_;
  Sink& contents_;
};

// Keeps the text of a small file, as most derivations are: who publishes it can write it where it
// shall lie. A larger one goes to TREE.
class KeptText : public TreeSink {
 public:
  explicit KeptText(TreeSink& tree) : tree_(tree) {}
  void begin_directory(std::string_view name) override { tree_.begin_directory(name); }
  void end_directory() override { tree_.end_directory(); }
  void begin_file(std::string_view name, bool executable, std::uint64_t size) override {
    if (size > small_text) return tree_.begin_file(name, executable, size);
    text_.emplace();
  }
  void contents(std::string_view bytes) override {
    if (!text_) return tree_.contents(bytes);
    *text_ += bytes;
  }
  void end_file() override {
    if (!text_) tree_.end_file();
  }
  void symlink(std::string_view name, std::string_view target) override {
    tree_.symlink(name, target);
  }

  std::optional<std::string> take() { return std::move(text_); }

 private:
  TreeSink& tree_;
  std::optional<std::string> text_{};
};

class NoTree : public TreeSink {
 public:
  void begin_directory(std::string_view) override {}
  void end_directory() override {}
  void begin_file(std::string_view, bool, std::uint64_t) override {}
  void contents(std::string_view) override {}
  void end_file() override {}
  void symlink(std::string_view, std::string_view) override {}
};

// Writes a tree into a draft and digests it on the way: as NAR always, and as METHOD and ALGORITHM
// say where that is another digest, as it is where the tree names the item that it shall be by its
// OWN_PART.
class Intake {
 public:
  Intake(Draft& draft, ContentMethod method, HashAlgorithm algorithm,
         std::optional<std::string_view> own_part = std::nullopt)
      : is_flat_(method != ContentMethod::recursive),
        is_nar_(!is_flat_ && algorithm == HashAlgorithm::sha256 && !own_part),
        content_(algorithm),
        without_own_part_(own_part ? std::optional<ModuloSink>(std::in_place, content_, *own_part)
                                   : std::nullopt),
        writer_(draft.folder(), draft.name()) {}

  TreeSink& tree() { return is_flat_ ? static_cast<TreeSink&>(flat_) : tee_; }

  struct Result {
    Hash nar_hash;
    std::uint64_t nar_size;
    Hash content_hash;
    std::uint64_t files;
    std::optional<std::string> text;  // of a small file whose hash is flat: it was not written
  };
  Result finish() {
    Hash nar_hash = nar_.finish();
    if (without_own_part_) without_own_part_->finish();
    Hash content_hash = is_nar_ ? nar_hash : content_.finish();
    auto text = text_.take();
    std::uint64_t files = text ? 1 : writer_.files();
    return {nar_hash, nar_.size(), content_hash, files, std::move(text)};
  }

 private:
  bool is_flat_;
  bool is_nar_;  // the two digests are the same one
  Hasher nar_{HashAlgorithm::sha256};
  Hasher content_;
  std::optional<ModuloSink> without_own_part_;
  TeeSink both_{nar_, without_own_part_ ? static_cast<Sink&>(*without_own_part_) : content_};
  NarWriter archive_{is_flat_ || is_nar_ ? static_cast<Sink&>(nar_) : both_};
  TreeWriter writer_;
  TreeTee tee_{writer_, archive_};
  KeptText text_{writer_};
  TreeTee flat_tee_{text_, archive_};
  FlatFile flat_{flat_tee_, content_};
};

// Refuses to give more than LIMIT bytes: an archive is not larger than it was said to be.
class LimitedSource : public Source {
 public:
  LimitedSource(Source& inner, std::uint64_t limit) : inner_(inner), left_(limit) {}
  std::size_t read(std::span<char> buffer) override {
    if (left_ == 0) throw Error("the archive is larger than was said");
    std::size_t count = inner_.read(buffer.first(std::min<std::uint64_t>(buffer.size(), left_)));
    left_ -= count;
    return count;
  }

 private:
  Source& inner_;
  std::uint64_t left_;
};

// Make the tree in DRAFT the item that follows from its content.
StorePath add_draft(Store& store, const Draft& draft, std::string_view name, ContentMethod method,
                    Intake::Result found, const StorePathSet& references) {
  ContentAddress address{method, found.content_hash};
  StorePath path = content_addressed_path(store.dir(), address, name, {references, false});
  ItemInfo info{.path = path, .nar_hash = found.nar_hash, .nar_size = found.nar_size};
  info.references = references;
  info.content_address = address;
  store.publish({{draft.name(), info, found.files, std::move(found.text)}});
  return path;
}

bool names_itself(const ItemInfo& info) {
  return info.references.contains(info.path);
}

void check_import(const StoreDir& store, const ItemInfo& info) {
  if (info.nar_hash.algorithm() != HashAlgorithm::sha256) {
    throw Error("its hash is not sha256 but {}", name_of(info.nar_hash.algorithm()));
  }
  if (!info.content_address) return;
  References references{info.references, names_itself(info)};
  references.others.erase(info.path);
  const ContentAddress& address = *info.content_address;
  StorePath path = content_addressed_path(store, address, info.path.name(), references);
  if (path != info.path) {
    throw Error("it would be {} by its content address {}", store.print(path), to_text(address));
  }
}

void check_content(const ItemInfo& info, const Intake::Result& found) {
  if (found.nar_size != info.nar_size) {
    throw Error("the archive has {} bytes instead of {}", found.nar_size, info.nar_size);
  }
  auto check_hash = [](const Hash& got, const Hash& wanted) {
    if (got == wanted) return;
    throw Error("its content has the hash {} instead of {}", to_text(got, HashFormat::sri),
                to_text(wanted, HashFormat::sri))
        .with_status(Exit::hash_mismatch);
  };
  check_hash(found.nar_hash, info.nar_hash);
  if (info.content_address) check_hash(found.content_hash, info.content_address->hash);
}

StagedItem staged_text(Store& store, const StorePath& path, const TextItem& item) {
  Draft draft(store.staging());
  Intake intake(draft, ContentMethod::text, HashAlgorithm::sha256);
  intake.tree().begin_file("", false, item.text.size());
  intake.tree().contents(item.text);
  intake.tree().end_file();
  Intake::Result found = intake.finish();
  ItemInfo info{.path = path, .nar_hash = found.nar_hash, .nar_size = found.nar_size};
  info.references = item.references;
  info.content_address = ContentAddress{ContentMethod::text, found.content_hash};
  draft.keep();
  return {draft.name(), info, found.files, std::move(found.text)};
}

// Make all that BYTES has a canonical file, digested on the way.
void write_flat(const Draft& draft, Source& bytes, Sink& digest) {
  Fd fd = open_at(draft.folder(), draft.name(), O_WRONLY | O_CREAT | O_EXCL, 0444);
  FdSink file(fd.get(), "an addition");
  TeeSink both(file, digest);
  drain(bytes, both);
  file.flush();
  make_canonical(fd.get(), 0444, "an addition");
}

}  // namespace

StorePath Store::add_text(std::string_view name, std::string_view text,
                          const StorePathSet& references) {
  return add_texts({{std::string(name), std::string(text), references}}).front();
}

std::vector<StorePath> Store::add_texts(const std::vector<TextItem>& texts) {
  std::vector<StorePath> paths;
  for (const TextItem& item : texts) {
    paths.push_back(text_path(dir(), item.name, item.text, item.references));
  }
  temporary_roots_.add(StorePathSet(paths.begin(), paths.end()));
  std::vector<StagedItem> staged;
  AtEnd end([&] {
    for (const StagedItem& item : staged) {
      if (!item.text) staging_->discard(item.name);
    }
  });
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (lacks(paths[i])) staged.push_back(staged_text(*this, paths[i], texts[i]));
  }
  if (!staged.empty()) publish(staged);
  return paths;
}

StorePath Store::add_tree(std::string_view name, ContentMethod method, HashAlgorithm algorithm,
                          int directory, const std::string& entry) {
  check_item_name(name);
  Draft draft(staging());
  Intake intake(draft, method, algorithm);
  nar::walk(directory, entry, intake.tree());
  return add_draft(*this, draft, name, method, intake.finish(), {});
}

StorePath Store::add_archive(std::string_view name, ContentMethod method, HashAlgorithm algorithm,
                             Source& archive, const StorePathSet& references) {
  check_item_name(name);
  Draft draft(staging());
  Intake intake(draft, method, algorithm);
  nar::parse(archive, intake.tree());
  return add_draft(*this, draft, name, method, intake.finish(), references);
}

StorePath Store::add_flat(std::string_view name, ContentMethod method, HashAlgorithm algorithm,
                          Source& bytes, const StorePathSet& references) {
  check_item_name(name);
  Draft draft(staging());
  bool is_flat = method != ContentMethod::recursive;
  Hasher content(algorithm);
  CountingSink nothing;
  write_flat(draft, bytes, is_flat ? static_cast<Sink&>(content) : nothing);
  // A second look, for an archive begins with the size, which only the end of BYTES told.
  Hasher nar(HashAlgorithm::sha256);
  TeeSink both(nar, is_flat ? static_cast<Sink&>(nothing) : content);
  NarWriter writer(both);
  nar::walk(draft.folder(), draft.name(), writer);
  Hash nar_hash = nar.finish();
  return add_draft(*this, draft, name, method, {nar_hash, nar.size(), content.finish(), 1, {}},
                   references);
}

void Store::import(const ItemInfo& info, Source& archive) {
  if (auto staged = stage_import(info, archive)) publish({*staged});
}

std::optional<StagedItem> Store::stage_import(const ItemInfo& info, Source& archive) {
  auto tried = [&] { return fmt::format("cannot import {}", dir().print(info.path)); };
  return with_context(tried, [&]() -> std::optional<StagedItem> {
    check_import(dir(), info);
    temporary_roots_.add(info.path);
    LimitedSource limited(archive, info.nar_size);
    auto address =
        info.content_address.value_or(ContentAddress{ContentMethod::recursive, info.nar_hash});
    bool is_small = address.method != ContentMethod::recursive && info.nar_size <= small_archive;
    // Of a small one that is found when it is published, and nothing was written for it.
    if (!is_small && !lacks(info.path)) {
      NoTree nothing;
      nar::parse(limited, nothing);
      return std::nullopt;
    }
    Draft draft(staging());
    std::optional<std::string_view> own_part;
    if (info.content_address && names_itself(info)) own_part = info.path.hash_part();
    Intake intake(draft, address.method, address.hash.algorithm(), own_part);
    nar::parse(limited, intake.tree());
    Intake::Result found = intake.finish();
    check_content(info, found);
    draft.keep();
    return StagedItem{draft.name(), info, found.files, std::move(found.text)};
  });
}

}  // namespace cairn
