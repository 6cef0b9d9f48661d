// SPDX-License-Identifier: GPL-3.0-or-later
// cairn system image: a whole machine as one file, for those who run containers otherwise.
#include "cli/beside.hh"
#include "cli/machine_place.hh"
#include "cli/output_file.hh"
#include "cli/pack_contents.hh"
#include "cli/system_builder.hh"
#include "cli/verb.hh"
#include "core/base/files.hh"
#include "core/machine/activate.hh"
#include "core/machine/start_up.hh"
#include "core/pack/image.hh"

namespace cairn {

namespace {

constexpr const char* init = "sbin/init";

struct ImageWishes {
  SystemWishes system;
  std::string type = "docker";
  std::string tag;
  std::string output;
  std::optional<std::uint64_t> layer_limit;
  bool save_provenance = false;
};

Options image_options(ImageWishes& wishes) {
  Options options = {
      {"-t,--image-type", "TYPE", "docker", &wishes.type},
      {"--image-tag", "NAME", "what the image is called", &wishes.tag},
      {"--max-layers", "N", "how many layers it may have", &wishes.layer_limit},
      {"--save-provenance", "", "keep in it the text that declares it, and its channels",
       &wishes.save_provenance},
      {"-o,--output", "FILE", "the file to make; - is standard output", &wishes.output},
  };
  for (const Option& option : system_options(wishes.system)) options.push_back(option);
  return options;
}

// The machine of the system ITEM, which has nothing but what it needs, and who starts it.
pack::Contents contents_of(SystemBuilder& builder, const StorePath& item) {
  const Place& place = builder.place();
  pack::Contents contents{.store = place.store.path(),
                          .items = pack_items(builder.engine(), place, item)};
  contents.folders = {{"tmp", 01777}};
  for (const machine::UsualLink& link : machine::usual_links) {
    contents.links.push_back({pack::in_pack(link.path), link.target});
  }
  contents.files = {{init, read_file(program_beside("cairn-boot")), 0555}};
  return contents;
}

Exit make_image(const ImageWishes& wishes, const PlaceWishes& place_wishes) {
  if (wishes.type != "docker") {
    throw Error("there is no type of image '{}'", wishes.type)
        .with_hint("docker")
        .with_status(Exit::misused);
  }
  read_value([&] {
    pack::check_layer_limit(wishes.layer_limit.value_or(pack::usual_layer_limit));
    if (!wishes.tag.empty()) pack::check_image_name(wishes.tag);
  });
  auto provenance = wishes.save_provenance ? Provenance::kept : Provenance::left_out;
  SystemBuilder builder(wishes.system, place_wishes, provenance);
  std::optional<StorePath> item = builder.build();
  builder.finish();
  if (!item) return builder.status();
  const Place& place = builder.place();
  std::string path = place.store.print(*item);
  Fd root = MachinePlace(place).store_root();
  std::string host_name = machine::declaration_of(root.get(), path).host_name;
  pack::ImageSettings settings{
      .name = wishes.tag.empty() ? pack::image_word(host_name) + ":latest" : wishes.tag,
      .entry_point = {std::string("/") + init, path},
      .environment = {{"PATH", machine::login_path}}};
  settings.layer_limit = wishes.layer_limit.value_or(pack::usual_layer_limit);
  std::string output = wishes.output.empty() ? host_name + "-image.tar" : wishes.output;
  make_output(output,
              [&](Sink& sink) { pack::write_image(contents_of(builder, *item), settings, sink); });
  return Exit::done;
}

}  // namespace

extern const Verb system_image_verb;
const Verb system_image_verb{
    "system image", "make one file of the machine that a file declares",
    "An image for containers, both for docker load and of OCI; prints the name of the file. The\n"
    "machine needs root over its own files, and /run in memory where it has secrets. Who gets it\n"
    "can read what declares it with --save-provenance only.",
    [] { return call_of(image_options, make_image); }};

}  // namespace cairn
