// SPDX-License-Identifier: GPL-3.0-or-later
// ObjectId: what git calls a commit, a tree or a file's content: a SHA-1 over it.
#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace cairn {

class ObjectId {
 public:
  static constexpr std::size_t size = 20;

  ObjectId() = default;
  // BYTES must have that size.
  explicit ObjectId(std::string_view bytes);
  // Forty digits in lower case; nothing for any other text.
  static std::optional<ObjectId> parse(std::string_view text);

  std::string_view bytes() const { return {bytes_.data(), size}; }
  std::string text() const;
  // As many digits as people need to tell commits apart.
  std::string short_text() const { return text().substr(0, 9); }
  auto operator<=>(const ObjectId&) const = default;

 private:
  std::array<char, size> bytes_{};
};

struct ObjectIdHash {
  std::size_t operator()(const ObjectId& id) const noexcept;
};

}  // namespace cairn
