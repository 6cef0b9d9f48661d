#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks that every C++ file is laid out as clang-format does it with the root's .clang-format.
set -eu
root=$(cd "${1:-$(dirname "$0")/../..}" && pwd)
cd "$root"

if ! command -v clang-format >/dev/null; then
  echo "tests/architecture/check_format.sh:1: clang-format is not installed"
  exit 1
fi
if ! [ -e .clang-format ] || ! [ -d core ]; then
  echo "$root is not the root of Cairn: it has no .clang-format or no folder 'core'" >&2
  exit 1
fi

for folder in core channels daemon scheme cli tests; do
  if [ -d "$folder" ]; then
    find "$folder" \( -name '*.cc' -o -name '*.hh' \) ! -path 'tests/vectors/*' -print0
  fi
done | sort -z | xargs -0 -r clang-format --style=file --dry-run -Werror 2>&1 || exit 1
