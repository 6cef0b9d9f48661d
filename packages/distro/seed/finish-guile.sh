# SPDX-License-Identifier: GPL-3.0-or-later
# What is special about Guile: Debian's name for its program.
finish_group() {
  [ -e "$out/bin/guile" ] || ln -sfn ../lib/x86_64-linux-gnu/guile/3.0/bin/guile "$out/bin/guile"
}
