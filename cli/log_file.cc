// SPDX-License-Identifier: GPL-3.0-or-later
// Reading logs.
#include "cli/log_file.hh"

#include "core/base/error.hh"
#include "core/base/fd.hh"

#include <array>
#include <bzlib.h>
#include <fcntl.h>

namespace cairn {

namespace {

class PlainLog : public Source {
 public:
  PlainLog(Fd file, const std::string& path) : file_(std::move(file)), source_(file_.get(), path) {}
  std::size_t read(std::span<char> buffer) override { return source_.read(buffer); }

 private:
  Fd file_;
  FdSource source_;
};

class CompressedLog : public Source {
 public:
  CompressedLog(Fd file, const std::string& path) : plain_(std::move(file), path), path_(path) {
    if (BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) throw Error("cannot read {}", path);
  }
  ~CompressedLog() override { BZ2_bzDecompressEnd(&stream_); }
  CompressedLog(CompressedLog&&) = delete;

  std::size_t read(std::span<char> buffer) override {
    stream_.next_out = buffer.data();
    stream_.avail_out = static_cast<unsigned>(buffer.size());
    while (!has_ended_ && stream_.avail_out == buffer.size()) decompress();
    return buffer.size() - stream_.avail_out;
  }

 private:
  void decompress() {
    if (stream_.avail_in == 0) {
      stream_.avail_in = static_cast<unsigned>(plain_.read(input_));
      stream_.next_in = input_.data();
      if (stream_.avail_in == 0) throw Error("the log {} ends too early", path_);
    }
    int status = BZ2_bzDecompress(&stream_);
    if (status != BZ_OK && status != BZ_STREAM_END) throw Error("the log {} is damaged", path_);
    has_ended_ = status == BZ_STREAM_END;
  }

  PlainLog plain_;
  std::string path_;
  bz_stream stream_{};
  std::array<char, 16 * 1024> input_;
  bool has_ended_ = false;
};

Fd open_if_there(const std::string& path) {
  Fd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file && errno != ENOENT) throw errno_error("cannot open the log {}", path);
  return file;
}

}  // namespace

std::unique_ptr<Source> open_log(const Place& place, const StorePath& derivation) {
  const std::string& name = derivation.base_name();
  std::string path = fmt::format("{}/log/drvs/{}/{}", place.physical(place.state),
                                 name.substr(0, 2), name.substr(2));
  // In this order: the compressed log appears before the growing one goes.
  if (Fd file = open_if_there(path)) return std::make_unique<PlainLog>(std::move(file), path);
  path += ".bz2";
  if (Fd file = open_if_there(path)) return std::make_unique<CompressedLog>(std::move(file), path);
  return nullptr;
}

}  // namespace cairn
