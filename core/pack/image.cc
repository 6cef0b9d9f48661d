// SPDX-License-Identifier: GPL-3.0-or-later
// Layers as files, and the texts around them.
#include "core/pack/image.hh"

#include "core/base/chunk.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/hash/hasher.hh"
#include "core/pack/pack_tar.hh"

#include <atomic>
#include <cctype>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <regex>
#include <thread>
#include <unistd.h>

namespace cairn::pack {

namespace {

// Fields keep the order in which they are written here.
using Object = nlohmann::ordered_json;

constexpr const char* blobs = "blobs/sha256/";
constexpr const char* layer_type = "application/vnd.oci.image.layer.v1.tar";
constexpr const char* config_type = "application/vnd.oci.image.config.v1+json";
constexpr const char* manifest_type = "application/vnd.oci.image.manifest.v1+json";

std::string type_of_layers(Compression compression) {
  switch (compression) {
    case Compression::none: return layer_type;
    case Compression::gzip: return fmt::format("{}+gzip", layer_type);
    case Compression::zstd: return fmt::format("{}+zstd", layer_type);
    case Compression::xz: break;
  }
  throw Error("images cannot be compressed with xz").with_hint("gzip, zstd or none");
}

std::string digest_text(const Hash& hash) {
  return to_text(hash, HashFormat::base16);
}

std::string digest_of(Hasher& hasher) {
  return "sha256:" + digest_text(hasher.finish());
}

std::string hex_of(const std::string& digest) {
  return digest.substr(digest.find(':') + 1);
}

bool is_word_character(char character) {
  return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
}

// What is put into one layer.
struct LayerPlan {
  std::vector<Item> items = {};
  const Contents* rest = nullptr;  // whose other parts are in it
};

void fill(PackTar& tar, const LayerPlan& plan) {
  for (const Item& item : plan.items) tar.add(item);
  if (!plan.rest) return;
  for (const Folder& folder : plan.rest->folders) tar.add(folder);
  for (const Link& link : plan.rest->links) tar.add(link);
  for (const File& file : plan.rest->files) tar.add(file);
}

// Write the layer of PLAN to FILE.
Blob write_layer(const LayerPlan& plan, Compression compression, int file,
                 const std::string& name) {
  FdSink out(file, name);
  Hasher outer(HashAlgorithm::sha256);
  Hasher inner(HashAlgorithm::sha256);
  TeeSink hashed(out, outer);
  CompressedSink compressed(hashed, compression);
  TeeSink both(compressed, inner);
  PackTar tar(both);
  fill(tar, plan);
  tar.finish();
  compressed.finish();
  out.flush();
  std::uint64_t size = outer.size();
  return {digest_of(inner), digest_of(outer), size};
}

std::vector<LayerPlan> plan_of(const Contents& contents, std::size_t limit) {
  std::vector<LayerPlan> plans;
  for (std::vector<Item>& items : in_layers(contents.items, limit - 1)) {
    plans.push_back({.items = std::move(items)});
  }
  plans.push_back({.rest = &contents});
  return plans;
}

// Files of layers, made on all cores.
class LayerFiles {
 public:
  LayerFiles(const std::vector<LayerPlan>& plans, Compression compression)
      : layers_(plans.size()), failures_(plans.size()) {
    std::atomic<std::size_t> next = 0;
    auto work = [&] {
      for (std::size_t i = next++; i < plans.size(); i = next++) make(i, plans[i], compression);
    };
    {
      std::vector<std::jthread> others;
      for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) others.emplace_back(work);
      work();
    }
    for (const std::exception_ptr& failure : failures_) {
      if (failure) std::rethrow_exception(failure);
    }
  }

  const std::vector<Blob>& layers() const { return layers_; }
  Fd open(std::size_t i) const { return open_at(folder_.fd(), std::to_string(i), O_RDONLY); }

 private:
  void make(std::size_t i, const LayerPlan& plan, Compression compression) {
    std::string name = std::to_string(i);
    try {
      Fd file = open_at(folder_.fd(), name, O_WRONLY | O_CREAT | O_EXCL, 0600);
      layers_[i] = write_layer(plan, compression, file.get(), folder_.path() + "/" + name);
    } catch (...) {
      failures_[i] = std::current_exception();
    }
  }

  TemporaryDirectory folder_;
  std::vector<Blob> layers_;
  std::vector<std::exception_ptr> failures_;
};

Object descriptor(std::string_view type, const Blob& blob) {
  return {{"mediaType", type}, {"digest", blob.digest}, {"size", blob.size}};
}

Blob blob_of(const std::string& text) {
  std::string digest = "sha256:" + digest_text(hash_of(HashAlgorithm::sha256, text));
  return {digest, digest, text.size()};
}

std::string index_text(const ImageSettings& settings, const Blob& manifest) {
  Object entry = descriptor(manifest_type, manifest);
  entry["annotations"] = {{"org.opencontainers.image.ref.name", settings.name}};
  return Object{{"schemaVersion", 2}, {"manifests", Object::array({entry})}}.dump();
}

// What `docker load` looks for.
std::string load_text(const ImageSettings& settings, const Blob& config,
                      const std::vector<Blob>& layers) {
  Object paths = Object::array();
  for (const Blob& layer : layers) paths.push_back(blobs + hex_of(layer.digest));
  Object image{{"Config", blobs + hex_of(config.digest)},
               {"RepoTags", Object::array({settings.name})},
               {"Layers", paths}};
  return Object::array({image}).dump();
}

void copy_layer(TarWriter& tar, const Blob& layer, const Fd& file) {
  std::string path = blobs + hex_of(layer.digest);
  tar.begin_file(path, 0644, layer.size);
  FdSource source(file.get(), path);
  Chunk buffer;
  while (std::size_t count = source.read(buffer.all())) tar.contents({buffer.data(), count});
}

}  // namespace

std::string image_word(std::string_view word) {
  std::string text;
  for (char character : word) {
    char small = static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
    if (is_word_character(small)) text += small;
  }
  return text.empty() ? "image" : text;
}

void check_image_name(const std::string& name) {
  static const std::regex shape(
      "([a-z0-9]+([._-]+[a-z0-9]+)*(:[0-9]+)?/)*"
      "[a-z0-9]+([._-]+[a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?");
  if (name.size() < 256 && std::regex_match(name, shape)) return;
  throw Error("'{}' cannot be the name of an image", name)
      .with_hint("small letters, digits, and . _ - between them, as hello:2.10");
}

void check_compression(Compression compression) {
  static_cast<void>(type_of_layers(compression));
}

void check_layer_limit(std::size_t limit) {
  if (limit >= 2 && limit <= most_layers) return;
  throw Error("an image has 2 to {} layers, not {}", most_layers, limit);
}

std::string config_text(const ImageSettings& settings, const std::vector<Blob>& layers) {
  Object run = Object::object();
  std::vector<std::string> variables;
  for (const auto& [name, value] : settings.environment) variables.push_back(name + "=" + value);
  if (!variables.empty()) run["Env"] = variables;
  if (!settings.entry_point.empty()) run["Entrypoint"] = settings.entry_point;
  if (!settings.command.empty()) run["Cmd"] = settings.command;
  if (!settings.stop_signal.empty()) run["StopSignal"] = settings.stop_signal;
  Object differences = Object::array();
  for (const Blob& layer : layers) differences.push_back(layer.diff_id);
  return Object{{"created", "1970-01-01T00:00:01Z"},
                {"architecture", "amd64"},
                {"os", "linux"},
                {"config", run},
                {"rootfs", Object{{"type", "layers"}, {"diff_ids", differences}}}}
      .dump();
}

std::string manifest_text(const Blob& config, const std::vector<Blob>& layers,
                          Compression compression) {
  std::string type = type_of_layers(compression);
  Object list = Object::array();
  for (const Blob& layer : layers) list.push_back(descriptor(type, layer));
  return Object{{"schemaVersion", 2},
                {"mediaType", manifest_type},
                {"config", descriptor(config_type, config)},
                {"layers", list}}
      .dump();
}

void write_image(const Contents& contents, const ImageSettings& settings, Sink& sink) {
  check_image_name(settings.name);
  check_compression(settings.compression);
  check_layer_limit(settings.layer_limit);
  LayerFiles files(plan_of(contents, settings.layer_limit), settings.compression);
  const std::vector<Blob>& layers = files.layers();
  std::string config = config_text(settings, layers);
  std::string manifest = manifest_text(blob_of(config), layers, settings.compression);
  TarWriter tar(sink);
  tar.file("oci-layout", R"({"imageLayoutVersion":"1.0.0"})");
  tar.file("index.json", index_text(settings, blob_of(manifest)));
  tar.file("manifest.json", load_text(settings, blob_of(config), layers));
  tar.folder("blobs");
  tar.folder("blobs/sha256");
  for (const std::string& text : {config, manifest}) {
    tar.file(blobs + hex_of(blob_of(text).digest), text);
  }
  for (std::size_t i = 0; i < layers.size(); ++i) copy_layer(tar, layers[i], files.open(i));
  tar.finish();
}

}  // namespace cairn::pack
