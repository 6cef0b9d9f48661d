# SPDX-License-Identifier: GPL-3.0-or-later
# What is special about the C library. Its own files are loaded by the kernel or by its loader, and
# changing them is mostly wrong.
keeps_as_is() { case $1 in */ld-linux* | *.so | *.so.*) true ;; *) false ;; esac; }

finish_group() {
  # libc loads libgcc_s itself when a thread ends, and looks beside itself.
  for package in $packages_beside; do
    find "$package" -name libgcc_s.so.1 -exec cp {} "$out/$libraries/" \;
  done
  chmod u+w "$out/$libraries/libc.so.6"
  run_patchelf --set-rpath "\$ORIGIN" "$out/$libraries/libc.so.6"
  # With --sysroot the compiler looks below /usr.
  ln -sfn . "$out/usr"
  # Scripts in here would pull a shell and all tools into whatever needs a C library.
  rm -rf "$out/bin" "$out/share"
}
