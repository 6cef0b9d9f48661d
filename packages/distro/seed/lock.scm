;; SPDX-License-Identifier: GPL-3.0-or-later
;; The seed: packages of Debian 12, pinned.  `renew-lock' beside this file writes it; each has its group,
;; name, version, place in Debian's pool, the SHA-256 of the file (in base 16) and that of what is in it.

(define-module (distro seed lock)
  #:export (seed-packages))

(define seed-packages
  '(("binutils" "binutils-x86-64-linux-gnu" "2.40-2"
     "pool/main/b/binutils/binutils-x86-64-linux-gnu_2.40-2_amd64.deb"
     "2d7ea8a570d768224d7f2424abbe6f373d2154865a1fa7f56c80d43ecf492521"
     "03b48f04d5cbcc4bdd1947a9814f59ca877c264004bcfb1dcf7f3395474fb2bb")
    ("binutils" "libbinutils" "2.40-2"
     "pool/main/b/binutils/libbinutils_2.40-2_amd64.deb"
     "fcf55b99e5f8a78f3c8ce9b6957f1024f394cf20c196b100d308a57e43547710"
     "5d72ca94ec0ec1ef029063feba593bf5bec877277667ce7fe48f4735fc456732")
    ("binutils" "libctf-nobfd0" "2.40-2"
     "pool/main/b/binutils/libctf-nobfd0_2.40-2_amd64.deb"
     "ef1dfcf22de41ea90ebd3d505447ccccd999e96b85aa777a1d7d981dc3b347aa"
     "19def13c743ee62bb87e87304190f1a1b2fbd6e9000114f488a8b377272a0302")
    ("binutils" "libctf0" "2.40-2"
     "pool/main/b/binutils/libctf0_2.40-2_amd64.deb"
     "3fb7b6f326be3fae4a87a3d33b9269bd06c1e4346a24bd737f265067e3b7427f"
     "0bd69a11d5d8f11c12a5669f4441e434f42818b0f95b671ba7e908a88d27688f")
    ("extras" "file" "1:5.44-3"
     "pool/main/f/file/file_5.44-3_amd64.deb"
     "2c57221bf8cc0ff5d2295ececb9215cc1b9ff9040dacb152c385bba3087ab1df"
     "3d4213c6cc851e3d467523f00ba7a566b4f46cd0370715ed078508bf16a3f53a")
    ("extras" "libmagic-mgc" "1:5.44-3"
     "pool/main/f/file/libmagic-mgc_5.44-3_amd64.deb"
     "bad01673ba5dfb9b5db4f3ae6a71f18d492cb6801eab45ad3c7d483c0a1f6ad2"
     "78503b6ebd2b13fef7a682dbed8debb5286b8b8af4db0afd25c71051c6b907b2")
    ("extras" "libmagic1" "1:5.44-3"
     "pool/main/f/file/libmagic1_5.44-3_amd64.deb"
     "a241c2adc7438a7e217f32544028489981768a349d3e48673392703255c7b88e"
     "b7ab0e06847a770ad1f0a2b79a79d20a6cabe619182e72d5978304d0613f3798")
    ("extras" "m4" "1.4.19-3"
     "pool/main/m/m4/m4_1.4.19-3_amd64.deb"
     "b2dd7bfca426712416e651bb5ff6dabe7d05e4caebbac61d714dbe261b31e4c3"
     "d1b6d69b34053e89eca9cdb7698525520b12460ccbfac6b0398bd38541ce978c")
    ("extras" "perl-base" "5.36.0-7+deb12u3"
     "pool/main/p/perl/perl-base_5.36.0-7+deb12u3_amd64.deb"
     "8ec874926e211807cde71e1b0a2311d2534ab3539dffcb2c8553633f542efc1a"
     "8da3983a089f5e499969b5baec586443639aae94d041192e2e224f589c4d41f1")
    ("extras" "perl-modules-5.36" "5.36.0-7+deb12u3"
     "pool/main/p/perl/perl-modules-5.36_5.36.0-7+deb12u3_all.deb"
     "3d237ccb1ea32727b6573d43c67d78337aa928a81148d36cef54b369a07c240a"
     "0987ec781b7f3e5c916917248b7e076cf53b6df45ceac3ea1804c4605a47accf")
    ("gcc" "cpp-12" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/cpp-12_12.2.0-14+deb12u1_amd64.deb"
     "fedbb98e877adde83c983c6071537ea25ac52b277ac6e4637d85025949ca1454"
     "880a3679fdc5b3b6051baa468812d7864cf0db6bccf930a01703aa18b141f16a")
    ("gcc" "g++-12" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/g++-12_12.2.0-14+deb12u1_amd64.deb"
     "68b182badae4ace7d472f1393c559d3532a95a2d70817498b10bb481d2627251"
     "9d22b2a214a0539b47b436f07af98567c0241eeacd8541265048a68f7e408045")
    ("gcc" "gcc-12" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/gcc-12_12.2.0-14+deb12u1_amd64.deb"
     "b46f33cc2ec245e435e043807038cecf4b201ef004800e9dfc1455240360e49d"
     "b21f072cc65246be64c885d939492dc276e568faceebc085da645674dd5996af")
    ("gcc" "libgcc-12-dev" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libgcc-12-dev_12.2.0-14+deb12u1_amd64.deb"
     "d720259380a84f2ffc6fe516eff5cbe9c8a005138e8d6a5748747ba4b3404a82"
     "5284246cd3ecd77a67526af37743dc82524f3581ef690e1ed82a7d3fdb401c00")
    ("gcc" "libstdc++-12-dev" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libstdc++-12-dev_12.2.0-14+deb12u1_amd64.deb"
     "d28def6c23630432b57cb38a4c2fd67a79d4e0484027386ca6e8d6005c3d7a73"
     "d89927cdc446b25c0f2b7516b35f7425f220db95113522d28ff0b28f99d76bb2")
    ("gcclib" "libatomic1" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libatomic1_12.2.0-14+deb12u1_amd64.deb"
     "fbd4e154a6b444229ea002cc209df099209c0adc09102e5fd21239a3d2b55e2d"
     "4fe4b6220397381ec04a64ac2ea75e1b0679024b0c9b9931f6e3f118aa5a9338")
    ("gcclib" "libgcc-s1" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libgcc-s1_12.2.0-14+deb12u1_amd64.deb"
     "3016e62cb4b7cd8038822870601f5ed131befe942774d0f745622cc77d8a88f7"
     "917910e1d1a1e71b8ebbe4dfe2540049571d94a25084da370154f103f8c71fbd")
    ("gcclib" "libgomp1" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libgomp1_12.2.0-14+deb12u1_amd64.deb"
     "48fec46bda7f5b1638b9e959889bfbc20491247d402d120bb152687eb48143d7"
     "02acf5ec15d08191f24716539c7c2e1d1005e8704136a2a82ed0544cccd6abea")
    ("gcclib" "libitm1" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libitm1_12.2.0-14+deb12u1_amd64.deb"
     "0ed5b35dfd1346cccbf065408ec789db6c44c1d0a16ae84533411dea09632979"
     "60dfbb780dec6b0af8364e5fa6af518600c3dbad36c676b8326e7b58885f08e4")
    ("gcclib" "libquadmath0" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libquadmath0_12.2.0-14+deb12u1_amd64.deb"
     "3f0c9a4c730da2fdab001cae596625438598fd2996d29d888feeb4c1cdc9011f"
     "d39671e13b3fe29867bcd279e9e96d0b7781978ae3d98ecfb84b29e8b21fcd1b")
    ("gcclib" "libstdc++6" "12.2.0-14+deb12u1"
     "pool/main/g/gcc-12/libstdc++6_12.2.0-14+deb12u1_amd64.deb"
     "5cd3171216d4ab0fc911cfe9c35509bf2dd8f47761c43b7f6a4296701551a24d"
     "115ee12d5883a12903a1937ccafdddb66dd13a6a712a60df810daf0f75720e0f")
    ("glibc" "libc-bin" "2.36-9+deb12u14"
     "pool/main/g/glibc/libc-bin_2.36-9+deb12u14_amd64.deb"
     "e667401af91fad95f15b3ebd25d1abd8373fd18b00dc32219678413170544e84"
     "0ca8d96bc9bc508e400d09239f76988774662bd1f4fcab2d9fc8bb7197abd4f8")
    ("glibc" "libc6" "2.36-9+deb12u14"
     "pool/main/g/glibc/libc6_2.36-9+deb12u14_amd64.deb"
     "ba4f88f73dbc3ae9055f3c20f4523bfdbaf1ad13ff95e258924f77d20b4fbedf"
     "7ff56899b986955cb42f219a37c46691f8eef9c8bd66e7bc1736b85a3c93f5de")
    ("glibc" "libc6-dev" "2.36-9+deb12u14"
     "pool/main/g/glibc/libc6-dev_2.36-9+deb12u14_amd64.deb"
     "0218fc2befcd784c1b0c6292c0a137ce89fad054efaa579ad083bee0f2c01aae"
     "adfb22b4c2f0382fb87b65fa6bc01b743a4c82de2850e745f7ed7b07f5803f01")
    ("glibc" "libcrypt-dev" "1:4.4.33-2"
     "pool/main/libx/libxcrypt/libcrypt-dev_4.4.33-2_amd64.deb"
     "81ccd29130f75a9e3adabc80e61921abff42f76761e1f792fa2d1bb69af7f52f"
     "fa2227995abf7f23e392c9b1c6f87a759eb37e3cf04eacc6f6f70005c4436e45")
    ("glibc" "libcrypt1" "1:4.4.33-2"
     "pool/main/libx/libxcrypt/libcrypt1_4.4.33-2_amd64.deb"
     "f5f60a5cdfd4e4eaa9438ade5078a57741a7a78d659fcb0c701204f523e8bd29"
     "5709789ecbdfd16659c85fba64936a50da2e7544eb591daf771d5b68605534f5")
    ("glibc" "linux-libc-dev" "6.1.176-1"
     "pool/main/l/linux/linux-libc-dev_6.1.176-1_amd64.deb"
     "8bb258735b9dffbb111da778ebdd024750878e435ffd9dfcadcb6762ede6b4cf"
     "a3f01799ef1e90564c6bdd25f055fa05d280921b559bc9b8fd7dbe96f04568b9")
    ("guile" "guile-3.0" "3.0.8-2"
     "pool/main/g/guile-3.0/guile-3.0_3.0.8-2_amd64.deb"
     "95652c86639aa2e60db71e034c7cb76d1968c7b294dfd6062edb46a75a2e10d7"
     "791bc7adb977afed2f78c1664e5089fc6bd7ca215826a8ce62fd74b1ab2f3fbb")
    ("guile" "guile-3.0-libs" "3.0.8-2"
     "pool/main/g/guile-3.0/guile-3.0-libs_3.0.8-2_amd64.deb"
     "440dd5572ec396b38e6cdf3510026d3bc558027ba5d7d3992aff66d7d3c3ad4e"
     "da8f44da9de6297cc6ce0af8cf091beeac876829ae30ad471489c771d73de2a8")
    ("libs" "libacl1" "2.3.1-3"
     "pool/main/a/acl/libacl1_2.3.1-3_amd64.deb"
     "8be9df5795114bfe90e2be3d208ef47a5edd3fc7b3e20d387a597486d444e5e2"
     "1985da65bc9ad3065dc4641f71d37928481f5403f7717d960f8cef39906ac590")
    ("libs" "libattr1" "1:2.5.1-4"
     "pool/main/a/attr/libattr1_2.5.1-4_amd64.deb"
     "c4945123d66d0503ba42e2fc0585abc76d0838978c6d277b9cc37a4da25d1a34"
     "f81acbb1b8abeff156a95bd0324d33599e52335f97784edb44639c273133e03c")
    ("libs" "libbz2-1.0" "1.0.8-5+b1"
     "pool/main/b/bzip2/libbz2-1.0_1.0.8-5+b1_amd64.deb"
     "54149da3f44b22d523b26b692033b84503d822cc5122fed606ea69cc83ca5aeb"
     "5d23beab1ba596f9d2941ba951aae33b7419a022e191c1a7edb9a6754ef27de7")
    ("libs" "libffi8" "3.4.4-1"
     "pool/main/libf/libffi/libffi8_3.4.4-1_amd64.deb"
     "6d9f6c25c30efccce6d4bceaa48ea86c329a3432abb360a141f76ac223a4c34a"
     "c93229aee337634f8eb6799782b1d0b22e8f00bfa953f877f22cce5a20cb6299")
    ("libs" "libgc1" "1:8.2.2-3"
     "pool/main/libg/libgc/libgc1_8.2.2-3_amd64.deb"
     "c7fecfc533d31980e93faeb9bc529dc2d393fc066100550c0e28a760a2eab72e"
     "3d9b860d73745743174a566f1ad7f473275c9c3f9d3dbb055be477c4e12ffd72")
    ("libs" "libgmp10" "2:6.2.1+dfsg1-1.1"
     "pool/main/g/gmp/libgmp10_6.2.1+dfsg1-1.1_amd64.deb"
     "187aedef2ed763f425c1e523753b9719677633c7eede660401739e9c893482bd"
     "1c725c4a05e3b0ee6b9ab8872775a0c0a742662d274f60a89d7a79a3365d834f")
    ("libs" "libisl23" "0.25-1.1"
     "pool/main/i/isl/libisl23_0.25-1.1_amd64.deb"
     "ebff0b2f8b220c74224197523019366e97ee4770d464bebc48e4865114e4da0e"
     "cf6bdef7420ab75077a1ed25733ce23a9e0ad15719456502d875159188b758c4")
    ("libs" "libjansson4" "2.14-2"
     "pool/main/j/jansson/libjansson4_2.14-2_amd64.deb"
     "3fc9742f9f1a37bcb9931df6074b4d1483419ef832ad5349f47323e75fc27864"
     "81fd17cde114c421af849b5571c8189bb345be1107bf15939111aff5e669519e")
    ("libs" "liblzma5" "5.4.1-1+deb12u1"
     "pool/main/x/xz-utils/liblzma5_5.4.1-1+deb12u1_amd64.deb"
     "f96d8876b53ec89d76a992bc199679b818cf518225a768954d9451fb556a4eb7"
     "c88887f2b1f0109ef26631fc6d5e284acfe5e19ff361393b1b3ad09d90298632")
    ("libs" "libmd0" "1.0.4-2"
     "pool/main/libm/libmd/libmd0_1.0.4-2_amd64.deb"
     "03539fd30c509e27101d13a56e52eda9062bdf1aefe337c07ab56def25a13eab"
     "5af96dba3cc51633ded6566ed982d6457332105222753b089f12992c33eb62b3")
    ("libs" "libmpc3" "1.3.1-1"
     "pool/main/m/mpclib3/libmpc3_1.3.1-1_amd64.deb"
     "d7f79544790e44f9b0c8cb9034a18c58d37f8702a15f32539050718679e52f80"
     "5054436c3334ab126f94898f2c6b335eed710e87d5e0bba1cb17d5f280471293")
    ("libs" "libmpfr6" "4.2.0-1"
     "pool/main/m/mpfr4/libmpfr6_4.2.0-1_amd64.deb"
     "37b7a2b4e78890b6a074777f27b96c84f58e81558ba08410c2b6c0ca4a4ad77b"
     "bdedf6a827fdaf651c91d6244eb136f46a297c6ba659cd3db6ff45514c5f4a7d")
    ("libs" "libpcre2-8-0" "10.42-1"
     "pool/main/p/pcre2/libpcre2-8-0_10.42-1_amd64.deb"
     "030db54f4d76cdfe2bf0e8eb5f9efea0233ab3c7aa942d672c7b63b52dbaf935"
     "a6d66a4e13ff043618f5260c46d4561a806ece0f77297af49ebc229aeaf315fc")
    ("libs" "libreadline8" "8.2-1.3"
     "pool/main/r/readline/libreadline8_8.2-1.3_amd64.deb"
     "e02ebbd3701cf468dbf98d6d917fbe0325e881f07fe8b316150c8d2a64486e66"
     "4d7e2297b33db592980a8120c2f913bcd7106e8cc3e476e69d9da3175f6cdd2b")
    ("libs" "libselinux1" "3.4-1+b6"
     "pool/main/libs/libselinux/libselinux1_3.4-1+b6_amd64.deb"
     "2b07f5287b9105f40158b56e4d70cc1652dac56a408f3507b4ab3d061eed425f"
     "65d7d8984de0549aa1823e34f0f431841261a8d9d5100f598461d38e9e707868")
    ("libs" "libsigsegv2" "2.14-1"
     "pool/main/libs/libsigsegv/libsigsegv2_2.14-1_amd64.deb"
     "92336a5c47989b82ba4c778adc0ea22fc84450773f2d8428fca4448b0789cfe6"
     "02cd7167e585a28d48af348a3eb2e2016e0a8ff0ba3e19432b85ee2062c9dd66")
    ("libs" "libtinfo6" "6.4-4"
     "pool/main/n/ncurses/libtinfo6_6.4-4_amd64.deb"
     "072d908f38f51090ca28ca5afa3b46b2957dc61fe35094c0b851426859a49a51"
     "778c15cd5ca4b46f2078f040413a09e9ca04a01d36dfb55d37ec8ef40404b46b")
    ("libs" "libunistring2" "1.0-2"
     "pool/main/libu/libunistring/libunistring2_1.0-2_amd64.deb"
     "d466bbfe011d764d793c1d9d777cad9c7cf65b938e11598f27408171ad95a951"
     "e38e2b4fbe1f882f2c46d7050481a96dd6d918b5b3224dc653a562b87ae0f798")
    ("libs" "libzstd1" "1.5.4+dfsg2-5"
     "pool/main/libz/libzstd/libzstd1_1.5.4+dfsg2-5_amd64.deb"
     "6315b5ac38b724a710fb96bf1042019398cb656718b1522279a5185ed39318fa"
     "50307bda386cbbdac0f1ce2793fc426fac7bc73a212228c776cc82ffa46430e8")
    ("libs" "zlib1g" "1:1.2.13.dfsg-1"
     "pool/main/z/zlib/zlib1g_1.2.13.dfsg-1_amd64.deb"
     "d7dd1d1411fedf27f5e27650a6eff20ef294077b568f4c8c5e51466dc7c08ce4"
     "d7d7a6bb047c9534fbba9df9670489c6a831a3f66d6a1583abda742ee019ca12")
    ("static" "busybox-static" "1:1.35.0-4+deb12u1+b1"
     "pool/main/b/busybox/busybox-static_1.35.0-4+deb12u1+b1_amd64.deb"
     "3d3fdbe91d4660c873e14b092c213fe81c1da6362daa236eb25d0171eb108744"
     "6bebe1b841dfbe4ad638b7c0f4a1c0916f4f56119d07e780ff8fdd1172311672")
    ("tools" "bash" "5.2.15-2+b13"
     "pool/main/b/bash/bash_5.2.15-2+b13_amd64.deb"
     "82130bb6a560cd2a7234d8018baf73f188f5dd56413d5aa0accc987b2197a6a1"
     "8142d14ca8d5b17c3a4da76a6ba0e20e105cd49c38847f8f1269db335a709302")
    ("tools" "bzip2" "1.0.8-5+b1"
     "pool/main/b/bzip2/bzip2_1.0.8-5+b1_amd64.deb"
     "438871b3f5c5c7a357a9840951dab9dab8db7eb1ff760a563226fafa111b99e5"
     "341bec33a23019df8ed61b04b1e294fa6e1fc9311a314b66f0504540bedd25b9")
    ("tools" "coreutils" "9.1-1"
     "pool/main/c/coreutils/coreutils_9.1-1_amd64.deb"
     "61038f857e346e8500adf53a2a0a20859f4d3a3b51570cc876b153a2d51a3091"
     "df5dde5ec67dd5b9c6e6af7021e24ec23bdf681f6925fce7d1eb476ceb5aff00")
    ("tools" "diffutils" "1:3.8-4"
     "pool/main/d/diffutils/diffutils_3.8-4_amd64.deb"
     "8bdfedc14c1035e3750e9f055ac9c1ecd9b5d05d9e6dc6466c4e9237eef407dd"
     "db1286bd4d99e3bad3f0c279514ee18c909c622ffc4fafebe8b80b3e0b1f3309")
    ("tools" "findutils" "4.9.0-4"
     "pool/main/f/findutils/findutils_4.9.0-4_amd64.deb"
     "5dd86bd0af4aa73f067dfd6b8339dd868f2dd84056aa79db29d1206d4fbc5e04"
     "817b411990428355a3c0f4b8623ad838567b5baea34236c04339be62ca29eabc")
    ("tools" "gawk" "1:5.2.1-2"
     "pool/main/g/gawk/gawk_5.2.1-2_amd64.deb"
     "9cd63c1b35ff082092c221a23dcb167f72c4d1c3de3a42e11f16181f42ab3b55"
     "dbc6e7cd1adc3ad533d9ba844b82b162d48705dbc551c5197480f7e7c2df6ffe")
    ("tools" "grep" "3.8-5"
     "pool/main/g/grep/grep_3.8-5_amd64.deb"
     "3264acea728df3c48a54f20e9291b965130e306b9d00adac76647049da7196df"
     "0469dd11bb8cb7b2b7abf13dbe5545895298f40f08017a313317b952b21a1ebf")
    ("tools" "gzip" "1.12-1"
     "pool/main/g/gzip/gzip_1.12-1_amd64.deb"
     "eabec1dde2834f72540d7b93fc5df2625f52611c06d93d61f5cdb12480e0e6a3"
     "628ca892d1c24d8dcce712bcdeb4fc5d16cfef98232d88f2f0481816537002ab")
    ("tools" "make" "4.3-4.1"
     "pool/main/m/make-dfsg/make_4.3-4.1_amd64.deb"
     "a1a83af8cbd854af887b72ad196b1f4af58387815e21ced1000253a116a46e2a"
     "04b2c0eef7813d5e7c34fd8246cd53a3bf3fe280a9eb33487f2d859b62eb7da6")
    ("tools" "patch" "2.7.6-7"
     "pool/main/p/patch/patch_2.7.6-7_amd64.deb"
     "8c6d49b771530dbe26d7bd060582dc7d2b4eeb603a20789debc1ef4bbbc4ef67"
     "73608e903715b5e6d1277fae2aeee03ac7a74966a1c5777ff4a06283031c400f")
    ("tools" "patchelf" "0.14.3-1+b1"
     "pool/main/p/patchelf/patchelf_0.14.3-1+b1_amd64.deb"
     "0364b90e81faabbb9569076063952c7bcbf07f83d954a2f2602a163d65be60e6"
     "88014cb8857baed5a119b3726dd5488f78573e1faa5b98bf5c064e75c052ef04")
    ("tools" "sed" "4.9-1+deb12u1"
     "pool/main/s/sed/sed_4.9-1+deb12u1_amd64.deb"
     "fd557efeee8aae4619c2cb7f68aadccb804322ad4a99ab048aaae5901d253885"
     "1c2af389a989c9a211fd5e63b2a049ec2f8d76d0361b6b30af0fe09963aee299")
    ("tools" "tar" "1.34+dfsg-1.2+deb12u1"
     "pool/main/t/tar/tar_1.34+dfsg-1.2+deb12u1_amd64.deb"
     "24fb92e98c2969171f81a8b589263d705f6b1670f95d121cd74c810d4605acc3"
     "2e44ba61efda6485290ab81f8a0e975de381fbd2e59df1be52d86f4e0d5b39a3")
    ("tools" "xz-utils" "5.4.1-1+deb12u1"
     "pool/main/x/xz-utils/xz-utils_5.4.1-1+deb12u1_amd64.deb"
     "cc6dc501e0c06be3f89e9a7f8dfd7a97f92aadfd9daa60fad19b90d6a5558b80"
     "3d045255fbf05ccdfd2a41b03330b706fe90bf9396e248a609960441abe24158")))
