;; SPDX-License-Identifier: GPL-3.0-or-later
;; Libraries that read text.

(define-module (distro text)
  #:use-module (cairn)
  #:use-module (cairn licenses)
  #:use-module (distro build-system gnu))

(define-public pcre2
  (package
    (name "pcre2")
    (version "10.42")
    (source
     (origin
       (method url-fetch)
       (uri (list (string-append "https://github.com/PCRE2Project/pcre2/releases/download/pcre2-"
                                 version "/pcre2-" version ".tar.gz")
                  (string-append "mirror://debian/pool/main/p/pcre2/pcre2_" version
                                 ".orig.tar.gz")))
       (sha256 (base16 "c33b418e3b936ee3153de2c61cc638e7e4fe3156022a5c77d0711bcbb9d64f1f"))))
    (build-system gnu-build-system)
    (arguments
     (list #:configure-flags #~'("--enable-jit" "--disable-static")
           #:phases
           #~(modify-phases %standard-phases
               ;; A test has pcre2grep run it.
               (add-after 'unpack 'name-echo
                 (lambda _
                   (substitute* "RunGrepTest"
                     (("/bin/echo") (which "echo")))
                   #t))
               ;; A script: it would keep the tools that built it for their shell.
               (add-after 'install 'remove-config-script
                 (lambda* (#:key outputs #:allow-other-keys)
                   (for-each (lambda (file)
                               (delete-file (string-append (assoc-ref outputs "out") file)))
                             '("/bin/pcre2-config" "/share/man/man1/pcre2-config.1"))
                   #t)))))
    (synopsis "Library of Perl's regular expressions")
    (description "PCRE2 finds what matches a regular expression, as Perl understands it, in text of bytes or
of UTF-8.")
    (license bsd-3)
    (home-page "https://www.pcre.org/")))
