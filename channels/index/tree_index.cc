// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes of trees.
#include "channels/index/tree_index.hh"

#include "channels/index/module_block.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace cairn {

namespace {

constexpr std::size_t depth_limit = 32;       // folders around a module, as for evaluation
constexpr std::size_t index_limit = 1 << 30;  // bytes of an index

// The parts of a block.
using Parts = std::pair<std::string_view, std::string_view>;
using Blocks = std::unordered_map<ObjectId, Parts, ObjectIdHash>;

class Walk {
 public:
  Walk(const Repository& repository, const ChannelIndex* older) : repository_(repository) {
    if (!older) return;
    for (const IndexedModule& module : older->modules()) {
      known_[module.blob] = {module.head, module.entries};
    }
  }

  void add(const ObjectId& tree, const std::string& folder, std::size_t depth) {
    for (const TreeEntry& entry : repository_.tree(tree)) {
      if (entry.name.starts_with('.')) continue;
      std::string file = folder + entry.name;
      if (entry.kind == TreeEntry::Kind::folder && depth < depth_limit) {
        add(entry.id, file + "/", depth + 1);
      } else if (entry.is_file() && entry.name.ends_with(".scm")) {
        auto [head, entries] = block_of(entry.id);
        modules_.push_back({file, entry.id, head, entries});
      }
    }
  }
  const std::vector<ModuleBlock>& modules() const { return modules_; }

 private:
  Parts block_of(const ObjectId& blob) {
    auto known = known_.find(blob);
    if (known != known_.end()) return known->second;
    const Block& block = made_.emplace_back(module_block(repository_.blob(blob)));
    return {block.head, block.entries};
  }

  const Repository& repository_;
  Blocks known_;
  std::deque<Block> made_;
  std::vector<ModuleBlock> modules_;
};

// The trees whose indexes FOLDER keeps, the one that came last first.
std::vector<ObjectId> trees_in(int folder) {
  std::vector<std::pair<std::int64_t, ObjectId>> found;
  for (const std::string& name : list_directory(folder)) {
    auto id = ObjectId::parse(name);
    auto status = id ? status_at(folder, name) : std::nullopt;
    if (!status) continue;
    constexpr std::int64_t second = 1'000'000'000;
    found.emplace_back(status->st_mtim.tv_sec * second + status->st_mtim.tv_nsec, *id);
  }
  std::ranges::sort(found, std::greater<>());
  std::vector<ObjectId> trees;
  for (const auto& [time, tree] : found) trees.push_back(tree);
  return trees;
}

ChannelIndex read_back(std::optional<ChannelIndex> index, const ObjectId& tree) {
  if (!index) throw Error("the index of {} cannot be read back", tree.text());
  return std::move(*index);
}

}  // namespace

ChannelIndex index_tree(const Repository& repository, const ObjectId& tree,
                        const ChannelIndex* older) {
  Walk walk(repository, older);
  walk.add(tree, "", 0);
  return read_back(ChannelIndex::read(index_pieces(tree, walk.modules()).joined()), tree);
}

std::optional<ChannelIndex> find_index(const std::string& folder, const ObjectId& tree) {
  auto file = MappedFile::open(folder + "/" + tree.text(), index_limit);
  if (!file) return std::nullopt;
  auto index = ChannelIndex::read(std::move(*file));
  if (!index || index->tree() != tree) return std::nullopt;
  return index;
}

ChannelIndex make_index(const std::string& folder, const Repository& repository,
                        const ObjectId& tree) {
  make_directories(folder);
  Fd directory = open_directory(folder);
  std::vector<ObjectId> there = trees_in(directory.get());
  auto helping = there.empty() ? std::nullopt : find_index(folder, there.front());
  Walk walk(repository, helping ? &*helping : nullptr);
  walk.add(tree, "", 0);
  IndexPieces pieces = index_pieces(tree, walk.modules());
  pieces.parts.insert(pieces.parts.begin(), pieces.directory);
  write_pieces_at(directory.get(), tree.text(), pieces.parts);
  for (std::size_t i = kept_indexes - 1; i < there.size(); ++i) {
    remove_tree_at(directory.get(), there[i].text());
  }
  return read_back(find_index(folder, tree), tree);
}

}  // namespace cairn
