// SPDX-License-Identifier: GPL-3.0-or-later
// cairn-boot: the entry point of images that `cairn system image` makes.
#include "core/base/error.hh"
#include "core/boot/boot.hh"

#include <iostream>

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: cairn-boot SYSTEM\n";
    return 2;
  }
  try {
    cairn::boot::run_machine(arguments[1]);
    return 0;
  } catch (const cairn::Error& error) {
    std::cerr << "error: " << error.message() << "\n";
    if (!error.hint().empty()) std::cerr << "hint: " << error.hint() << "\n";
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << "\n";
  }
  return 1;
}
