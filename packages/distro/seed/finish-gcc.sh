# SPDX-License-Identifier: GPL-3.0-or-later
# What is special about gcc: short names, where it finds the assembler and the linker, and specs that
# make it use the C library of the store.
#   binutils, glibc, runtime: items of the store
finish_group() {
  private=$out/lib/gcc/x86_64-linux-gnu/12
  for name in gcc g++ cpp gcov; do ln -sfn "$name-12" "$out/bin/$name"; done
  for name in ar nm ranlib; do ln -sfn "gcc-$name-12" "$out/bin/gcc-$name"; done
  ln -sfn gcc-12 "$out/bin/cc"
  ln -sfn g++-12 "$out/bin/c++"
  mkdir -p "$out/x86_64-linux-gnu/bin"
  for program in "$binutils"/bin/x86_64-linux-gnu-*; do
    ln -sfn "$program" "$out/x86_64-linux-gnu/bin/${program##*/x86_64-linux-gnu-}"
  done
  lead_to_runtime
  write_specs
}

# gcc's own folder has links to its libraries, which are in another item now.
lead_to_runtime() {
  for library in "$runtime/$libraries"/*.so.*; do
    ln -sfn "$library" "$private/${library##*/}"
  done
  for link in "$private"/*.so; do
    [ -L "$link" ] || continue
    name=$(basename "$(readlink "$link")")
    if [ -e "$runtime/$libraries/$name" ]; then
      ln -sfn "$runtime/$libraries/$name" "$link"
    else
      rm "$link"
    fi
  done
}

# gcc reads this file from its own folder: no wrapper is needed. Besides the C library it turns off the
# built-in string copies, which would tear store paths into pieces that no scan can find.
write_specs() {
  "$out/bin/gcc" -dumpspecs > /tmp/specs
  awk -v glibc="$glibc" -v runtime="$runtime" -v libraries="$libraries" '
    /^\*link:/ {
      print; getline
      gsub("/lib64/ld-linux-x86-64.so.2", glibc "/lib64/ld-linux-x86-64.so.2")
      path = "-rpath " glibc "/" libraries " -rpath " runtime "/" libraries
      print "%{!static:%{!static-pie:%{!nostdlib:%{!r:" path "}}}} " $0
      next
    }
    /^\*self_spec:/ {
      print; getline
      print "--sysroot=" glibc " -B" glibc "/" libraries "/ " $0
      next
    }
    /^\*cc1_options:/ {
      print; getline
      print "-fno-builtin-strcpy -fno-builtin-memcpy " $0
      next
    }
    { print }' /tmp/specs > "$private/specs"
}
