# SPDX-License-Identifier: GPL-3.0-or-later
# Put the content of unpacked Debian packages together in $out, so that it runs from there: programs name
# the loader and the libraries of the store, scripts its shell, links stay inside. Run by busybox.
#
#   busybox      the program that runs this
#   packages     the unpacked packages, parted by spaces
#   loader       folder with a C library that runs where it is, for patchelf
#   patchelf     the program, unpacked
#   patchelf_libraries  folders with what else patchelf needs, parted by spaces
#   interpreter  the loader that programs shall name; empty: $out's own
#   run_path     where they shall find libraries, parted by spaces; @out@ stands for $out
#   shell        what scripts shall name as shell; empty: $out/bin/bash
#   finish       a script with what is special in this group; may be empty
set -eu
mkdir -p /tmp/bin
"$busybox" --install -s /tmp/bin
export PATH=/tmp/bin
libraries=lib/x86_64-linux-gnu
[ -n "$interpreter" ] || interpreter=$out/lib64/ld-linux-x86-64.so.2
[ -n "$shell" ] || shell=$out/bin/bash
run_path=$(echo "$run_path" | sed "s|@out@|$out|g" | tr ' ' ':')
patchelf_libraries=$(echo "$patchelf_libraries" | tr ' ' ':')

run_patchelf() {
  "$loader/ld-linux-x86-64.so.2" --library-path "$loader:$patchelf_libraries" "$patchelf" "$@"
}

# What is documentation, configuration of a Debian system, or for other machines.
unwanted="etc var sbin usr/sbin usr/lib32 usr/libx32 usr/share/doc usr/share/man usr/share/info
  usr/share/locale usr/share/lintian usr/share/bug usr/share/doc-base usr/share/menu
  usr/share/bash-completion usr/share/debianutils usr/share/gdb usr/share/common-licenses
  usr/share/gcc usr/share/common"

# /usr/X and /X both become $out/X.
copy_packages() {
  for package in $packages; do
    for folder in "$package" "$package/usr"; do
      for name in bin lib lib64 libexec include share; do
        [ -d "$folder/$name" ] || continue
        mkdir -p "$out/$name"
        cp -a "$folder/$name/." "$out/$name/"
        chmod -R u+w "$out/$name"
      done
    done
  done
  for name in $unwanted; do rm -rf "$out/${name#usr/}"; done
}

# Links that name a place of a Debian system are led to where that is now, or go.
mend_links() {
  find "$out" -type l | while read -r link; do
    target=$(readlink "$link")
    case $target in
      /etc/*) rm "$link" ;;
      /usr/*) ln -sfn "$out/${target#/usr/}" "$link" ;;
      /*) ln -sfn "$out$target" "$link" ;;
    esac
  done
  find "$out" -type l | while read -r link; do
    [ -e "$link" ] && continue
    name=$(basename "$(readlink "$link")")
    for folder in $libraries lib bin; do
      if [ -e "$out/$folder/$name" ]; then
        ln -sfn "$out/$folder/$name" "$link"
        break
      fi
    done
  done
}

is_elf() { [ "$(head -c 4 "$1" | od -An -tx1 | tr -d ' \n')" = 7f454c46 ]; }

# Object files, archives and Guile's compiled modules, which are ELF too, stay as they are.
mend_programs() {
  find "$out" -type f ! -name '*.o' ! -name '*.a' ! -name '*.go' | while read -r file; do
    is_elf "$file" || continue
    keeps_as_is "$file" && continue
    if run_patchelf --print-interpreter "$file" >/dev/null 2>&1; then
      run_patchelf --set-interpreter "$interpreter" "$file"
    fi
    if [ -n "$(run_patchelf --print-needed "$file" 2>/dev/null)" ]; then
      run_patchelf --set-rpath "$run_path" "$file"
    fi
  done
}
keeps_as_is() { false; }

# The linker's scripts name libraries with their folders; names alone are right under --sysroot.
mend_linker_scripts() {
  for file in "$out/$libraries"/*.so "$out/$libraries"/*.a; do
    [ -f "$file" ] && [ ! -L "$file" ] && grep -qE '^ *(GROUP|INPUT)' "$file" 2>/dev/null || continue
    sed -i -E 's,(/usr)?/lib(64)?/(x86_64-linux-gnu/)?,,g' "$file"
  done
}

mend_shebangs() {
  [ -d "$out/bin" ] || return 0
  find "$out/bin" -type f | while read -r file; do
    case $(head -n 1 "$file" | head -c 20 | tr -d '\0') in
      '#!/bin/sh'* | '#! /bin/sh'* | '#!/bin/bash'* | '#! /bin/bash'*)
        sed -i "1s,.*,#!$shell," "$file" ;;
    esac
  done
}

finish_group() { :; }
[ -z "$finish" ] || . "$finish"

mkdir -p "$out"
copy_packages
mend_links
mend_programs
mend_linker_scripts
mend_shebangs
finish_group
