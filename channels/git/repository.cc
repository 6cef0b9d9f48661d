// SPDX-License-Identifier: GPL-3.0-or-later
// Reading objects and refs.
#include "channels/git/repository.hh"

#include "channels/git/change_lock.hh"
#include "channels/git/libgit2.hh"
#include "core/base/files.hh"
#include "core/hash/hasher.hh"

#include <algorithm>
#include <sys/stat.h>

namespace cairn {

using git::done;
using git::functions;

namespace {

git_oid oid_of(const ObjectId& id) {
  git_oid oid;
  std::ranges::copy(id.bytes(), reinterpret_cast<char*>(oid.id));
  return oid;
}

ObjectId id_of(const git_oid& oid) {
  return ObjectId({reinterpret_cast<const char*>(oid.id), ObjectId::size});
}

// What git calls an object with this CONTENT: a digest over its kind, its size and itself.
ObjectId id_of_object(int kind, std::string_view content) {
  const char* name = functions().object_type2string(static_cast<git_object_t>(kind));
  Hasher hasher(HashAlgorithm::sha1);
  hasher.write(fmt::format("{} {}", name, content.size()) + '\0');
  hasher.write(content);
  return ObjectId(hasher.finish().digest());
}

// What git's own little language for revisions does more than we promise is not for users of ours.
bool is_plain_revision(const std::string& text) {
  constexpr std::string_view special = "^~:@{}[]*?\\ ";
  return !text.empty() && text.find_first_of(special) == text.npos;
}

// HEAD is the last file that is written when a repository is made.
bool is_made(const std::string& folder) {
  struct stat status {};
  return stat((folder + "/HEAD").c_str(), &status) == 0;
}

}  // namespace

void Repository::Close::operator()(git_repository* repository) const {
  functions().repository_free(repository);
}

void Repository::Close::operator()(git_odb* objects) const {
  functions().odb_free(objects);
}

Repository::Repository(std::string folder, git_repository* repository)
    : folder_(std::move(folder)), repository_(repository) {
  git_odb* objects = nullptr;
  done(functions().repository_odb(&objects, repository), "cannot read {}", folder_);
  objects_.reset(objects);
}

Repository Repository::open(const std::string& folder) {
  git_repository* repository = nullptr;
  done(functions().repository_open_ext(&repository, folder.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH,
                                       nullptr),
       "cannot open the git repository {}", folder);
  return Repository(folder, repository);
}

Repository Repository::open_or_make(const std::string& folder) {
  if (is_made(folder)) return open(folder);
  make_directories(folder);
  ChangeLock lock(folder);
  if (is_made(folder)) return open(folder);
  lock.clear();
  git_repository* repository = nullptr;
  done(functions().repository_init(&repository, folder.c_str(), 1),
       "cannot make the git repository {}", folder);
  return Repository(folder, repository);
}

std::optional<ObjectId> Repository::find(const std::string& revision) const {
  if (!is_plain_revision(revision)) return std::nullopt;
  git_object* object = nullptr;
  if (functions().revparse_single(&object, repository_.get(), revision.c_str()) < 0) {
    return std::nullopt;
  }
  git_object* commit = nullptr;
  int failure = functions().object_peel(&commit, object, GIT_OBJECT_COMMIT);
  functions().object_free(object);
  if (failure < 0) return std::nullopt;
  ObjectId id = id_of(*functions().object_id(commit));
  functions().object_free(commit);
  return id;
}

bool Repository::has(const ObjectId& object) const {
  git_oid oid = oid_of(object);
  return functions().odb_exists(objects_.get(), &oid) == 1;
}

std::string Repository::object(const ObjectId& id, int kind, const char* kind_name,
                               std::size_t limit) const {
  git_oid oid = oid_of(id);
  // Before it is unpacked: a few bytes can become gigabytes.
  std::size_t size = 0;
  git_object_t announced{};
  bool is_there = functions().odb_read_header(&size, &announced, objects_.get(), &oid) >= 0;
  if (is_there && size > limit) {
    throw Error("the {} {} has more than {} bytes", kind_name, id.text(), limit);
  }
  git_odb_object* object = nullptr;
  done(functions().odb_read(&object, objects_.get(), &oid), "cannot read the {} {}", kind_name,
       id.text());
  std::unique_ptr<git_odb_object, void (*)(git_odb_object*)> held(object,
                                                                  functions().odb_object_free);
  if (functions().odb_object_type(object) != kind) {
    throw Error("{} is no {}", id.text(), kind_name);
  }
  size = functions().odb_object_size(object);
  std::string content(static_cast<const char*>(functions().odb_object_data(object)), size);
  if (id_of_object(kind, content) != id) {
    throw Error("the {} {} of {} is damaged: its content has another id", kind_name, id.text(),
                folder_);
  }
  return content;
}

Commit Repository::commit(const ObjectId& id) const {
  return parse_commit(id, object(id, GIT_OBJECT_COMMIT, "commit", 1 << 20));
}

std::vector<TreeEntry> Repository::tree(const ObjectId& id) const {
  return parse_tree(id, object(id, GIT_OBJECT_TREE, "tree", 64 << 20));
}

std::string Repository::blob(const ObjectId& id, std::size_t limit) const {
  return object(id, GIT_OBJECT_BLOB, "file", limit);
}

std::optional<TreeEntry> Repository::entry(const ObjectId& tree, std::string_view path) const {
  TreeEntry found{"", tree, TreeEntry::Kind::folder};
  while (!path.empty()) {
    std::size_t slash = std::min(path.find('/'), path.size());
    std::string_view name = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (found.kind != TreeEntry::Kind::folder) return std::nullopt;
    std::vector<TreeEntry> entries = this->tree(found.id);
    auto entry = std::ranges::find(entries, name, &TreeEntry::name);
    if (entry == entries.end()) return std::nullopt;
    found = std::move(*entry);
  }
  return found;
}

std::optional<ObjectId> Repository::ref(const std::string& name) const {
  git_oid oid;
  if (functions().reference_name_to_id(&oid, repository_.get(), name.c_str()) < 0) {
    return std::nullopt;
  }
  return id_of(oid);
}

void Repository::set_ref(const std::string& name, const ObjectId& commit) {
  if (ref(name) == commit) return;
  ChangeLock lock(functions().repository_path(repository_.get()));
  lock.free_file(name);
  git_oid oid = oid_of(commit);
  git_reference* reference = nullptr;
  done(functions().reference_create(&reference, repository_.get(), name.c_str(), &oid, 1, "cairn"),
       "cannot set {} in {}", name, folder_);
  functions().reference_free(reference);
}

void Repository::remove_ref(const std::string& name) {
  if (!ref(name)) return;
  ChangeLock lock(functions().repository_path(repository_.get()));
  lock.free_file(name);
  lock.free_file("packed-refs");
  done(functions().reference_remove(repository_.get(), name.c_str()), "cannot remove {} from {}",
       name, folder_);
}

std::vector<std::string> Repository::refs(const std::string& glob) const {
  git_reference_iterator* iterator = nullptr;
  done(functions().reference_iterator_glob_new(&iterator, repository_.get(), glob.c_str()),
       "cannot list the refs of {}", folder_);
  std::vector<std::string> names;
  const char* name = nullptr;
  while (functions().reference_next_name(&name, iterator) == 0) names.emplace_back(name);
  functions().reference_iterator_free(iterator);
  std::ranges::sort(names);
  return names;
}

}  // namespace cairn
