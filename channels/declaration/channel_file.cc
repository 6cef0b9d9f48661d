// SPDX-License-Identifier: GPL-3.0-or-later
// Reading what a channel says of itself.
#include "channels/declaration/channel_file.hh"

#include "channels/declaration/fields.hh"
#include "channels/signature/fingerprint.hh"

namespace cairn {

namespace {

constexpr std::int64_t newest_language = 0;

// Whether PATH stays below the folder that it begins in.
bool stays_below(std::string_view path) {
  if (path.starts_with('/')) return false;
  while (!path.empty()) {
    std::size_t slash = std::min(path.find('/'), path.size());
    if (path.substr(0, slash) == "..") return false;
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return true;
}

// What no branch that git makes is called, and what an option or another ref could be taken for.
bool is_branch_name(std::string_view name) {
  constexpr std::string_view letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./+";
  return name.find_first_not_of(letters) == name.npos && !name.starts_with('-') &&
         !name.starts_with('/') && name.find("..") == name.npos;
}

bool is_commit_id(std::string_view text) {
  return text.size() == 40 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

class ChannelFileReader {
 public:
  ChannelFileReader(const std::string& file, Unknown unknown) : file_(file), unknown_(unknown) {}

  ChannelFile read(std::string_view text) {
    DataReader reader(text, file_);
    std::optional<Datum> all = reader.next();
    if (!all || !all->is_list_of("channel")) {
      throw error_at(file_, all.value_or(Datum()), "this declares no channel")
          .with_hint("(channel (version 0) (name NAME))");
    }
    if (unknown_ == Unknown::refused) {
      if (auto next = reader.next()) throw error_at(file_, *next, "nothing may follow the channel");
    }
    take_fields(file_, fields_of(*all), table(), unknown_);
    if (!has_version_) throw error_at(file_, *all, "the channel has no version");
    return std::move(found_);
  }

 private:
  std::vector<Field> table() {
    std::vector<Field> fields{
        {"version", [this](const Datum& field) { take_version(field); }},
        {"directory", [this](const Datum& field) { found_.directory = path_in(field); }},
        {"url", [this](const Datum& field) { found_.url = string_of(file_, field); }},
        {"keyring-reference",
         [this](const Datum& field) { found_.keyring_reference = branch_in(field); }},
        {"news-file", [this](const Datum& field) { found_.news_file = path_in(field); }},
        {"dependencies",
         [this](const Datum& field) {
           for (const Datum& channel : fields_of(field)) take_dependency(channel);
         }},
    };
    if (unknown_ == Unknown::ignored) return fields;  // Guix knows no more
    fields.push_back({"name", [this](const Datum& field) { found_.name = name_in(field); }});
    fields.push_back({"language", [this](const Datum& field) { take_language(field); }});
    return fields;
  }

  void take_version(const Datum& field) {
    expect_version_0(file_, field);
    has_version_ = true;
  }

  void take_language(const Datum& field) {
    const Datum& value = value_of(file_, field);
    if (!value.is(Datum::Kind::integer) || value.number < 0) {
      throw error_at(file_, value, "the version of a language is a number");
    }
    if (value.number > newest_language) {
      throw error_at(file_, value, "language {} needs a newer cairn: this one knows language {}",
                     value.number, newest_language);
    }
    found_.language = value.number;
  }

  std::string path_in(const Datum& field) const {
    const std::string& path = string_of(file_, field);
    if (!stays_below(path)) {
      throw error_at(file_, field.items[1], "'{}' leads out of the repository", path);
    }
    return path;
  }

  std::string branch_in(const Datum& field) const {
    const std::string& name = string_of(file_, field);
    if (!is_branch_name(name)) {
      throw error_at(file_, field.items[1], "'{}' can be no branch's name", name);
    }
    return name;
  }

  std::string name_in(const Datum& field) const {
    const Datum& value = value_of(file_, field);
    // In files of Guix one finds 'name as well as name.
    bool is_quoted =
        unknown_ == Unknown::ignored && value.is_list_of("quote") && value.items.size() == 2;
    const Datum& name = is_quoted ? value.items[1] : value;
    if (!name.is(Datum::Kind::symbol) || !is_channel_name(name.text)) {
      throw error_at(file_, value, "this cannot name a channel")
          .with_hint(
              "letters, digits, '-', '_' and '.', with no quote before them: (name my-channel)");
    }
    return name.text;
  }

  void take_dependency(const Datum& datum) {
    if (!datum.is_list_of("channel")) {
      throw error_at(file_, datum, "a channel is expected here: (channel (name n) (url \"...\"))");
    }
    Channel channel;
    const std::vector<Field> fields{
        {"name", [&](const Datum& field) { channel.name = name_in(field); }},
        {"url", [&](const Datum& field) { channel.url = string_of(file_, field); }},
        {"branch", [&](const Datum& field) { channel.branch = branch_in(field); }},
        {"introduction",
         [&](const Datum& field) { channel.introduction = introduction_in(field); }},
    };
    take_fields(file_, fields_of(datum), fields, unknown_);
    if (channel.name.empty()) throw error_at(file_, datum, "this channel has no name");
    if (channel.url.empty())
      throw error_at(file_, datum, "the channel {} has no url", channel.name);
    found_.dependencies.push_back(std::move(channel));
  }

  // An introduction that cannot be read must never be taken for none.
  ChannelIntroduction introduction_in(const Datum& field) const {
    const Datum& datum = value_of(file_, field);
    if (unknown_ == Unknown::ignored && datum.is_list_of("make-channel-introduction")) {
      return made_introduction_in(datum);
    }
    if (!datum.is_list_of("channel-introduction")) {
      throw error_at(file_, datum, "an introduction is expected here")
          .with_hint("(channel-introduction (version 0) (commit \"...\") (signer \"...\"))");
    }
    ChannelIntroduction introduction;
    bool has_version = false;
    const std::vector<Field> fields{
        {"version",
         [&](const Datum& version) {
           expect_version_0(file_, version);
           has_version = true;
         }},
        {"commit", [&](const Datum& commit) { introduction.commit = commit_in(commit); }},
        {"signer", [&](const Datum& signer) { introduction.signer = signer_in(signer); }},
    };
    take_fields(file_, fields_of(datum), fields, unknown_);
    bool is_whole = has_version && !introduction.commit.empty() && !introduction.signer.empty();
    if (!is_whole) {
      throw error_at(file_, datum, "an introduction has a version, a commit and a signer");
    }
    return introduction;
  }

  // (make-channel-introduction "COMMIT" (openpgp-fingerprint "SIGNER")), as in a user's own file:
  // some channels write it here, too.
  ChannelIntroduction made_introduction_in(const Datum& datum) const {
    if (datum.items.size() != 3 || !datum.items[2].is_list_of("openpgp-fingerprint")) {
      throw error_at(file_, datum, "this introduction has no commit or no fingerprint");
    }
    Datum commit = datum;
    commit.items.pop_back();
    return {commit_in(commit), signer_in(datum.items[2])};
  }

  std::string commit_in(const Datum& field) const {
    const std::string& commit = string_of(file_, field);
    if (!is_commit_id(commit)) throw error_at(file_, field.items[1], "a commit has 40 digits");
    return commit;
  }

  std::string signer_in(const Datum& field) const {
    const std::string& signer = string_of(file_, field);
    const Datum& value = field.items[1];
    return with_context(fmt::format("{}:{}:{}", file_, value.line, value.column),
                        [&] { return Fingerprint::parse(signer).text(); });
  }

  const std::string& file_;
  Unknown unknown_;
  bool has_version_ = false;
  ChannelFile found_;
};

}  // namespace

ChannelFile read_channel_file(std::string_view text, const std::string& file) {
  return ChannelFileReader(file, Unknown::refused).read(text);
}

ChannelFile read_guix_channel_file(std::string_view text, const std::string& file) {
  return ChannelFileReader(file, Unknown::ignored).read(text);
}

}  // namespace cairn
