// SPDX-License-Identifier: GPL-3.0-or-later
// Folders out of memory.
#include "scheme/border/tree_archive.hh"

#include "core/hash/hasher.hh"
#include "core/item/content_address.hh"
#include "core/nar/write.hh"

namespace cairn {

namespace {

struct Node {
  std::map<std::string, Node> children;
  const std::string* content = nullptr;  // of a file
};

void insert(Node& root, const std::string& path, const std::string& content) {
  Node* node = &root;
  std::size_t depth = 0;
  for (std::size_t begin = 0; begin <= path.size();) {
    std::size_t end = std::min(path.find('/', begin), path.size());
    std::string name = path.substr(begin, end - begin);
    nar::check_name(name);
    if (++depth > nar::depth_limit) throw Error("{:?} is too deep", path);
    if (node->content) throw Error("{:?} is below a file", path);
    node = &node->children[name];
    begin = end + 1;
  }
  if (node->content || !node->children.empty()) throw Error("{:?} is there twice", path);
  node->content = &content;
}

void write_node(const Node& node, const std::string& name, NarWriter& writer) {
  if (node.content) {
    writer.begin_file(name, false, node.content->size());
    writer.contents(*node.content);
    writer.end_file();
    return;
  }
  writer.begin_directory(name);
  for (const auto& [child_name, child] : node.children) write_node(child, child_name, writer);
  writer.end_directory();
}

}  // namespace

void write_tree(const TreeEntries& entries, Sink& sink) {
  Node root;
  for (const auto& [path, content] : entries) insert(root, path, content);
  NarWriter writer(sink);
  write_node(root, "", writer);
}

StorePath tree_path(const StoreDir& store, const std::string& name, const TreeEntries& entries) {
  Hasher hasher(HashAlgorithm::sha256);
  write_tree(entries, hasher);
  return content_addressed_path(store, {ContentMethod::recursive, hasher.finish()}, name);
}

}  // namespace cairn
