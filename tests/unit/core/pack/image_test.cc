// SPDX-License-Identifier: GPL-3.0-or-later
// The texts of images; whole ones are read by others in tests/end-to-end/packing.py.
#include "core/pack/image.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/hash/hasher.hh"
#include "tests/support/run_shell.hh"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace cairn;
using namespace cairn::pack;
using namespace cairn::test;

namespace {

const std::vector<Blob> two{{"sha256:aa", "sha256:bb", 7}, {"sha256:cc", "sha256:dd", 8}};

// A pack of one item with one file.
struct Packed {
  TemporaryDirectory folder;
  Contents contents{.store = "/cairn/store",
                    .items = {{folder.path() + "/hash-item", "cairn/store/hash-item", 100}}};

  Packed() {
    Fd item = make_directory_at(folder.fd(), "hash-item");
    write_file_at(item.get(), "file", "text");
    contents.links = {{"bin", "/cairn/store/hash-item"}};
  }
  std::string image(ImageSettings settings) const {
    StringSink bytes;
    write_image(contents, settings, bytes);
    return bytes.take();
  }
};

}  // namespace

TEST_CASE("the configuration of an image says what is run and what the layers are", "[core/pack]") {
  ImageSettings settings{.name = "x:latest",
                         .entry_point = {"/a", "b"},
                         .command = {"c"},
                         .environment = {{"PATH", "/p"}},
                         .stop_signal = "SIGPWR"};
  CHECK(config_text(settings, two) ==
        R"({"created":"1970-01-01T00:00:01Z","architecture":"amd64","os":"linux",)"
        R"("config":{"Env":["PATH=/p"],"Entrypoint":["/a","b"],"Cmd":["c"],"StopSignal":"SIGPWR"},)"
        R"("rootfs":{"type":"layers","diff_ids":["sha256:aa","sha256:cc"]}})");
  CHECK(config_text({.name = "x"}, {}) ==
        R"({"created":"1970-01-01T00:00:01Z","architecture":"amd64","os":"linux",)"
        R"("config":{},"rootfs":{"type":"layers","diff_ids":[]}})");
}

TEST_CASE("the manifest names the layers as they are stored", "[core/pack]") {
  auto manifest =
      nlohmann::json::parse(manifest_text({"sha256:ee", "sha256:ee", 9}, two, Compression::zstd));
  CHECK(manifest["config"]["digest"] == "sha256:ee");
  CHECK(manifest["layers"][1]["digest"] == "sha256:dd");
  CHECK(manifest["layers"][1]["size"] == 8);
  CHECK(manifest["layers"][0]["mediaType"] == "application/vnd.oci.image.layer.v1.tar+zstd");
  CHECK_THROWS_WITH(manifest_text({}, two, Compression::xz), "images cannot be compressed with xz");
}

TEST_CASE("an image is the same each time, and all in it is called by its hash", "[core/pack]") {
  Packed packed;
  std::string image = packed.image({.name = "x:latest"});
  CHECK(image == packed.image({.name = "x:latest"}));
  write_file_at(packed.folder.fd(), "image.tar", image);
  std::string said = output_of_shell(fmt::format(
      "cd {} && mkdir out && tar xf image.tar -C out && cd out/blobs/sha256 && sha256sum *",
      packed.folder.path()));
  CHECK(std::ranges::count(said, '\n') == 4);  // two texts, a layer of the item, one of the link
  for (std::size_t line = 0; line < said.size(); line = said.find('\n', line) + 1) {
    CHECK(said.substr(line, 64) == said.substr(line + 66, 64));
  }
}

TEST_CASE("images of one layer, or of more than can be stacked, are refused", "[core/pack]") {
  Packed packed;
  CHECK_THROWS_WITH(packed.image({.name = "x", .layer_limit = 1}),
                    "an image has 2 to 125 layers, not 1");
  CHECK_THROWS_WITH(packed.image({.name = "x", .layer_limit = 126}),
                    "an image has 2 to 125 layers, not 126");
}

TEST_CASE("names of images are as docker has them", "[core/pack]") {
  for (const char* name : {"hello", "hello:2.10", "example.org:5000/a/b-c__d:V_1.x"}) {
    CHECK_NOTHROW(check_image_name(name));
  }
  for (const char* name : {"", "Hello", "a b", "gtk+", "-a", "a:", "a:b:c", "a/"}) {
    CHECK_THROWS_WITH(check_image_name(name),
                      fmt::format("'{}' cannot be the name of an image", name));
  }
  CHECK(image_word("Gtk+3") == "gtk3");
  CHECK(image_word("++") == "image");
}
