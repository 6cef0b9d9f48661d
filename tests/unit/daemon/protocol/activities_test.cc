// SPDX-License-Identifier: GPL-3.0-or-later
// Events on their way from a server to a client.
#include "daemon/protocol/activities.hh"

#include <catch2/catch.hpp>
#include <sys/socket.h>
#include <thread>
#include <vector>

namespace cairn::protocol {

namespace {

const StorePath derivation("g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo.drv");
const std::string derivation_text = "/cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo.drv";

class Recorder : public EventSink {
 public:
  void send(const Event& event) override { events.push_back(event); }
  std::vector<Event> events;
};

// A server that tells EVENTS and then that this was all; what a client receives.
std::vector<Frame> told(const std::vector<Event>& events) {
  auto [first, second] = make_socket_pair(SOCK_STREAM);
  Duplex server(std::move(first), StoreDir(), "server");
  Duplex client(std::move(second), StoreDir(), "client");
  ActivityWriter writer(server, 1);
  for (const Event& event : events) writer.send(event);
  writer.finish();
  write_frame(server.out(), Last{});
  server.flush();
  std::vector<Frame> frames;
  for (;;) {
    Frame frame = read_frame(client.in());
    if (std::holds_alternative<Last>(frame)) return frames;
    frames.push_back(frame);
  }
}

std::vector<Event> heard(const std::vector<Frame>& frames) {
  StoreDir store;
  Recorder recorder;
  ActivityReader reader(store, recorder);
  for (const Frame& frame : frames) reader.hear(frame);
  return recorder.events;
}

ActivityResult line(std::string text) {
  return {1, 101, {std::move(text)}};
}

}  // namespace

TEST_CASE("a client that does not read holds nothing up, and hears later what is kept for it",
          "[daemon/protocol]") {
  auto [first, second] = make_socket_pair(SOCK_STREAM);
  Duplex server(std::move(first), StoreDir(), "server");
  Duplex client(std::move(second), StoreDir(), "client");
  ActivityWriter writer(server, 1);
  writer.send(BuildStarted{derivation});
  CHECK(writer.unsent_fd() == -1);
  std::string line(1000, 'x');
  int lines = 10'000;
  writer.send(BuildLogged{derivation, "begun\nhalf"});
  for (int i = 0; i < lines; ++i) writer.send(BuildLogged{derivation, line + "\n"});
  CHECK(writer.unsent_fd() == server.socket());
  CHECK(server.sink().unsent() < unsent_limit + 64 * 1024);
  writer.send(BuildEnded{derivation, false, "too much was said"});

  std::thread late([&] {
    writer.send_rest();
    writer.finish();
    write_frame(server.out(), Last{});
    server.flush();
  });
  Recorder recorder;
  StoreDir store;
  ActivityReader reader(store, recorder);
  for (Frame frame = read_frame(client.in()); !std::holds_alternative<Last>(frame);
       frame = read_frame(client.in())) {
    reader.hear(frame);
  }
  late.join();
  CHECK(writer.unsent_fd() == -1);
  const auto& events = recorder.events;
  REQUIRE(events.size() > 5);
  CHECK(events.size() < static_cast<std::size_t>(lines));
  CHECK(events[1] == Event(BuildLogged{derivation, "begun\n"}));
  CHECK(events[2] == Event(BuildLogged{derivation, "half" + line + "\n"}));
  CHECK(events[events.size() - 2] ==
        Event(BuildLogged{derivation,
                          "[lines that nobody read in time are left out; all: cairn log " +
                              derivation_text + "]\n"}));
  CHECK(events.back() == Event(BuildEnded{derivation, false, "too much was said"}));
}

TEST_CASE("a client hears the events that the server had", "[daemon/protocol]") {
  std::vector<Event> events = {
      BuildsProgressed{0, 2, 1, 0},
      BuildStarted{derivation},
      BuildLogged{derivation, "one\n"},
      Waiting{"another session builds it"},
      BuildLogged{derivation, "two\n"},
      BuildEnded{derivation, false, "it failed"},
      BuildStarted{derivation},
      BuildEnded{derivation, true, ""},
      BuildsProgressed{1, 2, 0, 1},
      Warned{"careful"},
      Noted{"by the way"},
  };
  CHECK(heard(told(events)) == events);
}

TEST_CASE("a build is told in the frames of Nix", "[daemon/protocol]") {
  std::vector<Field> fields{derivation_text, std::string(), std::uint64_t{1}, std::uint64_t{1}};
  std::string text = "building '" + derivation_text + "'";
  CHECK(told({BuildStarted{derivation}, BuildLogged{derivation, "one\ntwo"},
              BuildEnded{derivation, false, "no"}}) ==
        std::vector<Frame>{StartActivity{1, 3, 105, text, fields, 0}, line("one"), line("two"),
                           ActivityResult{1, 1000, {"no"}}, StopActivity{1}});
}

TEST_CASE("lines are put together from the pieces they come in", "[daemon/protocol]") {
  auto frames = told({BuildStarted{derivation}, BuildLogged{derivation, "o"},
                      BuildLogged{derivation, "ne\n\ntw"}, BuildLogged{derivation, "o\n"},
                      BuildEnded{derivation, true, ""}});
  frames.erase(frames.begin());
  CHECK(frames == std::vector<Frame>{line("one"), line(""), line("two"), StopActivity{1}});
}

TEST_CASE("a line without end is sent in pieces", "[daemon/protocol]") {
  std::string text(line_limit + 5, 'x');
  auto frames = told(
      {BuildStarted{derivation}, BuildLogged{derivation, text}, BuildEnded{derivation, true, ""}});
  frames.erase(frames.begin());
  CHECK(frames ==
        std::vector<Frame>{line(std::string(line_limit, 'x')), line("xxxxx"), StopActivity{1}});
}

TEST_CASE("what waits is told until something else happens", "[daemon/protocol]") {
  CHECK(told({Waiting{"for it"}, Noted{"now"}}) ==
        std::vector<Frame>{StartActivity{1, 1, 111, "for it", {}, 0}, StopActivity{1},
                           Line{"now\n"}});
}

TEST_CASE("a request's end ends what is open", "[daemon/protocol]") {
  auto events = heard(told({BuildsProgressed{0, 1, 1, 0}, BuildStarted{derivation}}));
  CHECK(events.back() == Event(BuildEnded{derivation, false, "interrupted"}));
}

TEST_CASE("activities that nobody here knows are passed over", "[daemon/protocol]") {
  CHECK(heard({StartActivity{1, 0, 102, "", {}, 0}, ActivityResult{1, 106, {}},
               ActivityResult{2, 105, {}}, ActivityResult{3, 101, {"x"}}, StopActivity{1},
               StopActivity{9}})
            .empty());
}

TEST_CASE("a build of something that is no store path is refused", "[daemon/protocol]") {
  CHECK_THROWS_AS(heard({StartActivity{1, 3, 105, "", {"/etc/passwd"}, 0}}), Error);
  CHECK_THROWS_AS(heard({StartActivity{1, 3, 105, "", {}, 0}}), Error);
}

}  // namespace cairn::protocol
