// SPDX-License-Identifier: GPL-3.0-or-later
// cairn pack: packages with all that they need as one file, for machines without Cairn.
#include "cli/beside.hh"
#include "cli/output_file.hh"
#include "cli/pack_contents.hh"
#include "cli/results.hh"
#include "cli/temporary_profile.hh"
#include "cli/terminal.hh"
#include "cli/verb.hh"
#include "core/pack/image.hh"
#include "core/pack/tarball.hh"

namespace cairn {

namespace {

struct PackWishes {
  ProfileWishes profile;
  std::vector<std::string> manifests;
  std::string format = "tarball";
  std::string compression = "gzip";
  std::vector<std::string> links;
  bool relocatable = false;
  std::string entry_point;
  std::vector<std::string> arguments;
  std::optional<std::uint64_t> layer_limit;
  std::string image_tag;
  std::string output;
  bool list_formats = false;
  std::vector<std::string> packages;
};

Options pack_options(PackWishes& wishes) {
  PackageWishes& packages = wishes.profile.packages;
  Options options = {
      {"-f,--format", "FORMAT", "tarball or docker", &wishes.format},
      {"-C,--compression", "KIND", "gzip, zstd, xz or none", &wishes.compression},
      {"-S,--symlink", "PATH=TARGET", "in the pack, link PATH to TARGET of the profile",
       &wishes.links},
      {"-R,--relocatable", "", "let the programs run wherever the tarball is unpacked",
       &wishes.relocatable},
      {"--entry-point", "PROGRAM", "what a container runs: bin/hello", &wishes.entry_point},
      {"-A,--entry-point-argument", "WORD", "an argument of that", &wishes.arguments, true},
      {"--max-layers", "N", "how many layers an image may have", &wishes.layer_limit},
      {"--image-tag", "NAME", "what the image is called", &wishes.image_tag},
      {"-o,--output", "FILE", "the file to make; - is standard output", &wishes.output},
      {"--list-formats", "", "print the formats that there are", &wishes.list_formats},
      {"-L,--load-path", "DIR", "look for modules in DIR first", &packages.load_path},
      {"-e,--expression", "EXPR", "the package that EXPR gives", &packages.expressions},
      {"--file", "FILE", "the package that FILE ends with", &packages.files},
      {"-m,--manifest", "FILE", "have what the manifest FILE says", &wishes.manifests},
      {"--allow-collisions", "", "where packages have the same file, take the first's",
       &wishes.profile.allow_collisions},
      {"[PACKAGE...]", "", "", &wishes.packages},
  };
  for (const Option& option : build_options(wishes.profile.builds)) options.push_back(option);
  return options;
}

constexpr std::size_t longest_name = 40;  // in the name of a file

// The packages' names as a word that may also name an image: those that fit.
std::string name_of(const TemporaryProfile& profile) {
  std::string name;
  for (const ManifestEntry& entry : profile.shown().manifest.entries) {
    std::string longer = name + (name.empty() ? "" : "-") + pack::image_word(entry.name);
    if (!name.empty() && longer.size() > longest_name) break;
    name = longer;
  }
  return name.empty() ? "empty" : name;
}

// What a container of PROFILE runs unless it is told something else: the program that is called
// like the one package.
std::vector<std::string> usual_command(const TemporaryProfile& profile) {
  const auto& entries = profile.shown().manifest.entries;
  if (entries.size() != 1) return {};
  auto found = profile.find(entries.front().name);
  return found ? std::vector{*found} : std::vector<std::string>();
}

struct Packing {
  const PackWishes& wishes;
  Compression compression;
  std::vector<PackLink> links;
  TemporaryProfile& profile;
  std::string profile_path;
  pack::Contents contents;
};

void write_tarball(Packing& packing, Sink& sink) {
  if (packing.wishes.links.empty()) {
    for (const char* folder : {"bin", "sbin"}) {
      if (packing.profile.view().has_folder(packing.profile_path + "/" + folder)) {
        packing.links.push_back({folder, folder});
      }
    }
  }
  if (packing.wishes.relocatable) {
    packing.contents.launcher = program_beside("cairn-launch");
    add_launchers(packing.contents, packing.links, packing.profile_path, packing.profile.view());
  } else {
    packing.contents.links = pack_links(packing.links, packing.profile_path, LinkKind::relative);
  }
  pack::write_tarball(packing.contents, packing.compression, sink);
}

pack::ImageSettings image_settings(const Packing& packing) {
  const PackWishes& wishes = packing.wishes;
  pack::ImageSettings settings{
      .name = wishes.image_tag.empty() ? name_of(packing.profile) + ":latest" : wishes.image_tag};
  settings.compression = packing.compression;
  settings.layer_limit = wishes.layer_limit.value_or(pack::usual_layer_limit);
  settings.environment =
      with_search_paths(packing.profile.shown().search_paths, packing.profile_path, {});
  if (wishes.entry_point.empty()) {
    settings.command = usual_command(packing.profile);
    return settings;
  }
  std::string program = packing.profile_path + "/" + wishes.entry_point;
  if (!packing.profile.view().has_file(program)) {
    throw Error("the profile has no program '{}'", wishes.entry_point)
        .with_hint("--entry-point=bin/NAME");
  }
  settings.entry_point = {program};
  settings.entry_point.insert(settings.entry_point.end(), wishes.arguments.begin(),
                              wishes.arguments.end());
  return settings;
}

void write_image(Packing& packing, Sink& sink) {
  packing.contents.links = pack_links(packing.links, packing.profile_path, LinkKind::absolute);
  packing.contents.folders = {{"tmp", 01777}};
  pack::write_image(packing.contents, image_settings(packing), sink);
}

struct Format {
  std::string_view name;
  std::string_view summary;
  void (*write)(Packing& packing, Sink& sink);
  std::string (*file_name)(const std::string& name, Compression compression);
};

constexpr Format formats[] = {
    {"tarball", "a tar archive, to be unpacked", write_tarball,
     [](const std::string& name, Compression compression) {
       return fmt::format("{}-pack.tar{}", name, suffix_of(compression));
     }},
    {"docker", "an image for containers, both for docker load and of OCI", write_image,
     [](const std::string& name, Compression) { return fmt::format("{}-image.tar", name); }},
};

const Format& format_called(const std::string& name) {
  auto format = std::ranges::find(formats, name, &Format::name);
  if (format != std::end(formats)) return *format;
  throw Error("there is no format '{}'", name)
      .with_hint("cairn pack --list-formats")
      .with_status(Exit::misused);
}

Exit list_formats() {
  Results results;
  for (const Format& format : formats) {
    results.line(fmt::format("{}: {}", format.name, format.summary));
  }
  results.finish();
  return Exit::done;
}

// Before anything is built for it.
void check_image(const PackWishes& wishes) {
  pack::check_compression(parse_compression(wishes.compression));
  pack::check_layer_limit(wishes.layer_limit.value_or(pack::usual_layer_limit));
  if (!wishes.image_tag.empty()) pack::check_image_name(wishes.image_tag);
  if (!wishes.arguments.empty() && wishes.entry_point.empty()) {
    throw Error("arguments need a program that they are for").with_hint("--entry-point=bin/NAME");
  }
}

void check(const PackWishes& wishes) {
  bool is_image = wishes.format == "docker";
  if (is_image && wishes.relocatable) {
    throw Error("a container needs no relocatable programs", Exit::misused)
        .with_hint("leave out -R, or pack a tarball");
  }
  if (is_image) check_image(wishes);
  bool is_for_images = !wishes.entry_point.empty() || !wishes.arguments.empty() ||
                       wishes.layer_limit || !wishes.image_tag.empty();
  if (!is_image && is_for_images) {
    throw Error("entry points, layers and tags are of images", Exit::misused)
        .with_hint("add -f docker");
  }
  bool is_named = wishes.profile.packages.names_something() || !wishes.packages.empty() ||
                  !wishes.manifests.empty();
  if (!is_named) {
    throw Error("cairn pack needs a package", Exit::misused).with_hint("cairn pack --help");
  }
}

Exit make_pack(const PackWishes& wishes, const PlaceWishes& place_wishes) {
  if (wishes.list_formats) return list_formats();
  const Format& format = format_called(wishes.format);
  read_value([&] { check(wishes); });
  Compression compression = read_value([&] { return parse_compression(wishes.compression); });
  std::vector<PackLink> links;
  for (const std::string& text : wishes.links) links.push_back(parse_pack_link(text));
  PackageWishes packages = wishes.profile.packages;
  packages.files.insert(packages.files.end(), wishes.manifests.begin(), wishes.manifests.end());
  TemporaryProfile profile(place_wishes, packages, wishes.packages, wishes.profile);
  const Place& place = profile.place();
  std::string path = place.store.print(profile.shown().item);
  check_pack_links(links, path, profile.view());
  pack::Contents contents{.store = place.store.path(),
                          .items = pack_items(profile.engine(), place, profile.shown().item)};
  Packing packing{wishes, compression, std::move(links), profile, path, std::move(contents)};
  std::string output =
      wishes.output.empty() ? format.file_name(name_of(profile), compression) : wishes.output;
  make_output(output, [&](Sink& sink) { format.write(packing, sink); });
  return Exit::done;
}

}  // namespace

extern const Verb pack_verb;
const Verb pack_verb{
    "pack", "make one file of packages and all that they need, for machines without Cairn",
    "Prints the name of the file. A tarball has bin, and sbin, beside the store unless -S says\n"
    "else; with -R its programs run wherever it is unpacked, for whoever may make user "
    "namespaces.\n"
    "The same packages give the same bytes.",
    [] { return call_of(pack_options, make_pack); }};

}  // namespace cairn
