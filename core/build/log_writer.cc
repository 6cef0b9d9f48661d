// SPDX-License-Identifier: GPL-3.0-or-later
// Logs of builds.
#include "core/build/log_writer.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <fcntl.h>
#include <unistd.h>

namespace cairn {

namespace {

// Blocks of 100 kB: logs are short, and a block's memory and set-up cost more than it saves.
constexpr int block_size = 1;

// A log up to this size takes one block of the disk, compressed or not.
constexpr std::size_t short_log = 4096;

std::string drvs_folder(const Layout& layout) {
  return layout.physical_state() + "/log/drvs";
}

Fd log_folder(const Layout& layout, const StorePath& derivation) {
  std::string drvs = drvs_folder(layout);
  std::string shard = derivation.base_name().substr(0, 2);
  Fd parent(open(drvs.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!parent) {
    make_directories(drvs);
    parent = open_directory(drvs);
  }
  return make_directory_at(parent.get(), shard);
}

}  // namespace

LogWriter::LogWriter(const Layout& layout, const StorePath& derivation)
    : folder_(log_folder(layout, derivation)),
      name_(derivation.base_name().substr(2)),
      packed_name_("." + name_ + ".bz2"),
      path_(fmt::format("{}/{}/{}", drvs_folder(layout), derivation.base_name().substr(0, 2),
                        name_)) {
  // A log of an earlier build goes, under whichever name it lies.
  unlinkat(folder_.get(), name_.c_str(), 0);
  unlinkat(folder_.get(), (name_ + ".bz2").c_str(), 0);
  plain_ = open_at(folder_.get(), name_, O_WRONLY | O_CREAT | O_EXCL, 0644);
}

LogWriter::~LogWriter() {
  if (!stream_) return;
  BZ2_bzCompressEnd(&*stream_);
  unlinkat(folder_.get(), packed_name_.c_str(), 0);  // unless it has its own name by now
}

void LogWriter::write(std::string_view bytes) {
  size_ += bytes.size();
  if (!problem_.empty()) return;
  try {
    keep(bytes);
  } catch (const Error& error) {
    problem_ = error.message();
  }
}

void LogWriter::keep(std::string_view bytes) {
  write_fully(plain_.get(), bytes, path_);
  if (stream_) return compress(bytes, BZ_RUN);
  short_ += bytes;
  if (short_.size() > short_log) start_compressing();
}

void LogWriter::start_compressing() {
  unlinkat(folder_.get(), packed_name_.c_str(), 0);  // of one that was killed
  packed_ = open_at(folder_.get(), packed_name_, O_WRONLY | O_CREAT | O_EXCL, 0644);
  stream_.emplace();
  if (BZ2_bzCompressInit(&*stream_, block_size, 0, 0) != BZ_OK) {
    stream_.reset();
    throw Error("cannot compress the log {}: out of memory", path_);
  }
  compress(std::exchange(short_, {}), BZ_RUN);
}

void LogWriter::compress(std::string_view bytes, int action) {
  char buffer[16 * 1024];
  stream_->next_in = const_cast<char*>(bytes.data());
  stream_->avail_in = static_cast<unsigned>(bytes.size());
  int status = BZ_OK;
  do {
    stream_->next_out = buffer;
    stream_->avail_out = sizeof buffer;
    status = BZ2_bzCompress(&*stream_, action);
    write_fully(packed_.get(), {buffer, sizeof buffer - stream_->avail_out}, path_);
  } while (action == BZ_FINISH ? status == BZ_FINISH_OK : stream_->avail_in > 0);
}

void LogWriter::finish() {
  if (!stream_ || !problem_.empty()) return;
  try {
    put_packed();
  } catch (const Error&) {
    // The log lies there as it grew, which is all that a reader needs.
  }
}

void LogWriter::put_packed() {
  compress({}, BZ_FINISH);
  std::string name = name_ + ".bz2";
  // A log that the power cut shortens is no harm, so it is not flushed; it still appears at once.
  checked(renameat(folder_.get(), packed_name_.c_str(), folder_.get(), name.c_str()),
          "cannot keep {}", name);
  checked(unlinkat(folder_.get(), name_.c_str(), 0), "cannot delete {}", name_);
}

}  // namespace cairn
