// SPDX-License-Identifier: GPL-3.0-or-later
// A pack as an image for containers: one tar archive that is both an OCI image layout (OCI image
// specification 1.0, image-layout.md) and what `docker load` reads (manifest.json at its top).
#pragma once

#include "core/archive/compressed_sink.hh"
#include "core/pack/contents.hh"
#include "core/pack/layers.hh"

#include <map>

namespace cairn::pack {

struct ImageSettings {
  std::string name;  // "hello:latest"
  std::vector<std::string> entry_point = {};
  std::vector<std::string> command = {};  // what stands behind it unless who runs it says else
  std::map<std::string, std::string> environment = {};
  std::string stop_signal = {};  // empty: as the engine has it
  std::size_t layer_limit = usual_layer_limit;
  Compression compression = Compression::gzip;  // of the layers
};

// A layer as a file.
struct Blob {
  std::string diff_id;  // "sha256:..." of what is compressed in it
  std::string digest;   // of itself
  std::uint64_t size = 0;
  bool operator==(const Blob&) const = default;
};

// WORD with other characters than names of images may have put away: "gtk+" is "gtk".
std::string image_word(std::string_view word);
// These throw for a name that docker would refuse, for compressions that images do not know, and
// for numbers of layers that leave none for the items or that nobody can stack.
void check_image_name(const std::string& name);
void check_compression(Compression compression);
void check_layer_limit(std::size_t limit);

// The texts of an image of LAYERS.
std::string config_text(const ImageSettings& settings, const std::vector<Blob>& layers);
std::string manifest_text(const Blob& config, const std::vector<Blob>& layers,
                          Compression compression);

// Write an image of CONTENTS to SINK: the same bytes for the same contents and settings, which are
// checked.
void write_image(const Contents& contents, const ImageSettings& settings, Sink& sink);

}  // namespace cairn::pack
