// SPDX-License-Identifier: GPL-3.0-or-later
// One derivation being built.
#include "core/build/running_build.hh"

#include "core/base/error_text.hh"
#include "core/base/files.hh"
#include "core/build/cancelled.hh"
#include "core/build/fetch.hh"
#include "core/build/fixed_output.hh"
#include "core/build/kept_tree.hh"
#include "core/build/prepare.hh"
#include "core/build/reference_rules.hh"
#include "core/build/source_ledger.hh"
#include "core/store/repair.hh"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

StorePathSet input_closure(const BuildResources& place, const Derivation& derivation) {
  Store& store = place.store;
  StorePathSet items = derivation.input_sources;
  for (const auto& [input, outputs] : derivation.input_derivations) {
    auto paths = store.database().derivation_outputs(input);
    for (const std::string& output : outputs) {
      auto found = paths.find(output);
      if (found == paths.end()) {
        throw Error("it wants the output '{}' of {}, which has no such output", output,
                    store.dir().print(input));
      }
      items.insert(found->second);
    }
  }
  return place.closures.closure(items);
}

// What is built from damaged inputs would be registered as if it were right.
void check_inputs(Store& store, const StorePathSet& inputs, EventSink& events) {
  for (const StorePath& input : inputs) {
    auto faults = repair_item(store, input, events);
    if (faults.empty()) continue;
    throw Error("it needs what is damaged itself: {}", faults.front());
  }
}

void make_scratch(int folder, const BuilderEnvironment& environment) {
  checked(mkdirat(folder, sandbox::scratch_tmp, 0755), "cannot make the folder {}",
          sandbox::scratch_tmp);
  Fd build = make_directory_at(folder, sandbox::scratch_build);
  for (const auto& [name, content] : environment.files) {
    Fd file = open_at(build.get(), name, O_WRONLY | O_CREAT | O_EXCL, 0644);
    write_fully(file.get(), content, name);
  }
}

std::string sentence_of(const SandboxEnd& end) {
  if (end.kind == SandboxEnd::Kind::not_started) return end.message;
  if (end.kind == SandboxEnd::Kind::exited) {
    return fmt::format("the builder failed with exit status {}", end.code);
  }
  const char* name = sigabbrev_np(end.code);
  return fmt::format("the builder was killed by signal {} (SIG{})", end.code, name ? name : "?");
}

}  // namespace

RunningBuild::RunningBuild(BuildResources place, const StorePath& path,
                           const Derivation& derivation)
    : place_(place), path_(path), derivation_(derivation), started_(time(nullptr)) {
  check_buildable(place.store.layout(), derivation, place.settings);
  inputs_ = input_closure(place, derivation);
  if (place.settings.looks_at_inputs) check_inputs(place.store, inputs_, place.events);
  log_.emplace(place.store.layout(), path);
  start_round();
}

RunningBuild::~RunningBuild() {
  if (process_) {
    // The folder can be deleted only when nobody writes into it any more.
    process_->kill();
    process_->wait();
    inner_store_->spoil();
  }
  discard_scratch();
}

void RunningBuild::discard_scratch() {
  if (!scratch_name_.empty()) place_.scratch.discard(std::exchange(scratch_name_, {}));
}

// What a builder made can take much longer to read than it took to make, as a file of holes: it may
// take as long again as the builder may.
void RunningBuild::check_time() const {
  auto limit = place_.settings.timeout;
  bool is_late = std::chrono::steady_clock::now() - copied_from_ > limit;
  if (limit.count() == 0 || !is_late) return;
  throw Error("what it made took longer to copy than {} seconds", limit.count())
      .with_status(exit_of(BuildStatus::timed_out));
}

void RunningBuild::start_round() {
  ++round_;
  tail_ = {};
  scratch_name_ = place_.scratch.fresh_name();
  Fd scratch = make_directory_at(place_.scratch.fd(), scratch_name_, 0700);
  const Layout& layout = place_.store.layout();
  BuilderEnvironment environment = builder_environment(layout, derivation_, place_.settings);
  make_scratch(scratch.get(), environment);
  inner_store_ = place_.inner_stores.take(inputs_, wants_fresh_folders());
  sandbox::Spec spec = builder_spec(layout, derivation_, inputs_, std::move(environment),
                                    place_.scratch.path() + "/" + scratch_name_);
  spec.store_folder = inner_store_->path();
  spec.keeps_mounts = inner_store_->keeps_mounts();
  spec.mount_point = place_.scratch.path() + "/" + mount_point_name;
  if (is_fetch(derivation_)) {
    if (!place_.settings.fetch) throw Error("this engine cannot fetch anything");
    prepare_fetch(spec, derivation_, *place_.settings.fetch, place_.settings.mode);
  }
  Pipe pipe = make_pipe();
  checked(fcntl(pipe.read_end.get(), F_SETFL, O_NONBLOCK), "cannot read the builder's output");
  output_ = std::move(pipe.read_end);
  process_ = place_.spawner.start(spec, pipe.write_end);
}

// What has a network leaves nothing for others, and what is built again to be compared shall meet
// another folder.
bool RunningBuild::wants_fresh_folders() const {
  return is_fetch(derivation_) || place_.settings.rounds > 1 ||
         place_.settings.mode == BuildMode::check;
}

std::size_t RunningBuild::read_output() {
  char buffer[16 * 1024];
  ssize_t count = read(output_.get(), buffer, sizeof buffer);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  if (count <= 0) {
    output_.close();
    return 0;
  }
  std::string_view text(buffer, static_cast<std::size_t>(count));
  log_->write(text);
  tail_.write(text);
  place_.events.send(BuildLogged{path_, std::string(text)});
  std::uint64_t limit = place_.settings.max_log_size;
  if (limit != 0 && log_->size() > limit) {
    stop(BuildStatus::log_limit_exceeded, fmt::format("its log grew over {} bytes", limit));
  }
  return text.size();
}

void RunningBuild::drain_output() {
  while (output_ && read_output() > 0) {
  }
  output_.close();
}

void RunningBuild::stop(BuildStatus status, std::string message) {
  if (!verdict_) verdict_ = ended(status, std::move(message));
  if (process_) process_->kill();
}

std::optional<BuildResult> RunningBuild::advance() {
  std::optional<SandboxEnd> end = process_->advance();
  if (!end) return std::nullopt;
  process_.reset();
  drain_output();
  BuildResult result = conclude(*end);
  if (!result.succeeded() && place_.settings.keep_failed && !verdict_) {
    result.message += keep_trees();
  }
  end_round();
  if (result.succeeded() && round_ < place_.settings.rounds) {
    try {
      start_round();
      return std::nullopt;
    } catch (const Error& error) {
      result = ended(BuildStatus::misc_failure, text_of(error));
    }
  }
  finish_log();
  return result;
}

void RunningBuild::finish_log() {
  log_->finish();
  if (log_->problem().empty()) return;
  place_.events.send(Warned{fmt::format("the log of {} is not complete: {}",
                                        place_.store.dir().print(path_), log_->problem())});
}

void RunningBuild::end_round() {
  before_store_.reset();
  bool is_compared = round_ < place_.settings.rounds && place_.settings.keep_failed;
  if (is_compared) before_store_ = std::move(inner_store_);
  inner_store_.reset();
  discard_scratch();
}

BuildResult RunningBuild::conclude(const SandboxEnd& end) {
  if (verdict_) {
    inner_store_->spoil();
    return *verdict_;
  }
  if (end.kind == SandboxEnd::Kind::not_started) {
    inner_store_->spoil();  // it may be mounted in half
    return ended(BuildStatus::misc_failure, sentence_of(end));
  }
  if (end.kind == SandboxEnd::Kind::signalled || end.code != 0) {
    BuildResult result = ended(BuildStatus::permanent_failure, sentence_of(end));
    result.log_tail = tail_.lines();
    return result;
  }
  try {
    return judge_outputs();
  } catch (const Cancelled&) {
    throw;
  } catch (const Error& error) {
    // What a builder made can be wrong in many ways, deep below: each is this build's failure.
    bool is_late = error.status() == exit_of(BuildStatus::timed_out);
    return ended(is_late ? BuildStatus::timed_out : BuildStatus::output_rejected, text_of(error));
  }
}

BuildResult RunningBuild::judge_outputs() {
  Fd folder = inner_store_->open();
  OutputCopies copies(place_.store);
  OutputSource source{path_, derivation_, folder.get(), inputs_};
  copied_from_ = std::chrono::steady_clock::now();
  copy_outputs(copies, place_.store, source, [this] {
    place_.go_on();
    check_time();
  });
  check_no_circle(derivation_, copies);
  check_references(place_.store, derivation_, copies);
  if (auto mismatch = fixed_output_problem(place_.store, derivation_, copies.items())) {
    return ended(BuildStatus::hash_mismatch, *mismatch);
  }
  if (auto difference = difference_from_before(copies)) {
    BuildResult result = ended(BuildStatus::not_deterministic, *difference);
    result.is_non_deterministic = true;
    return result;
  }
  BuildResult result = ended(BuildStatus::built, "");
  bool is_check = place_.settings.mode == BuildMode::check;
  for (const auto& [name, output] : derivation_.outputs) {
    // A check leaves what was not there as it is.
    if (is_check && !place_.store.is_there(output.path)) continue;
    result.outputs.emplace(name, output.path);
  }
  before_.clear();
  for (const StagedItem& item : copies.items()) before_.push_back(item.info.nar_hash);
  bool last = round_ >= place_.settings.rounds;
  if (last && !is_check) publish(copies);
  if (last && is_fetch(derivation_)) {
    Fd scratch = open_directory_at(place_.scratch.fd(), scratch_name_);
    note_origin(place_.store, derivation_, *place_.settings.fetch, scratch.get());
  }
  return result;
}

void RunningBuild::publish(OutputCopies& copies) {
  Store::Repairing repairing(place_.store, place_.settings.mode == BuildMode::repair);
  place_.store.publish(copies.release());
}

std::optional<std::string> RunningBuild::difference_from_before(const OutputCopies& copies) {
  bool is_again = place_.settings.mode != BuildMode::normal;
  for (std::size_t i = 0; i < copies.items().size(); ++i) {
    const ItemInfo& made = copies.items()[i].info;
    std::optional<Hash> before;
    if (round_ > 1) before = before_[i];
    if (auto valid = is_again ? place_.store.database().find(made.path) : std::nullopt) {
      before = valid->nar_hash;
    }
    if (before && *before != made.nar_hash) {
      differing_ = made.path.base_name();
      return fmt::format("it is not deterministic: {} came out as {} before and as {} now",
                         place_.store.dir().print(made.path),
                         to_tagged_text(*before, HashFormat::sri),
                         to_tagged_text(made.nar_hash, HashFormat::sri));
    }
  }
  return std::nullopt;
}

std::string RunningBuild::keep_trees() const {
  auto scratch = [&] { return open_directory_at(place_.scratch.fd(), scratch_name_); };
  std::string text = keep(scratch, sandbox::scratch_build, "its build folder");
  if (differing_.empty()) return text;
  if (before_store_) {
    text += keep([&] { return before_store_->open(); }, differing_, "what it made before");
  }
  return text + keep([&] { return inner_store_->open(); }, differing_, "what it made now");
}

std::string RunningBuild::keep(const std::function<Fd()>& folder, const std::string& entry,
                               std::string_view what) const {
  try {
    std::string kept =
        keep_tree(folder().get(), entry, path_.name(), place_.settings.owner, place_.go_on);
    return fmt::format("\n{} is kept as a copy in {}", what, kept);
  } catch (const Cancelled&) {
    throw;
  } catch (const Error& error) {
    // What a builder left can be too deep, and its owner may end the copying: no other build's
    // loss.
    return fmt::format("\n{} cannot be kept: {}", what, error.message());
  }
}

BuildResult RunningBuild::ended(BuildStatus status, std::string message) const {
  BuildResult result;
  result.status = status;
  result.message = std::move(message);
  result.times_built = round_;
  result.started = started_;
  result.stopped = time(nullptr);
  return result;
}

}  // namespace cairn
