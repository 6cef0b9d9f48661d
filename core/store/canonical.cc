// SPDX-License-Identifier: GPL-3.0-or-later
// Looking for what is not canonical.
#include "core/store/canonical.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <linux/limits.h>
#include <sys/stat.h>
#include <sys/xattr.h>

namespace cairn {

namespace {

constexpr std::size_t problem_limit = 10;
constexpr std::string_view host_label = "security.selinux";  // which every file of such a host has

class Inspection {
 public:
  explicit Inspection(uid_t owner) : owner_(owner) {}

  void look_at(int directory, const std::string& name, const std::string& shown) {
    auto status = status_at(directory, name);
    if (!status || problems_.size() >= problem_limit) return;
    look_at_mode(*status, shown);
    if (status->st_mtim.tv_sec != 1 || status->st_mtim.tv_nsec != 0) {
      problem(shown, fmt::format("has time {}", status->st_mtim.tv_sec));
    }
    if (status->st_uid != owner_) problem(shown, fmt::format("belongs to user {}", status->st_uid));
    look_at_attributes(directory, name, shown);
    if (!S_ISDIR(status->st_mode)) return;
    Fd folder = open_directory_at(directory, name);
    for (const std::string& entry : list_directory(folder.get())) {
      look_at(folder.get(), entry, shown + "/" + entry);
    }
  }

  std::vector<std::string> problems() && { return std::move(problems_); }

 private:
  void look_at_mode(const struct stat& status, const std::string& shown) {
    if (S_ISLNK(status.st_mode)) return;
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
      return problem(shown, "is neither a file nor a folder nor a link");
    }
    mode_t mode = status.st_mode & 07777;
    bool may_be_0444 = S_ISREG(status.st_mode);
    if (mode == 0555 || (mode == 0444 && may_be_0444)) return;
    problem(shown, fmt::format("has mode {:o}", mode));
  }

  // By name, as links have attributes too, below a descriptor that /proc makes a path.
  void look_at_attributes(int directory, const std::string& name, const std::string& shown) {
    std::string path = fmt::format("/proc/self/fd/{}/{}", directory, name);
    char names[XATTR_LIST_MAX];
    ssize_t size = llistxattr(path.c_str(), names, sizeof names);
    if (size < 0 && errno == ENOTSUP) return;
    checked(size, "cannot read the extended attributes of {}", shown);
    std::string_view rest(names, static_cast<std::size_t>(size));
    while (!rest.empty()) {
      std::string_view attribute = rest.substr(0, rest.find('\0'));
      rest.remove_prefix(attribute.size() + 1);
      if (attribute != host_label) {
        problem(shown, fmt::format("has the extended attribute {}", attribute));
      }
    }
  }

  void problem(const std::string& shown, const std::string& what) {
    problems_.push_back(shown + " " + what);
  }

  uid_t owner_;
  std::vector<std::string> problems_{};
};

}  // namespace

std::vector<std::string> canonical_problems(int directory, const std::string& name, uid_t owner) {
  Inspection inspection(owner);
  inspection.look_at(directory, name, name);
  return std::move(inspection).problems();
}

}  // namespace cairn
