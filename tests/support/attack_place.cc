// SPDX-License-Identifier: GPL-3.0-or-later
// Attackers inside and outside.
#include "tests/support/attack_place.hh"

#include "core/base/error.hh"
#include "core/sandbox/message.hh"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <poll.h>
#include <random>
#include <signal.h>
#include <sstream>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn::test {

namespace fs = std::filesystem;

namespace {

constexpr uid_t outsider = 65534;
constexpr std::string_view abstract_mark = "abstract:";
constexpr auto patience_with_output = std::chrono::seconds(60);

std::string with_attack(const std::string& store) {
  std::string item = store + "/" + AttackPlace::item;
  fs::create_directories(item + "/bin");
  fs::copy_file(attack_program(), item + "/bin/attack");
  std::ofstream(item + "/file") << "original";
  return store;
}

// A test that is killed must not leave attackers behind.
void end_with_parent() {
  checked(prctl(PR_SET_PDEATHSIG, SIGKILL), "cannot follow the test");
}

void become_outsider(const std::vector<gid_t>& groups) {
  checked(setgroups(groups.size(), groups.data()), "cannot change the groups");
  checked(setresgid(outsider, outsider, outsider), "cannot become another group");
  checked(setresuid(outsider, outsider, outsider), "cannot become another user");
  end_with_parent();  // the kernel forgets it when the user changes
  // As a program of that user, started by that user, would be.
  checked(prctl(PR_SET_DUMPABLE, 1), "cannot open our own /proc");
}

}  // namespace

std::string attack_program() {
  return std::string(ATTACK_PROGRAMS) + "/attack";
}

AttackPlace::AttackPlace()
    : spawner(with_attack(place.store()), [](const sandbox::Spec&) { return 1; }) {}

sandbox::Spec AttackPlace::script(const std::string& script, sandbox::Weaknesses weaknesses) {
  sandbox::Spec spec = place.script(script);
  spec.environment["PATH"] += std::string(":/cairn/store/") + item + "/bin";
  spec.environment["item"] = std::string("/cairn/store/") + item;
  spec.items.push_back(item);
  spec.weaknesses = weaknesses;
  return spec;
}

std::string AttackPlace::output_of(const std::string& text, sandbox::Weaknesses weaknesses) {
  Ran ran = run(spawner, script(text, weaknesses));
  if (ran.end.kind == SandboxEnd::Kind::not_started) throw Error(ran.end.message);
  return ran.output;
}

Started::Started(Spawner& spawner, const sandbox::Spec& spec) : pipe_(make_pipe()) {
  process_ = spawner.start(spec, pipe_.write_end);
  pipe_.write_end.close();
}

std::string Started::output() {
  FdSource source(pipe_.read_end.get(), "the builder's output");
  printed_ += read_all(source, 1 << 24, "the builder's output");
  process_->wait();
  return printed_;
}

bool Started::has_printed(const std::string& line) {
  auto end = std::chrono::steady_clock::now() + patience_with_output;
  while (printed_.find(line) == std::string::npos && std::chrono::steady_clock::now() < end) {
    pollfd watched{pipe_.read_end.get(), POLLIN, 0};
    if (poll(&watched, 1, 100) <= 0) continue;
    char buffer[4096];
    ssize_t count = read(pipe_.read_end.get(), buffer, sizeof buffer);
    if (count <= 0) break;
    printed_.append(buffer, static_cast<std::size_t>(count));
  }
  return printed_.find(line) != std::string::npos;
}

Accomplice::Accomplice(const std::string& address)
    : listener_(checked(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "cannot make a socket")) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  bool is_abstract = address.starts_with(abstract_mark);
  std::string path = is_abstract ? address.substr(abstract_mark.size()) : address;
  std::size_t offset = offsetof(sockaddr_un, sun_path) + (is_abstract ? 1 : 0);
  std::memcpy(reinterpret_cast<char*>(&name) + offset, path.data(), path.size());
  checked(bind(listener_.get(), reinterpret_cast<sockaddr*>(&name),
               static_cast<socklen_t>(offset + path.size())),
          "cannot listen at {}", address);
  checked(listen(listener_.get(), 4), "cannot listen at {}", address);
}

std::optional<Fd> Accomplice::receive(std::chrono::milliseconds patience) {
  pollfd watched{listener_.get(), POLLIN, 0};
  if (poll(&watched, 1, static_cast<int>(patience.count())) <= 0) return std::nullopt;
  Fd connection(checked(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC), "cannot accept"));
  auto message = sandbox::receive_message(connection.get());
  if (!message || message->descriptors.empty()) return std::nullopt;
  return std::move(message->descriptors[0]);
}

std::string fresh_address() {
  std::random_device number;
  return fmt::format("{}cairn-attack-{}-{}", abstract_mark, number(), number());
}

std::string output_outside(const std::string& script) {
  Pipe pipe = make_pipe();
  pid_t child = checked(fork(), "cannot start a process");
  if (child == 0) {
    dup2(pipe.write_end.get(), 1);
    std::string command = fmt::format("PATH=$PATH:{}; {}", ATTACK_PROGRAMS, script);
    execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    _exit(127);
  }
  pipe.write_end.close();
  FdSource source(pipe.read_end.get(), "the attack's output");
  std::string output = read_all(source, 1 << 20, "the attack's output");
  waitpid(child, nullptr, 0);
  return output;
}

bool has_outsider() {
  return geteuid() == 0;
}

std::string in_process(const std::function<std::string()>& work) {
  Pipe pipe = make_pipe();
  pid_t child = checked(fork(), "cannot start a process");
  if (child == 0) {
    try {
      end_with_parent();
      write_fully(pipe.write_end.get(), work(), "its answer");
    } catch (const Error& error) {
      write_fully(pipe.write_end.get(), error.message(), "its answer");
    }
    _exit(0);
  }
  pipe.write_end.close();
  FdSource source(pipe.read_end.get(), "its answer");
  std::string answer = read_all(source, 1 << 20, "its answer");
  waitpid(child, nullptr, 0);
  return answer;
}

std::string as_outsider(const std::function<std::string()>& work,
                        const std::vector<gid_t>& groups) {
  return in_process([&] {
    become_outsider(groups);
    return work();
  });
}

std::string outcome(long result) {
  return result < 0 ? strerrorname_np(errno) : "done";
}

pid_t process_with(const std::string& mark) {
  for (const auto& entry : fs::directory_iterator("/proc")) {
    std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::ifstream file(entry.path() / "cmdline");
    std::ostringstream text;
    text << file.rdbuf();  // of a process that ends meanwhile this is nothing, and no error
    std::string line = text.str();
    if (line.find(mark) != std::string::npos) return std::stoi(name);
  }
  return 0;
}

}  // namespace cairn::test
