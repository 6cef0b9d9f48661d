;; SPDX-License-Identifier: GPL-3.0-or-later
;; Programs and libraries that make files smaller.

(define-module (distro compression)
  #:use-module (cairn)
  #:use-module (cairn licenses)
  #:use-module (distro base)
  #:use-module (distro build-system gnu)
  #:use-module (distro seed))

(define-public zlib
  (package
    (name "zlib")
    (version "1.3.1")
    (source
     (origin
       (method url-fetch)
       ;; Debian packs this anew, without what has another license, so the bytes are not upstream's.
       (uri (string-append "mirror://debian/pool/main/z/zlib/zlib_1.3.dfsg+really" version
                           ".orig.tar.gz"))
       (sha256 (base16 "60dd315c07f616887caa029408308a018ace66e3d142726a97db164b3b8f69fb"))))
    (build-system gnu-build-system)
    (arguments
     (list #:phases
           #~(modify-phases %standard-phases
               ;; This configure is not autoconf's.
               (replace 'configure
                 (lambda* (#:key outputs #:allow-other-keys)
                   (invoke "bash" "./configure"
                           (string-append "--prefix=" (assoc-ref outputs "out"))))))))
    (synopsis "Library that compresses data")
    (description "zlib compresses and decompresses data in memory, in the formats zlib, gzip and raw
deflate.")
    (license zlib-license)
    (home-page "https://zlib.net/")))

(define-public gzip
  (package
    (name "gzip")
    (version "1.13")
    (source
     (origin
       (method url-fetch)
       (uri (list (string-append "mirror://gnu/gzip/gzip-" version ".tar.xz")
                  (string-append "mirror://debian/pool/main/g/gzip/gzip_" version ".orig.tar.xz")))
       (sha256 (base16 "7454eb6935db17c6655576c2e1b0fabefd38b4d0936e0f87f48cd062ce91a057"))))
    (build-system gnu-build-system)
    (arguments
     (list #:phases
           #~(modify-phases %standard-phases
               ;; The test of zmore wants a pager, and looks for programs in this folder first.
               (add-before 'check 'page-with-cat
                 (lambda _
                   (symlink (which "cat") "more")
                   #t))
               ;; This test waits a hundredth of a second for the other end of a pipe to be gone, which
               ;; is too short on a machine that is busy.
               (add-before 'check 'wait-long-enough
                 (lambda _
                   (substitute* "tests/pipe-output"
                     (("sleep_amount=0\\.01") "sleep_amount=1"))
                   #t)))))
    (native-inputs (list seed-extras))
    (inputs (list bash))
    (synopsis "Compress and decompress files")
    (description "GNU gzip compresses files in the format that carries its name, with scripts to look into
and search compressed files.")
    (license gpl3+)
    (home-page "https://www.gnu.org/software/gzip/")))

(define-public xz
  (package
    (name "xz")
    (version "5.4.1")
    (source
     (origin
       (method url-fetch)
       (uri (list (string-append "https://tukaani.org/xz/xz-" version ".tar.xz")
                  (string-append "mirror://sourceforge/lzmautils/xz-" version ".tar.xz")
                  (string-append "mirror://debian/pool/main/x/xz-utils/xz-utils_" version
                                 ".orig.tar.xz")))
       (sha256 (base16 "5d9827aa1875b21c288f78864bb26d2650b436ea8d2cad364e4921eb6266a5a5"))))
    (build-system gnu-build-system)
    (inputs (list bash))
    (synopsis "Compress files well, and a library for it")
    (description "XZ Utils compress and decompress files in the formats xz and lzma, and hold the library
liblzma.")
    (license (list public-domain gpl2+ lgpl2.1+))
    (home-page "https://tukaani.org/xz/")))

(define-public lzip
  (package
    (name "lzip")
    (version "1.25")
    (source
     (origin
       (method url-fetch)
       ;; Debian compresses this anew, so the bytes are not upstream's.
       (uri (string-append "mirror://debian/pool/main/l/lzip/lzip_" version ".orig.tar.xz"))
       (sha256 (base16 "b854b1e83c978485de6a8c3d47299dfca8d86ce771d05a278d5badcc9101e949"))))
    (build-system gnu-build-system)
    (synopsis "Compress files well and safely")
    (description "Lzip compresses files with LZMA in a simple format that finds damage.  It is written in
C++.")
    (license gpl2+)
    (home-page "https://www.nongnu.org/lzip/lzip.html")))
