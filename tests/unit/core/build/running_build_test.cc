// SPDX-License-Identifier: GPL-3.0-or-later
// One derivation, built for real in a sandbox with busybox.
#include "core/build/running_build.hh"

#include "core/base/files.hh"
#include "core/hash/hasher.hh"
#include "core/schedule/builds.hh"
#include "tests/support/build_place.hh"
#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <filesystem>
#include <sstream>
#include <thread>
#include <unistd.h>

namespace cairn {

using test::BuildPlace;

namespace {

constexpr std::string_view kept_words = " is kept as a copy in ";

// Where WHAT is kept after RESULT; empty when it is not.
std::string kept_path(const BuildResult& result, const std::string& what) {
  std::istringstream lines(result.message);
  std::string intro = what + std::string(kept_words);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(intro)) return line.substr(intro.size());
  }
  return "";
}

void delete_kept(const BuildResult& result) {
  for (const char* what : {"its build folder", "what it made before", "what it made now"}) {
    std::filesystem::path path = kept_path(result, what);
    if (!path.empty()) std::filesystem::remove_all(path.parent_path());
  }
}

}  // namespace

TEST_CASE("a build's output is valid, canonical and knows its references", "[core/build]") {
  BuildPlace place;
  auto result = place.build(place.script("greeting", "echo $PATH > $out; chmod +x $out"));
  REQUIRE(result.message == "");
  CHECK(result.status == BuildStatus::built);
  const StorePath& out = result.outputs.at("out");
  CHECK(place.read(result) == place.store.dir().print(place.busybox) + "/bin\n");
  ItemInfo info = place.store.get(out);
  CHECK(info.references == StorePathSet{place.busybox});
  CHECK(info.ultimate);
  struct stat status {};
  REQUIRE(stat(place.layout().physical_item(out).c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0555);
  CHECK(status.st_mtime == 1);
}

TEST_CASE("a second build of a valid output does nothing", "[core/build]") {
  BuildPlace place;
  StorePath path = place.add(place.script("x", "echo x > $out"));
  CHECK(place.build(path).status == BuildStatus::built);
  CHECK(place.build(path).status == BuildStatus::already_valid);
}

TEST_CASE("outputs may be files, folders and links, and refer to each other", "[core/build]") {
  BuildPlace place;
  auto result = place.build(
      place.script("many", "echo $lib > $out; mkdir $lib; echo x > $lib/f; ln -s $lib/f $link", {},
                   {"out", "lib", "link"}));
  REQUIRE(result.message == "");
  CHECK(place.store.get(result.outputs.at("out")).references ==
        StorePathSet{result.outputs.at("lib")});
  CHECK(place.store.get(result.outputs.at("link")).references ==
        StorePathSet{result.outputs.at("lib")});
}

TEST_CASE("an output may refer to itself", "[core/build]") {
  BuildPlace place;
  auto result = place.build(place.script("self", "echo $out > $out"));
  REQUIRE(result.message == "");
  CHECK(place.store.get(result.outputs.at("out")).references ==
        StorePathSet{result.outputs.at("out")});
}

TEST_CASE("a failing builder's exit status is told", "[core/build]") {
  BuildPlace place;
  auto result = place.build(place.script("bad", "echo before the end; exit 3"));
  CHECK(result.status == BuildStatus::permanent_failure);
  CHECK(result.message == "the builder failed with exit status 3");
  CHECK(place.events.log() == "before the end\n");
}

TEST_CASE("a builder that makes nothing is told so", "[core/build]") {
  BuildPlace place;
  StorePath path = place.add(place.script("nothing", "true"));
  auto result = place.build(path);
  CHECK(result.status == BuildStatus::output_rejected);
  auto out = place.store.database().derivation_outputs(path).at("out");
  CHECK(result.message == "the builder ended well, but did not make its output 'out', " +
                              place.store.dir().print(out));
}

TEST_CASE("an output that no store item can be is refused by name", "[core/build]") {
  BuildPlace place;
  auto result = place.build(place.script("fifo", "mkdir $out; mkfifo $out/pipe"));
  CHECK(result.status == BuildStatus::output_rejected);
  CHECK(result.message.find("/pipe is neither a file nor a folder nor a link") !=
        std::string::npos);
}

TEST_CASE("a fixed output is accepted with the promised content alone", "[core/build]") {
  BuildPlace place;
  Hash right = hash_of(HashAlgorithm::sha256, "content");
  auto good = place.build(place.fixed("f", "printf content > $out", ContentMethod::flat, right));
  REQUIRE(good.message == "");
  CHECK(place.store.get(good.outputs.at("out")).content_address ==
        ContentAddress{ContentMethod::flat, right});
  auto bad = place.build(place.fixed("f", "printf other > $out", ContentMethod::flat,
                                     hash_of(HashAlgorithm::sha256, "promised")));
  CHECK(bad.status == BuildStatus::hash_mismatch);
  CHECK(bad.message.find(to_tagged_text(hash_of(HashAlgorithm::sha256, "promised"),
                                        HashFormat::sri)) != std::string::npos);
  CHECK(bad.message.find(to_tagged_text(hash_of(HashAlgorithm::sha256, "other"),
                                        HashFormat::sri)) != std::string::npos);
}

TEST_CASE("a check finds a build that is not deterministic", "[core/build]") {
  BuildPlace place;
  StorePath same = place.add(place.script("same", "echo x > $out"));
  StorePath other = place.add(place.script("other", "head -c 9 /dev/urandom > $out"));
  place.build(same);
  place.build(other);
  BuildSettings check{.mode = BuildMode::check};
  CHECK(place.build(same, check).status == BuildStatus::built);
  auto result = place.build(other, check);
  CHECK(result.status == BuildStatus::not_deterministic);
  CHECK(result.message.starts_with("it is not deterministic: "));
}

TEST_CASE("rounds compare a build with itself", "[core/build]") {
  BuildPlace place;
  BuildSettings rounds{.rounds = 3};
  auto good = place.build(place.script("same", "echo x > $out; echo round"), rounds);
  CHECK(good.status == BuildStatus::built);
  CHECK(place.events.log() == "round\nround\nround\n");
  auto bad = place.build(place.script("random", "head -c 9 /dev/urandom > $out"), rounds);
  CHECK(bad.status == BuildStatus::not_deterministic);
}

TEST_CASE("a build that takes too long, or is silent too long, is ended", "[core/build]") {
  BuildPlace place;
  auto slow = place.build(place.script("slow", "while :; do echo .; sleep 1; done"),
                          {.timeout = std::chrono::seconds(2)});
  CHECK(slow.status == BuildStatus::timed_out);
  auto silent =
      place.build(place.script("silent", "sleep 100"), {.max_silent = std::chrono::seconds(1)});
  CHECK(silent.status == BuildStatus::timed_out);
}

TEST_CASE("a log may not grow without end", "[core/build]") {
  BuildPlace place;
  auto result = place.build(place.script("chatty", "while :; do echo chatter; done"),
                            {.max_log_size = 100000});
  CHECK(result.status == BuildStatus::log_limit_exceeded);
}

TEST_CASE("a failed build's folder is kept as a copy", "[core/build]") {
  BuildPlace place;
  auto result = place.build(place.script("kept", "echo evidence > file; mkfifo pipe; exit 1"),
                            {.keep_failed = true});
  CHECK(read_file(kept_path(result, "its build folder") + "/file") == "evidence\n");
  delete_kept(result);
}

TEST_CASE("what a check finds different is kept as a copy", "[core/build]") {
  BuildPlace place;
  StorePath path = place.add(place.script(
      "random", "echo x > $fixed; mkdir $out; head -c 9 /dev/urandom | od > $out/bytes", {},
      {"fixed", "out"}));
  auto first = place.build(path);
  auto result = place.build(path, {.mode = BuildMode::check, .keep_failed = true});
  REQUIRE(result.status == BuildStatus::not_deterministic);
  std::string now = kept_path(result, "what it made now");
  CHECK(now.ends_with("/" + first.outputs.at("out").base_name()));
  CHECK(read_file(now + "/bytes") != place.read(first, "/bytes"));
  CHECK(result.message.find("what it made before") == std::string::npos);
  delete_kept(result);
}

TEST_CASE("what rounds find different is kept as two copies", "[core/build]") {
  BuildPlace place;
  auto result = place.build(place.script("random", "head -c 9 /dev/urandom | od > $out"),
                            {.rounds = 2, .keep_failed = true});
  REQUIRE(result.status == BuildStatus::not_deterministic);
  CHECK(read_file(kept_path(result, "what it made before")) !=
        read_file(kept_path(result, "what it made now")));
  CHECK(list_directory(open_directory(place.layout().physical_state() + "/builds").get()).empty());
  delete_kept(result);
}

TEST_CASE("a derivation for another system is refused", "[core/build]") {
  BuildPlace place;
  Derivation derivation = place.script("arm", "true");
  derivation.system = "aarch64-linux";
  auto result = place.build(derivation);
  CHECK(result.status == BuildStatus::input_rejected);
  CHECK(result.message ==
        "it is for the system 'aarch64-linux', and this machine builds for 'x86_64-linux'");
}

TEST_CASE("what is not started has no log, and leaves the one from before", "[core/build]") {
  BuildPlace place;
  Derivation derivation = place.script("needs", "true");
  derivation.environment["requiredSystemFeatures"] = "kvm";
  CHECK(place.build(derivation).status == BuildStatus::input_rejected);
  std::string logs = place.layout().physical_state() + "/log/drvs";
  CHECK((!std::filesystem::exists(logs) || std::filesystem::is_empty(logs)));
}

TEST_CASE("a builder that fails is quoted", "[core/build]") {
  BuildPlace place;
  auto result = place.build(place.script("bad", "echo one; echo two; exit 3"));
  CHECK(result.log_tail == std::vector<std::string>{"one", "two"});
  CHECK(place.build(place.script("good", "echo one; echo > $out")).log_tail.empty());
}

TEST_CASE("a file of holes is copied as one", "[core/build]") {
  BuildPlace place;
  auto result = place.build(
      place.script("holes",
                   "mkdir $out; truncate -s 64M $out/all; echo end > $out/part; busybox "
                   "truncate -s 64M $out/part; echo end >> $out/part"));
  REQUIRE(result.message == "");
  std::string item = place.layout().physical_store() + "/" + result.outputs.at("out").base_name();
  for (const char* name : {"/all", "/part"}) {
    auto status = status_at(AT_FDCWD, item + name);
    CHECK(status->st_size >= 64 << 20);
    CHECK(status->st_blocks * 512 < 1 << 20);
  }
  CHECK(test::verified(place.store).problems.empty());
}

TEST_CASE("the copying of what a builder made counts as a part of the build", "[core/build]") {
  BuildPlace place;
  auto late = place.build(place.script("endless", "truncate -s 8000G $out"),
                          {.timeout = std::chrono::seconds(1)});
  CHECK(late.status == BuildStatus::timed_out);
  Pipe client = make_pipe();
  StorePath path = place.add(place.script("endless", "truncate -s 8000G $out; echo made"));
  std::jthread leaver([&] {
    usleep(300'000);
    client.write_end.close();
  });
  CHECK_THROWS_AS(
      build(place.store, place.spawner, {}, {{path, {}}}, place.events, client.read_end.get()),
      Cancelled);
  CHECK(list_directory(place.store.staging().fd()).empty());
}

TEST_CASE("nothing is left of a build but its output and its log", "[core/build]") {
  BuildPlace place;
  place.build(place.script("bad", "mkdir -p d/e; chmod 0 d; touch /tmp/x; exit 1"));
  CHECK(list_directory(open_directory(place.layout().physical_state() + "/builds").get()).empty());
}

}  // namespace cairn
