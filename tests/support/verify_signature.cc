// SPDX-License-Identifier: GPL-3.0-or-later
// Our verdict on a signature as a program, so that tests can compare it with ssh-keygen's and
// gpg's:
//   verify_signature [--times COUNT] PAYLOAD SIGNATURE KEYS...
// KEYS are files: of lines of SSH's if they end with .pub, else of OpenPGP's.
#include "channels/signature/verify_signature.hh"

#include "core/base/files.hh"

#include <cstdio>
#include <ctime>
#include <fmt/format.h>
#include <span>

namespace cairn {

namespace {

void add_keys(Keyring& keyring, const std::string& path) {
  std::string text = read_file(path);
  if (path.ends_with(".pub")) {
    keyring.add_ssh(text);
  } else {
    keyring.add_openpgp(text);
  }
}

void print(const SignatureVerdict& verdict) {
  if (!verdict.good) {
    fmt::print("{}: {}\n", verdict.key_is_missing ? "missing" : "bad", verdict.reason);
    return;
  }
  fmt::print("good:");
  for (const Fingerprint& key : verdict.by) fmt::print(" {}", key.text());
  fmt::print("\n");
}

double cpu_seconds() {
  return static_cast<double>(clock()) / CLOCKS_PER_SEC;
}

void run(std::span<const std::string> arguments) {
  int times = 1;
  if (arguments.size() >= 2 && arguments[0] == "--times") {
    times = std::stoi(arguments[1]);
    arguments = arguments.subspan(2);
  }
  if (arguments.size() < 2) {
    throw Error("usage: verify_signature [--times COUNT] PAYLOAD SIGNATURE KEYS...", Exit::misused);
  }
  std::string payload = read_file(arguments[0]);
  std::string signature = read_file(arguments[1]);
  double begin = cpu_seconds();
  Keyring keyring;
  for (const std::string& path : arguments.subspan(2)) add_keys(keyring, path);
  SignatureVerdict verdict;
  for (int i = 0; i < times; ++i) verdict = verify_signature(payload, signature, keyring);
  print(verdict);
  if (times > 1) fmt::print("seconds: {:.3f}\n", cpu_seconds() - begin);
}

}  // namespace

}  // namespace cairn

int main(int count, char** values) {
  try {
    cairn::run(std::vector<std::string>(values + 1, values + count));
    return 0;
  } catch (const cairn::Error& error) {
    fmt::print(stderr, "verify_signature: error: {}\n", error.message());
    return static_cast<int>(error.status());
  }
}
