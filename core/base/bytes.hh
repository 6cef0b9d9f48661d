// SPDX-License-Identifier: GPL-3.0-or-later
// Streams of bytes: Source gives, Sink takes. Bytes travel as std::string_view and std::span<char>.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cairn {

class Sink {
 public:
  virtual ~Sink() = default;
  virtual void write(std::string_view bytes) = 0;
  // Take the next COUNT bytes of FILE, where they need not pass through this process to get to
  // their goal; returns whether that was done. Throws when FILE ends before.
  virtual bool take_file(int /*file*/, std::uint64_t /*count*/) { return false; }
};

class Source {
 public:
  virtual ~Source() = default;
  // Fill the front of BUFFER; returns how many bytes, 0 only at the end.
  virtual std::size_t read(std::span<char> buffer) = 0;
  // What it is, for errors.
  virtual std::string name() const { return "input"; }

  // Fill all of BUFFER or throw "unexpected end of NAME".
  void read_exactly(std::span<char> buffer);
};

class StringSink : public Sink {
 public:
  void write(std::string_view bytes) override { text_ += bytes; }
  const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

// Reads TEXT, which must outlive it.
class StringSource : public Source {
 public:
  explicit StringSource(std::string_view text) : rest_(text) {}
  std::size_t read(std::span<char> buffer) override;
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

// Writes to both.
class TeeSink : public Sink {
 public:
  TeeSink(Sink& first, Sink& second) : first_(first), second_(second) {}
  void write(std::string_view bytes) override {
    first_.write(bytes);
    second_.write(bytes);
  }

 private:
  Sink& first_;
  Sink& second_;
};

// Counts what passes on its way to nowhere.
class CountingSink : public Sink {
 public:
  void write(std::string_view bytes) override { count_ += bytes.size(); }
  std::uint64_t count() const { return count_; }

 private:
  std::uint64_t count_ = 0;
};

// Reads from INNER and lets SINK see every byte that was read.
class TeeSource : public Source {
 public:
  TeeSource(Source& inner, Sink& sink) : inner_(inner), sink_(sink) {}
  std::size_t read(std::span<char> buffer) override;

 private:
  Source& inner_;
  Sink& sink_;
};

// Pass all that SOURCE still has to SINK; returns how many bytes.
std::uint64_t drain(Source& source, Sink& sink);

// Pass exactly COUNT bytes from SOURCE to SINK; throws when SOURCE ends before.
void copy_exactly(Source& source, Sink& sink, std::uint64_t count);

// All that SOURCE still has, at most LIMIT bytes; more is an Error that names WHAT. EXPECTED is how
// many bytes there probably are.
std::string read_all(Source& source, std::size_t limit, std::string_view what,
                     std::size_t expected = 0);

}  // namespace cairn
