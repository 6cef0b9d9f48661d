;; SPDX-License-Identifier: GPL-3.0-or-later
;; GNU Hello, the program that shows how programs are packaged.

(define-module (distro hello)
  #:use-module (cairn)
  #:use-module (cairn licenses)
  #:use-module (distro build-system gnu))

(define-public hello
  (package
    (name "hello")
    (version "2.10")
    (source
     (origin
       (method url-fetch)
       (uri (list (string-append "mirror://gnu/hello/hello-" version ".tar.gz")
                  (string-append "mirror://debian/pool/main/h/hello/hello_" version
                                 ".orig.tar.gz")))
       (sha256 (base16 "31e066137a962676e89f69d1b65382de95a7ef7d914b8cb956f41ea72e0f516b"))))
    (build-system gnu-build-system)
    (synopsis "Greet the world")
    (description "GNU Hello prints a greeting.  It is the example of how a program is made ready to be
packaged: it has a configure script, translations, a manual and tests.")
    (license gpl3+)
    (home-page "https://www.gnu.org/software/hello/")))
