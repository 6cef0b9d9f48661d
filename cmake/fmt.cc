// SPDX-License-Identifier: GPL-3.0-or-later
// The bodies of fmt's functions, compiled once and linked statically. Debian ships fmt as a shared
// object alone, and that one drags in libstdc++.so: together half of what a start of `cairn` cost.
#include <fmt/format-inl.h>

// Templates that the headers only declare.
template std::locale fmt::detail::locale_ref::get<std::locale>() const;
template fmt::detail::thousands_sep_result<char> fmt::detail::thousands_sep_impl(
    fmt::detail::locale_ref);
template char fmt::detail::decimal_point_impl(fmt::detail::locale_ref);
