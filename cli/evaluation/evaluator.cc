// SPDX-License-Identifier: GPL-3.0-or-later
// Starting, asking and ending the evaluator.
#include "cli/evaluation/evaluator.hh"

#include "core/base/files.hh"
#include "core/base/uninterrupted.hh"

#include <array>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace cairn {

namespace {

using namespace std::chrono_literals;

constexpr int socket_number = 3;                         // where the evaluator finds its end
constexpr std::size_t printed_size = 4096;               // of what is printed, read at once
constexpr std::chrono::seconds write_patience{20};       // until one that does not read is given up
constexpr std::chrono::milliseconds end_patience{1000};  // until one that shall end is ended
// The root of the evaluator is mounted here, in its own view: a folder that everybody has, and that
// no installation lies below.
constexpr const char* mount_point = "/dev";

void open_files(posix_spawn_file_actions_t& actions, int socket, int output) {
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  posix_spawn_file_actions_adddup2(&actions, socket, socket_number);
}

// Above the numbers that the new process shall see them under.
Fd moved_up(Fd fd) {
  return Fd(checked(fcntl(fd.get(), F_DUPFD_CLOEXEC, 10), "cannot keep a descriptor"));
}

pid_t spawn(std::vector<std::string> arguments, int socket, int output) {
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  open_files(actions, socket, output);
  pid_t process = -1;
  // No environment: what the kernel has put into a process's memory can be read there.
  char* nothing[] = {nullptr};
  int problem = posix_spawn(&process, pointers[0], &actions, nullptr, pointers.data(), nothing);
  posix_spawn_file_actions_destroy(&actions);
  if (problem != 0) throw numbered_error(problem, "cannot start {}", arguments[0]);
  return process;
}

}  // namespace

// Reads the socket, and on the way what is printed and the watch.
class Evaluator::WatchedSource : public Source {
 public:
  explicit WatchedSource(Evaluator& evaluator) : evaluator_(evaluator) {}

  std::size_t read(std::span<char> buffer) override {
    while (!evaluator_.wait_for_socket(POLLIN)) {
    }
    ssize_t count = uninterrupted(
        [&] { return ::read(evaluator_.socket_.get(), buffer.data(), buffer.size()); });
    if (count < 0 && errno != ECONNRESET) throw errno_error("cannot read from the evaluator");
    return count > 0 ? static_cast<std::size_t>(count) : 0;
  }

 private:
  Evaluator& evaluator_;
};

// Wait for a tick, or until the socket is ready for EVENTS: then true.
bool Evaluator::wait_for_socket(short events) {
  std::array<pollfd, 2> watched{pollfd{socket_.get(), events, 0},
                                pollfd{printed_.get(), POLLIN, 0}};
  int ready = poll(watched.data(), watched.size(), static_cast<int>(Watch::tick.count()));
  if (ready < 0 && errno != EINTR) throw errno_error("cannot wait for the evaluator");
  watch_.check();
  if (ready <= 0) return false;
  if (watched[1].revents != 0) read_printed();
  return watched[0].revents != 0;
}

void Evaluator::read_printed() {
  std::array<char, printed_size> buffer;
  ssize_t count =
      uninterrupted([&] { return ::read(printed_.get(), buffer.data(), buffer.size()); });
  if (count > 0) {
    output_.take({buffer.data(), static_cast<std::size_t>(count)});
  } else {
    printed_.close();
  }
}

// What was printed before the answer came; one that goes on printing is not waited for.
void Evaluator::read_all_printed() {
  constexpr std::size_t pipe_size = 64 << 10;
  for (std::size_t read = 0; read < pipe_size && printed_; read += printed_size) {
    pollfd watched{printed_.get(), POLLIN, 0};
    if (poll(&watched, 1, 0) <= 0) break;
    read_printed();
  }
  output_.flush();
}

EvaluatorFiles evaluator_files() {
  std::string self = read_link_at(AT_FDCWD, "/proc/self/exe");
  std::string prefix = self.substr(0, self.rfind('/', self.rfind('/') - 1));
  EvaluatorFiles files{prefix + "/bin/cairn-eval",
                       prefix + "/share/cairn/scheme",
                       prefix + "/lib/cairn/compiled",
                       prefix + "/share/cairn/packages",
                       prefix + "/lib/cairn/evaluator.sha256",
                       {self, "/usr/lib/x86_64-linux-gnu/libguile-3.0.so.1", "/usr/share/guile/3.0",
                        "/usr/lib/x86_64-linux-gnu/guile/3.0"}};
  if (access(files.program.c_str(), X_OK) != 0) {
    throw Error("cannot find {}", files.program).with_hint("install both programs together");
  }
  return files;
}

Evaluator::Evaluator(const EvaluatorFiles& files, const StoreDir& store,
                     const EvaluationLimits& limits, EvaluatorOutput& output)
    : watch_(limits), output_(output) {
  start(files, store);
}

Evaluator::~Evaluator() {
  socket_.close();
  // One that is idle ends by itself when we hang up.
  int status = 0;
  end_process(is_idle_ ? end_patience : 0ms, status);
}

// How the process ended goes to STATUS; one that has not after PATIENCE is ended: then false.
bool Evaluator::end_process(std::chrono::milliseconds patience, int& status) {
  bool by_itself = true;
  auto given_up = std::chrono::steady_clock::now() + patience;
  while (process_ >= 0) {
    pid_t ended = waitpid(process_, &status, WNOHANG);
    if (ended == 0 && std::chrono::steady_clock::now() >= given_up) {
      by_itself = false;
      kill(process_, SIGKILL);
      ended = uninterrupted([&] { return waitpid(process_, &status, 0); });
    }
    if (ended != 0) process_ = -1;
    if (ended == 0) std::this_thread::sleep_for(1ms);
  }
  return by_itself;
}

void Evaluator::start(const EvaluatorFiles& files, const StoreDir& store) {
  auto [ours, theirs] = make_socket_pair(SOCK_STREAM);
  Pipe printed = make_pipe();
  Fd socket = moved_up(std::move(theirs));
  Fd output = moved_up(std::move(printed.write_end));
  process_ = spawn({files.program, std::to_string(socket_number), store.path(), mount_point,
                    files.sources, files.compiled},
                   socket.get(), output.get());
  socket_ = std::move(ours);
  printed_ = std::move(printed.read_end);
  socket.close();
  output.close();
  watch_.start();
  // The first word is from before any code of a channel runs.
  Message first = next_message();
  if (!first.contains("process")) throw Error("the evaluator did not start");
  watch_.follow(first.at("process").get<pid_t>());
  is_idle_ = true;
}

Message Evaluator::next_message() {
  WatchedSource source(*this);
  Message message;
  bool hung_up = false;
  try {
    hung_up = !read_frame(source, message);
  } catch (Error& error) {
    error.while_doing("the evaluation failed");
    throw;
  }
  if (hung_up) explain_end();
  if (!message.is_object()) throw Error("the evaluator said what is no message");
  return message;
}

void Evaluator::explain_end() {
  int status = 0;
  bool by_itself = end_process(end_patience, status);
  output_.flush();
  if (!by_itself) throw Error("the evaluator hung up without an answer and was ended");
  if (WIFSIGNALED(status)) {
    throw Error("the evaluation ended by signal {} (SIG{})", WTERMSIG(status),
                sigabbrev_np(WTERMSIG(status)));
  }
  throw Error("the evaluator ended without an answer (status {})", WEXITSTATUS(status));
}

// The watch goes on: who does not listen may do something else meanwhile.
void Evaluator::send(const Message& message) {
  std::string bytes = frame_of(message);
  std::string_view rest = bytes;
  auto given_up = std::chrono::steady_clock::now() + write_patience;
  while (!rest.empty()) {
    ssize_t count = ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0) rest.remove_prefix(static_cast<std::size_t>(count));
    if (count >= 0) continue;
    if (errno == EPIPE || errno == ECONNRESET) explain_end();
    if (errno != EAGAIN && errno != EINTR) throw errno_error("cannot talk to the evaluator");
    if (std::chrono::steady_clock::now() > given_up) throw Error("the evaluator does not listen");
    wait_for_socket(POLLOUT);
  }
}

Message Evaluator::ask(const Message& request, const Answerer& answerer) {
  is_idle_ = false;
  watch_.start();
  send(request);
  for (;;) {
    Message message = next_message();
    if (message.contains("error") || message.contains("answer")) {
      read_all_printed();
      is_idle_ = true;
      return message;
    }
    Message reply;
    try {
      reply = answerer(message);
    } catch (const Error& error) {
      reply = {{"error", error.message()}};
    }
    send(reply);
  }
}

}  // namespace cairn
