# Where the paths in tests/support/derivations.cc come from:
#   NIX_STORE_DIR=/cairn/store nix-instantiate --readonly-mode --eval --strict --json derivations.nix
let
  system = "x86_64-linux";
  fixed = name: mode: derivation {
    inherit name system;
    builder = "builtin:fetchurl";
    outputHashMode = mode;
    outputHashAlgo = "sha256";
    outputHash = builtins.hashString "sha256" "abc";
  };
  text = builtins.toFile "plain.txt" "hello\n";
  source = fixed "source-1.0.tar.gz" "flat";
  tree = fixed "tree" "recursive";
  one = derivation {
    name = "one";
    inherit system;
    builder = "/bin/sh";
    args = [ "-c" "a \"quoted\"\nline\t\\ end" ];
    src = source;
    outputs = [ "out" "lib" ];
  };
  two = derivation {
    name = "two";
    inherit system;
    builder = "${one}/bin/sh";
    f = text;
    a = one.lib;
    b = tree;
  };
in map (d: [ d.drvPath d.outPath (d.lib.outPath or null) ]) [ source tree one two ]
