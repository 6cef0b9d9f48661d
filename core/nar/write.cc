// SPDX-License-Identifier: GPL-3.0-or-later
// The grammar of NAR, written.
#include "core/nar/write.hh"

#include "core/base/error.hh"

#include <algorithm>

namespace cairn {

namespace {

// Contents of this size and more go to the sink as they are; smaller ones are worth a copy.
constexpr std::size_t large = 4 * 1024;
constexpr std::size_t around_contents = 256;  // bytes of a file's tokens, but for a long name

}  // namespace

void NarWriter::begin_directory(std::string_view name) {
  begin_node(name);
  token("directory");
}

void NarWriter::end_directory() {
  end_node();
}

void NarWriter::begin_file(std::string_view name, bool executable, std::uint64_t size) {
  pending_.reserve(pending_.size() + std::min<std::uint64_t>(size, large) + around_contents);
  begin_node(name);
  token("regular");
  if (executable) {
    token("executable");
    token("");
  }
  token("contents");
  number(size);
  size_ = size;
  missing_ = size;
}

void NarWriter::contents(std::string_view bytes) {
  if (bytes.size() > missing_) throw Error("a file is longer than its archive says");
  missing_ -= bytes.size();
  if (bytes.size() < large) {
    pending_ += bytes;
  } else {
    flush();
    sink_.write(bytes);
  }
}

bool NarWriter::take_contents(int file, std::uint64_t size) {
  if (size > missing_) throw Error("a file is longer than its archive says");
  flush();
  if (!sink_.take_file(file, size)) return false;
  missing_ -= size;
  return true;
}

void NarWriter::end_file() {
  if (missing_ > 0) throw Error("a file is shorter than its archive says");
  pad(size_);
  end_node();
}

void NarWriter::symlink(std::string_view name, std::string_view target) {
  begin_node(name);
  token("symlink");
  token("target");
  token(target);
  end_node();
}

void NarWriter::begin_node(std::string_view name) {
  if (pending_.size() >= large) flush();
  if (depth_ == 0) {
    token("nix-archive-1");
  } else {
    token("entry");
    token("(");
    token("name");
    token(name);
    token("node");
  }
  token("(");
  token("type");
  ++depth_;
}

void NarWriter::end_node() {
  token(")");
  --depth_;
  if (depth_ == 0) {
    flush();
  } else {
    token(")");  // of the entry
  }
}

void NarWriter::token(std::string_view text) {
  number(text.size());
  pending_ += text;
  pad(text.size());
}

void NarWriter::number(std::uint64_t value) {
  char bytes[8];  // little end first, on whatever machine
  for (char& byte : bytes) {
    byte = static_cast<char>(value & 255);
    value >>= 8;
  }
  pending_.append(bytes, sizeof bytes);
}

void NarWriter::pad(std::uint64_t size) {
  pending_.append(-size % 8, '\0');
}

void NarWriter::flush() {
  sink_.write(pending_);
  pending_.clear();
}

}  // namespace cairn
