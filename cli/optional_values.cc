// SPDX-License-Identifier: GPL-3.0-or-later
// One walk over the arguments.
#include "cli/optional_values.hh"

#include <algorithm>

namespace cairn {

namespace {

// Not as if there were none: "-d" alone deletes more than any pattern.
Error empty_value(const std::string& argument) {
  return Error(fmt::format("the value behind '{}' cannot be empty", argument), Exit::misused);
}

class Walk {
 public:
  explicit Walk(const Options& options)
      : options_(options),
        has_operands_(std::any_of(options.begin(), options.end(),
                                  [](const Option& option) { return option.is_operand(); })) {}

  std::vector<std::string> rest(const std::vector<std::string>& arguments) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const std::string& argument = arguments[i];
      bool is_last_option = argument == "--";
      bool takes_next = false;
      if (is_last_option) {
        for (; i < arguments.size(); ++i) operand(arguments[i]);
      } else if (argument.starts_with("--")) {
        takes_next = long_option(argument);
      } else if (argument.starts_with('-') && argument.size() > 1) {
        takes_next = short_options(argument);
      } else {
        operand(argument);
      }
      if (takes_next && i + 1 < arguments.size()) rest_.push_back(arguments[++i]);
      if (lacks_value_ && is_value(arguments, i + 1)) {
        lacks_value_->value = arguments[++i];
        if (lacks_value_->value.empty()) throw empty_value(argument);
      }
      lacks_value_ = nullptr;
    }
    return std::move(rest_);
  }

 private:
  const Option* find(std::string_view name) const {
    auto found = std::find_if(options_.begin(), options_.end(), [name](const Option& option) {
      auto names = split_names(option.names);
      return std::find(names.begin(), names.end(), name) != names.end();
    });
    return found == options_.end() ? nullptr : &*found;
  }

  // Whether what is at NEXT can only be the value of the option before it.
  bool is_value(const std::vector<std::string>& arguments, std::size_t next) const {
    return !sink_ && next < arguments.size() && !arguments[next].starts_with('-');
  }

  void operand(const std::string& word) {
    bool is_mark = word == "--";
    if (sink_ && !is_mark) sink_->words.push_back(word);
    if (!sink_) rest_.push_back(word);
  }

  void take(const Option& option, std::string value) {
    if (auto* maybe = std::get_if<MaybeValue*>(&option.target)) {
      if (value.empty() && !has_operands_) lacks_value_ = *maybe;
      **maybe = {true, std::move(value)};
      return;
    }
    sink_ = std::get<OperandList*>(option.target);
    sink_->given = true;
    if (!value.empty()) sink_->words.push_back(std::move(value));
  }

  // Whether the next argument is the value of ARGUMENT.
  bool long_option(const std::string& argument) {
    std::size_t end = argument.find('=');
    const Option* option = find(std::string_view(argument).substr(0, end));
    if (option && option->has_optional_value()) {
      take(*option, end == argument.npos ? "" : argument.substr(end + 1));
      return false;
    }
    rest_.push_back(argument);
    return option && !option->is_flag() && end == argument.npos;
  }

  // The same for ARGUMENT, "-n" or "-nkI" or "-pPROFILE".
  bool short_options(const std::string& argument) {
    for (std::size_t i = 1; i < argument.size(); ++i) {
      const Option* option = find(std::string("-") + argument[i]);
      if (option && option->is_flag()) continue;
      if (option && option->has_optional_value()) {
        if (i > 1) rest_.push_back(argument.substr(0, i));
        take(*option, argument.substr(i + 1));
        return false;
      }
      rest_.push_back(argument);
      return option && i + 1 == argument.size();
    }
    rest_.push_back(argument);
    return false;
  }

  const Options& options_;
  bool has_operands_;
  MaybeValue* lacks_value_ = nullptr;  // just met, with nothing attached
  OperandList* sink_ = nullptr;
  std::vector<std::string> rest_{};
};

}  // namespace

std::vector<std::string> split_names(std::string_view names) {
  std::vector<std::string> all;
  for (std::size_t comma = 0; comma != names.npos; names.remove_prefix(comma + 1)) {
    comma = names.find(',');
    all.emplace_back(names.substr(0, comma));
    if (comma == names.npos) break;
  }
  return all;
}

void take_optional_values(const Options& options, std::vector<std::string>& arguments) {
  bool has_any = std::any_of(options.begin(), options.end(),
                             [](const Option& option) { return option.has_optional_value(); });
  if (has_any) arguments = Walk(options).rest(arguments);
}

}  // namespace cairn
