# SPDX-License-Identifier: GPL-3.0-or-later
# What is special about binutils: the short names of its programs.
finish_group() {
  for program in "$out"/bin/x86_64-linux-gnu-*; do
    name=${program##*/x86_64-linux-gnu-}
    ln -sfn "x86_64-linux-gnu-$name" "$out/bin/$name"
  done
}
