# SPDX-License-Identifier: GPL-3.0-or-later
# What is special about the extras: perl has Debian's folders of modules compiled in, and is told where they
# are now.
finish_group() {
  rm "$out/bin/perl"
  {
    echo "#!$shell"
    echo "export PERL5LIB=$out/$libraries/perl-base:$out/share/perl/5.36.0\${PERL5LIB:+:\$PERL5LIB}"
    echo "exec $out/bin/perl5.36.0 -I$out/$libraries/perl-base -I$out/share/perl/5.36.0 \"\$@\""
  } > "$out/bin/perl"
  chmod 755 "$out/bin/perl"
}
