// SPDX-License-Identifier: GPL-3.0-or-later
// T-06: a failed build's tree is handed over to whoever asked for it, who exchanges folders in it
// for links to another's files meanwhile (CVE-2021-27851).
#include "core/build/kept_tree.hh"
#include "tests/support/attack_build.hh"
#include "tests/support/attack_swapper.hh"
#include "tests/support/attack_verdict.hh"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

constexpr Owner outsider{65534, 65534};
constexpr int many_folders = 100;
constexpr int files_of_folder = 100;

// "tree" holds folders with files, "secrets" root's files of the same names.
struct Field {
  TemporaryDirectory folder;

  explicit Field(int folders) {
    for (int i = 0; i < folders; ++i) {
      fs::create_directories(fmt::format("{}/tree/{}", folder.path(), i));
      for (int j = 0; j < files_of_folder; ++j) {
        std::ofstream(fmt::format("{}/tree/{}/{}", folder.path(), i, j)) << "x";
      }
    }
    fs::create_directory(secrets());
    for (int j = 0; j < files_of_folder; ++j) {
      std::ofstream(fmt::format("{}/{}", secrets(), j)) << "secret";
    }
    fs::permissions(folder.path(), fs::perms(0755));
  }

  std::string secrets() const { return folder.path() + "/secrets"; }

  bool is_unharmed() const {
    for (const auto& entry : fs::directory_iterator(secrets())) {
      struct stat status {};
      if (lstat(entry.path().c_str(), &status) < 0 || status.st_uid != 0) return false;
      if (read_file(entry.path().string()) != "secret") return false;
    }
    return status_at(AT_FDCWD, secrets())->st_uid == 0;
  }
};

// The folders that keep_tree() has made for MARK, so far.
std::vector<std::string> kept_folders(const std::string& mark) {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(fs::temp_directory_path())) {
    if (entry.path().filename().string().starts_with("cairn-build-" + mark)) {
      found.push_back(entry.path().string());
    }
  }
  return found;
}

void remove_kept(const std::string& mark) {
  for (const std::string& folder : kept_folders(mark)) remove_tree_at(AT_FDCWD, folder);
}

// The new owner: exchanges each folder that appears for a link to SECRETS, and back, and at last
// the whole tree.
[[noreturn]] void exchange_what_appears(const std::string& mark, const std::string& secrets) {
  for (;;) {
    for (const std::string& folder : kept_folders(mark)) {
      std::string link = folder + "/link";
      static_cast<void>(!symlink(secrets.c_str(), link.c_str()));
      for (int i = 0; i < many_folders; ++i) {
        std::string entry = fmt::format("{}/tree/{}", folder, i);
        renameat2(AT_FDCWD, entry.c_str(), AT_FDCWD, link.c_str(), RENAME_EXCHANGE);
      }
      renameat2(AT_FDCWD, (folder + "/tree").c_str(), AT_FDCWD, link.c_str(), RENAME_EXCHANGE);
    }
    usleep(1000);  // or the writer gets nowhere
  }
}

// A process of the outsider, until the end of this value.
class Racer {
 public:
  Racer(const std::string& mark, const std::string& secrets) : process_(fork()) {
    if (process_ != 0) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    as_outsider([&]() -> std::string { exchange_what_appears(mark, secrets); });
    _exit(0);
  }
  ~Racer() {
    kill(process_, SIGKILL);  // and with it who follows it
    waitpid(process_, nullptr, 0);
  }
  Racer(Racer&&) = delete;

 private:
  pid_t process_;
};

// Whether keeping the tree worked; the race may break it.
bool keep(const Field& field, const std::string& mark) {
  try {
    keep_tree(field.folder.fd(), "tree", mark, outsider, [] {});
    return true;
  } catch (const Error&) {
    return false;
  }
}

// As daemons did: give away what is found, by path.
void give_away(const std::string& folder) {
  std::error_code error;
  static_cast<void>(!lchown(folder.c_str(), outsider.user, outsider.group));
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::string path = entry->path().string();
    static_cast<void>(!lchown(path.c_str(), outsider.user, outsider.group));
    if (entry->is_directory(error) && !entry->is_symlink(error)) give_away(path);
  }
}

}  // namespace

TEST_CASE("T-06: whoever is handed a failed build's tree gets nobody else's files", "[attack]") {
  if (!has_outsider()) return skip("only root hands trees over to others");
  Field field(many_folders);
  std::string mark = fmt::format("raced{}", getpid());
  AtEnd clean([&] { remove_kept(mark); });
  Racer racer(mark, field.secrets());
  keep(field, mark);
  CHECK(field.is_unharmed());
  REQUIRE(kept_folders(mark).size() == 1);
  // It was there to be raced, and it was raced.
  CHECK(status_at(AT_FDCWD, kept_folders(mark)[0] + "/link"));
}

TEST_CASE("T-06: an engine that gives away what it finds by path gives other files away",
          "[attack]") {
  if (!has_outsider()) return skip("only root hands trees over to others");
  Field field(8);
  fs::create_symlink(field.secrets(), field.folder.path() + "/link");
  Swapper swapper({{field.folder.path() + "/tree/7", field.folder.path() + "/link"}});
  CHECK(succeeds_once([&] {
    give_away(field.folder.path() + "/tree");
    return !field.is_unharmed();
  }));
}

TEST_CASE("T-06: a tree is handed over without changing any owner", "[attack]") {
  if (!has_outsider()) return skip("only root hands trees over to others");
  TemporaryDirectory folder;
  fs::create_directory(folder.path() + "/tree");
  std::ofstream(folder.path() + "/tree/evidence") << "x";
  std::string mark = fmt::format("unchanged{}", getpid());
  AtEnd clean([&] { remove_kept(mark); });
  std::string path = in_process([&] {
    forbid_calls({SYS_chown, SYS_fchown, SYS_lchown, SYS_fchownat});
    return keep_tree(folder.fd(), "tree", mark, outsider, [] {});
  });
  REQUIRE(path.starts_with("/tmp/cairn-build-" + mark));
  CHECK(status_at(AT_FDCWD, path + "/evidence")->st_uid == outsider.user);
  CHECK(status_at(AT_FDCWD, folder.path() + "/tree/evidence")->st_uid == 0);
}

TEST_CASE("T-06: an ordinary user's failed build is kept by that user alone", "[attack]") {
  BuildPlace place;
  auto result = place.build(place.script("kept", "echo evidence > file; chmod -R 0777 .; exit 1"),
                            {.keep_failed = true});
  std::string kept = result.message.substr(result.message.rfind(' ') + 1);
  REQUIRE(kept.starts_with("/tmp/cairn-build-kept"));
  fs::path folder = fs::path(kept).parent_path();
  AtEnd clean([&] { remove_tree_at(AT_FDCWD, folder.string()); });
  CHECK(read_file(kept + "/file") == "evidence\n");
  auto status = status_at(AT_FDCWD, folder.string());
  CHECK((status->st_mode & 07777) == 0700);
  CHECK(status->st_uid == geteuid());
}
