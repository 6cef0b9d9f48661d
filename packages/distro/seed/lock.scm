;; SPDX-License-Identifier: GPL-3.0-or-later
;; The seed: packages of Debian 12, pinned.  `renew-lock' beside this file writes it; each has its group,
;; name, version, place in Debian's pool, the SHA-256 of the file (in base 16) and that of what is in it.

(define-module (distro seed lock)
  #:export (seed-packages))

(define seed-packages
  '(("binutils" "binutils-x86-64-linux-gnu" "2.40-2"
     "pool/main/b/binutils/binutils-x86-64-linux-gnu_2.40-2_amd64.deb"
     "2d7ea8a570d768224d7f2424abbe6f373d2154865a1fa7f56c80d43ecf492521"
     #f)
    ("binutils" "libbinutils" "2.40-2"
     "pool/main/b/binutils/libbinutils_2.40-2_amd64.deb"
     "fcf55b99e5f8a78f3c8ce9b6957f1024f394cf20c196b100d308a57e43547710"
     #f)
    ("binutils" "libctf-nobfd0" "2.40-2"
     "pool/main/b/binutils/libctf-nobfd0_2.40-2_amd64.deb"
     "ef1dfcf22de41ea90ebd3d505447ccccd999e96b85aa777a1d7d981dc3b347aa"
     #f)
    ("binutils" "libctf0" "2.40-2"
     "pool/main/b/binutils/libctf0_2.40-2_amd64.deb"
     "3fb7b6f326be3fae4a87a3d33b9269bd06c1e4346a24bd737f265067e3b7427f"
     #f)
    ("extras" "file" "1:5.44-3"
     "pool/main/f/file/file_5.44-3_amd64.deb"
     "2c57221bf8cc0ff5d2295ececb9215cc1b9ff9040dacb152c385bba3087ab1df"
     #f)
    ("extras" "libmagic-mgc" "1:5.44-3"
     "pool/main/f/file/libmagic-mgc_5.44-3_amd64.deb"
     "bad01673ba5dfb9b5db4f3ae6a71f18d492cb6801eab45ad3c7d483c0a1f6ad2"
     #f)
    ("extras" "libmagic1" "1:5.44-3"
     "pool/main/f/file/libmagic1_5.44-3_amd64.deb"
     "a241c2adc7438a7e217f32544028489981768a349d3e48673392703255c7b88e"
     #f)
    ("extras" "m4" "1.4.19-3"
     "pool/main/m/m4/m4_1.4.19-3_amd64.deb"
     "b2dd7bfca426712416e651bb5ff6dabe7d05e4caebbac61d714dbe261b31e4c3"
     #f)
    ("extras" "perl-base" "5.36.0-7+deb12u3"
     "pool/main/p/perl/perl-base_5.36.0-7+deb12u3_amd64.deb"
     "8ec874926e211807cde71e1b0a2311d2534ab3539dffcb2c8553633f542efc1a"
     #f)
    ("gcc" "cpp-12" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/cpp-12_12.2.0-14+deb12u1_amd64.deb"
     "fedbb98e877adde83c983c6071537ea25ac52b277ac6e4637d85025949ca1454"
     #f)
    ("gcc" "g++-12" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/g++-12_12.2.0-14+deb12u1_amd64.deb"
     "68b182badae4ace7d472f1393c559d3532a95a2d70817498b10bb481d2627251"
     #f)
    ("gcc" "gcc-12" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/gcc-12_12.2.0-14+deb12u1_amd64.deb"
     "b46f33cc2ec245e435e043807038cecf4b201ef004800e9dfc1455240360e49d"
     #f)
    ("gcc" "libgcc-12-dev" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libgcc-12-dev_12.2.0-14+deb12u1_amd64.deb"
     "d720259380a84f2ffc6fe516eff5cbe9c8a005138e8d6a5748747ba4b3404a82"
     #f)
    ("gcc" "libstdc++-12-dev" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libstdc++-12-dev_12.2.0-14+deb12u1_amd64.deb"
     "d28def6c23630432b57cb38a4c2fd67a79d4e0484027386ca6e8d6005c3d7a73"
     #f)
    ("gcclib" "libatomic1" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libatomic1_12.2.0-14+deb12u1_amd64.deb"
     "fbd4e154a6b444229ea002cc209df099209c0adc09102e5fd21239a3d2b55e2d"
     #f)
    ("gcclib" "libgcc-s1" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libgcc-s1_12.2.0-14+deb12u1_amd64.deb"
     "3016e62cb4b7cd8038822870601f5ed131befe942774d0f745622cc77d8a88f7"
     #f)
    ("gcclib" "libgomp1" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libgomp1_12.2.0-14+deb12u1_amd64.deb"
     "48fec46bda7f5b1638b9e959889bfbc20491247d402d120bb152687eb48143d7"
     #f)
    ("gcclib" "libitm1" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libitm1_12.2.0-14+deb12u1_amd64.deb"
     "0ed5b35dfd1346cccbf065408ec789db6c44c1d0a16ae84533411dea09632979"
     #f)
    ("gcclib" "libquadmath0" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libquadmath0_12.2.0-14+deb12u1_amd64.deb"
     "3f0c9a4c730da2fdab001cae596625438598fd2996d29d888feeb4c1cdc9011f"
     #f)
    ("gcclib" "libstdc++6" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libstdc++6_12.2.0-14+deb12u1_amd64.deb"
     "5cd3171216d4ab0fc911cfe9c35509bf2dd8f47761c43b7f6a4296701551a24d"
     #f)
    ("glibc" "libc-bin" "2.36-9+deb12u14"
     "pool/main/g/glibc/libc-bin_2.36-9+deb12u14_amd64.deb"
     "e667401af91fad95f15b3ebd25d1abd8373fd18b00dc32219678413170544e84"
     #f)
    ("glibc" "libc6" "2.36-9+deb12u14"
     "pool/main/g/glibc/libc6_2.36-9+deb12u14_amd64.deb"
     "ba4f88f73dbc3ae9055f3c20f4523bfdbaf1ad13ff95e258924f77d20b4fbedf"
     #f)
    ("glibc" "libc6-dev" "2.36-9+deb12u14"
     "pool/main/g/glibc/libc6-dev_2.36-9+deb12u14_amd64.deb"
     "0218fc2befcd784c1b0c6292c0a137ce89fad054efaa579ad083bee0f2c01aae"
     #f)
    ("glibc" "libcrypt-dev" "1:4.4.33-2"
     "pool/main/libx/libxcrypt/libcrypt-dev_4.4.33-2_amd64.deb"
     "81ccd29130f75a9e3adabc80e61921abff42f76761e1f792fa2d1bb69af7f52f"
     #f)
    ("glibc" "libcrypt1" "1:4.4.33-2"
     "pool/main/libx/libxcrypt/libcrypt1_4.4.33-2_amd64.deb"
     "f5f60a5cdfd4e4eaa9438ade5078a57741a7a78d659fcb0c701204f523e8bd29"
     #f)
    ("glibc" "linux-libc-dev" "6.1.176-1"
     "pool/main/l/linux/linux-libc-dev_6.1.176-1_amd64.deb"
     "8bb258735b9dffbb111da778ebdd024750878e435ffd9dfcadcb6762ede6b4cf"
     #f)
    ("guile" "guile-3.0" "3.0.8-2"
     "pool/main/g/guile-3.0/guile-3.0_3.0.8-2_amd64.deb"
     "95652c86639aa2e60db71e034c7cb76d1968c7b294dfd6062edb46a75a2e10d7"
     #f)
    ("guile" "guile-3.0-libs" "3.0.8-2"
     "pool/main/g/guile-3.0/guile-3.0-libs_3.0.8-2_amd64.deb"
     "440dd5572ec396b38e6cdf3510026d3bc558027ba5d7d3992aff66d7d3c3ad4e"
     #f)
    ("libs" "libacl1" "2.3.1-3"
     "pool/main/a/acl/libacl1_2.3.1-3_amd64.deb"
     "8be9df5795114bfe90e2be3d208ef47a5edd3fc7b3e20d387a597486d444e5e2"
     #f)
    ("libs" "libattr1" "1:2.5.1-4"
     "pool/main/a/attr/libattr1_2.5.1-4_amd64.deb"
     "c4945123d66d0503ba42e2fc0585abc76d0838978c6d277b9cc37a4da25d1a34"
     #f)
    ("libs" "libbz2-1.0" "1.0.8-5+b1"
     "pool/main/b/bzip2/libbz2-1.0_1.0.8-5+b1_amd64.deb"
     "54149da3f44b22d523b26b692033b84503d822cc5122fed606ea69cc83ca5aeb"
     #f)
    ("libs" "libffi8" "3.4.4-1"
     "pool/main/libf/libffi/libffi8_3.4.4-1_amd64.deb"
     "6d9f6c25c30efccce6d4bceaa48ea86c329a3432abb360a141f76ac223a4c34a"
     #f)
    ("libs" "libgc1" "1:8.2.2-3"
     "pool/main/libg/libgc/libgc1_8.2.2-3_amd64.deb"
     "c7fecfc533d31980e93faeb9bc529dc2d393fc066100550c0e28a760a2eab72e"
     #f)
    ("libs" "libgmp10" "2:6.2.1+dfsg1-1.1"
     "pool/main/g/gmp/libgmp10_6.2.1+dfsg1-1.1_amd64.deb"
     "187aedef2ed763f425c1e523753b9719677633c7eede660401739e9c893482bd"
     #f)
    ("libs" "libisl23" "0.25-1.1"
     "pool/main/i/isl/libisl23_0.25-1.1_amd64.deb"
     "ebff0b2f8b220c74224197523019366e97ee4770d464bebc48e4865114e4da0e"
     #f)
    ("libs" "libjansson4" "2.14-2"
     "pool/main/j/jansson/libjansson4_2.14-2_amd64.deb"
     "3fc9742f9f1a37bcb9931df6074b4d1483419ef832ad5349f47323e75fc27864"
     #f)
    ("libs" "liblzma5" "5.4.1-1+deb12u1"
     "pool/main/x/xz-utils/liblzma5_5.4.1-1+deb12u1_amd64.deb"
     "f96d8876b53ec89d76a992bc199679b818cf518225a768954d9451fb556a4eb7"
     #f)
    ("libs" "libmd0" "1.0.4-2"
     "pool/main/libm/libmd/libmd0_1.0.4-2_amd64.deb"
     "03539fd30c509e27101d13a56e52eda9062bdf1aefe337c07ab56def25a13eab"
     #f)
    ("libs" "libmpc3" "1.3.1-1"
     "pool/main/m/mpclib3/libmpc3_1.3.1-1_amd64.deb"
     "d7f79544790e44f9b0c8cb9034a18c58d37f8702a15f32539050718679e52f80"
     #f)
    ("libs" "libmpfr6" "4.2.0-1"
     "pool/main/m/mpfr4/libmpfr6_4.2.0-1_amd64.deb"
     "37b7a2b4e78890b6a074777f27b96c84f58e81558ba08410c2b6c0ca4a4ad77b"
     #f)
    ("libs" "libpcre2-8-0" "10.42-1"
     "pool/main/p/pcre2/libpcre2-8-0_10.42-1_amd64.deb"
     "030db54f4d76cdfe2bf0e8eb5f9efea0233ab3c7aa942d672c7b63b52dbaf935"
     #f)
    ("libs" "libreadline8" "8.2-1.3"
     "pool/main/r/readline/libreadline8_8.2-1.3_amd64.deb"
     "e02ebbd3701cf468dbf98d6d917fbe0325e881f07fe8b316150c8d2a64486e66"
     #f)
    ("libs" "libselinux1" "3.4-1+b6"
     "pool/main/libs/libselinux/libselinux1_3.4-1+b6_amd64.deb"
     "2b07f5287b9105f40158b56e4d70cc1652dac56a408f3507b4ab3d061eed425f"
     #f)
    ("libs" "libsigsegv2" "2.14-1"
     "pool/main/libs/libsigsegv/libsigsegv2_2.14-1_amd64.deb"
     "92336a5c47989b82ba4c778adc0ea22fc84450773f2d8428fca4448b0789cfe6"
     #f)
    ("libs" "libtinfo6" "6.4-4"
     "pool/main/n/ncurses/libtinfo6_6.4-4_amd64.deb"
     "072d908f38f51090ca28ca5afa3b46b2957dc61fe35094c0b851426859a49a51"
     #f)
    ("libs" "libunistring2" "1.0-2"
     "pool/main/libu/libunistring/libunistring2_1.0-2_amd64.deb"
     "d466bbfe011d764d793c1d9d777cad9c7cf65b938e11598f27408171ad95a951"
     #f)
    ("libs" "libzstd1" "1.5.4+dfsg2-5"
     "pool/main/libz/libzstd/libzstd1_1.5.4+dfsg2-5_amd64.deb"
     "6315b5ac38b724a710fb96bf1042019398cb656718b1522279a5185ed39318fa"
     #f)
    ("libs" "zlib1g" "1:1.2.13.dfsg-1"
     "pool/main/z/zlib/zlib1g_1.2.13.dfsg-1_amd64.deb"
     "d7dd1d1411fedf27f5e27650a6eff20ef294077b568f4c8c5e51466dc7c08ce4"
     #f)
    ("static" "busybox-static" "1:1.35.0-4+deb12u1+b1"
     "pool/main/b/busybox/busybox-static_1.35.0-4+deb12u1+b1_amd64.deb"
     "3d3fdbe91d4660c873e14b092c213fe81c1da6362daa236eb25d0171eb108744"
     #f)
    ("tools" "bash" "5.2.15-2+b13"
     "pool/main/b/bash/bash_5.2.15-2+b13_amd64.deb"
     "82130bb6a560cd2a7234d8018baf73f188f5dd56413d5aa0accc987b2197a6a1"
     #f)
    ("tools" "bzip2" "1.0.8-5+b1"
     "pool/main/b/bzip2/bzip2_1.0.8-5+b1_amd64.deb"
     "438871b3f5c5c7a357a9840951dab9dab8db7eb1ff760a563226fafa111b99e5"
     #f)
    ("tools" "coreutils" "9.1-1"
     "pool/main/c/coreutils/coreutils_9.1-1_amd64.deb"
     "61038f857e346e8500adf53a2a0a20859f4d3a3b51570cc876b153a2d51a3091"
     #f)
    ("tools" "diffutils" "1:3.8-4"
     "pool/main/d/diffutils/diffutils_3.8-4_amd64.deb"
     "8bdfedc14c1035e3750e9f055ac9c1ecd9b5d05d9e6dc6466c4e9237eef407dd"
     #f)
    ("tools" "findutils" "4.9.0-4"
     "pool/main/f/findutils/findutils_4.9.0-4_amd64.deb"
     "5dd86bd0af4aa73f067dfd6b8339dd868f2dd84056aa79db29d1206d4fbc5e04"
     #f)
    ("tools" "gawk" "1:5.2.1-2"
     "pool/main/g/gawk/gawk_5.2.1-2_amd64.deb"
     "9cd63c1b35ff082092c221a23dcb167f72c4d1c3de3a42e11f16181f42ab3b55"
     #f)
    ("tools" "grep" "3.8-5"
     "pool/main/g/grep/grep_3.8-5_amd64.deb"
     "3264acea728df3c48a54f20e9291b965130e306b9d00adac76647049da7196df"
     #f)
    ("tools" "gzip" "1.12-1"
     "pool/main/g/gzip/gzip_1.12-1_amd64.deb"
     "eabec1dde2834f72540d7b93fc5df2625f52611c06d93d61f5cdb12480e0e6a3"
     #f)
    ("tools" "make" "4.3-4.1"
     "pool/main/m/make-dfsg/make_4.3-4.1_amd64.deb"
     "a1a83af8cbd854af887b72ad196b1f4af58387815e21ced1000253a116a46e2a"
     #f)
    ("tools" "patch" "2.7.6-7"
     "pool/main/p/patch/patch_2.7.6-7_amd64.deb"
     "8c6d49b771530dbe26d7bd060582dc7d2b4eeb603a20789debc1ef4bbbc4ef67"
     #f)
    ("tools" "patchelf" "0.14.3-1+b1"
     "pool/main/p/patchelf/patchelf_0.14.3-1+b1_amd64.deb"
     "0364b90e81faabbb9569076063952c7bcbf07f83d954a2f2602a163d65be60e6"
     #f)
    ("tools" "sed" "4.9-1+deb12u1"
     "pool/main/s/sed/sed_4.9-1+deb12u1_amd64.deb"
     "fd557efeee8aae4619c2cb7f68aadccb804322ad4a99ab048aaae5901d253885"
     #f)
    ("tools" "tar" "1.34+dfsg-1.2+deb12u1"
     "pool/main/t/tar/tar_1.34+dfsg-1.2+deb12u1_amd64.deb"
     "24fb92e98c2969171f81a8b589263d705f6b1670f95d121cd74c810d4605acc3"
     #f)
    ("tools" "xz-utils" "5.4.1-1+deb12u1"
     "pool/main/x/xz-utils/xz-utils_5.4.1-1+deb12u1_amd64.deb"
     "cc6dc501e0c06be3f89e9a7f8dfd7a97f92aadfd9daa60fad19b90d6a5558b80"
     #f)))
