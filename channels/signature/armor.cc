// SPDX-License-Identifier: GPL-3.0-or-later
// Reading armor.
#include "channels/signature/armor.hh"

#include "core/base/error.hh"
#include "core/hash/encoding.hh"

namespace cairn {

namespace {

// The lines of a text, one after the other.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  bool is_at_end() const { return rest_.empty(); }

  std::string_view next() {
    if (rest_.empty()) throw Error("the armor has no end");
    std::size_t end = std::min(rest_.find('\n'), rest_.size());
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return line;
  }

 private:
  std::string_view rest_;
};

std::string end_line_of(std::string_view begin_line) {
  constexpr std::string_view begin = "-----BEGIN ";
  return "-----END " + std::string(begin_line.substr(begin.size()));
}

// The base64 of the lines before END_LINE, and of the one with the checksum if there is one.
struct Body {
  std::string digits;
  std::string checksum;  // without its '='
};

Body read_body(Lines& lines, std::string_view end_line) {
  Body body;
  for (std::string_view line = lines.next(); line != end_line; line = lines.next()) {
    if (line.empty()) throw Error("an empty line stands in the base64");
    if (!body.checksum.empty()) throw Error("base64 stands behind the checksum");
    if (line.size() == 5 && line.front() == '=') {
      body.checksum = line.substr(1);
    } else {
      body.digits += line;
    }
  }
  return body;
}

std::string bytes_of(const Body& body) {
  std::string bytes = from_base64(body.digits);
  if (bytes.empty()) throw Error("the armor is empty");
  return bytes;
}

// Lines such as "Comment: me", up to an empty one. Nobody signed them, and they say nothing to us.
void skip_headers(Lines& lines) {
  for (std::string_view line = lines.next(); !line.empty(); line = lines.next()) {
    if (line.find(": ") == std::string_view::npos) {
      throw Error("a line of the armor's head has no \": \"");
    }
  }
}

std::string read_openpgp_block(Lines& lines, std::string_view begin_line) {
  skip_headers(lines);
  Body body = read_body(lines, end_line_of(begin_line));
  std::string bytes = bytes_of(body);
  if (!body.checksum.empty()) {
    unsigned crc = crc24(bytes);
    char sum[] = {static_cast<char>(crc >> 16 & 255), static_cast<char>(crc >> 8 & 255),
                  static_cast<char>(crc & 255)};
    if (from_base64(body.checksum) != std::string_view(sum, sizeof sum)) {
      throw Error("the armor's checksum does not match");
    }
  }
  return bytes;
}

void expect_begin(Lines& lines, std::string_view begin_line) {
  if (lines.next() != begin_line) throw Error("the armor does not begin with {}", begin_line);
}

void expect_end(Lines& lines) {
  while (!lines.is_at_end()) {
    if (!lines.next().empty()) throw Error("text stands behind the armor's end");
  }
}

// TEXT without blanks and carriage returns at the ends of its lines.
std::string without_trailing_blanks(std::string_view text) {
  std::string stripped;
  stripped.reserve(text.size() + 1);
  for (Lines lines(text); !lines.is_at_end();) {
    std::string_view line = lines.next();
    stripped += line.substr(0, line.find_last_not_of(" \t\r") + 1);
    stripped += '\n';
  }
  return stripped;
}

}  // namespace

unsigned crc24(std::string_view bytes) {
  unsigned crc = 0xB704CE;
  for (char byte : bytes) {
    crc ^= static_cast<unsigned>(static_cast<unsigned char>(byte)) << 16;
    for (int bit = 0; bit < 8; ++bit) {
      crc <<= 1;
      if (crc & 0x1000000) crc ^= 0x1864CFB;
    }
  }
  return crc;
}

std::string read_ssh_signature_armor(std::string_view text) {
  Lines lines(text);
  expect_begin(lines, ssh_signature_begin);
  Body body = read_body(lines, end_line_of(ssh_signature_begin));
  if (!body.checksum.empty()) throw Error("SSH's armor has no checksum");
  expect_end(lines);
  return bytes_of(body);
}

std::string read_openpgp_signature_armor(std::string_view text) {
  Lines lines(text);
  expect_begin(lines, openpgp_signature_begin);
  std::string bytes = read_openpgp_block(lines, openpgp_signature_begin);
  expect_end(lines);
  return bytes;
}

std::vector<std::string> read_openpgp_key_armor(std::string_view text) {
  std::vector<std::string> blocks;
  std::string stripped = without_trailing_blanks(text);
  for (Lines lines(stripped); !lines.is_at_end();) {
    if (lines.next() == openpgp_key_begin) {
      blocks.push_back(read_openpgp_block(lines, openpgp_key_begin));
    }
  }
  if (blocks.empty()) throw Error("no line is {}", openpgp_key_begin);
  return blocks;
}

}  // namespace cairn
