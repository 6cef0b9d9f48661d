// SPDX-License-Identifier: GPL-3.0-or-later
// The main function of a test program, by Catch2.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
