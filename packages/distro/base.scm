;; SPDX-License-Identifier: GPL-3.0-or-later
;; The programs that every Unix system has.

(define-module (distro base)
  #:use-module (cairn)
  #:use-module (cairn licenses)
  #:use-module (distro build-system gnu)
  #:use-module (distro seed))

(define-public bash
  (package
    (name "bash")
    (version "5.2.15")
    (source
     (origin
       (method url-fetch)
       ;; Debian packs this anew, without manuals of another license, so the bytes are not upstream's.
       (uri (string-append "mirror://debian/pool/main/b/bash/bash_" version ".orig.tar.gz"))
       (sha256 (base16 "7a315bc0e9d90713159e4390ec1096a41e4f33cd8cc3d1a749a8e5ad56600f51"))))
    (build-system gnu-build-system)
    (arguments
     (list #:configure-flags #~'("--without-bash-malloc" "--disable-nls")
           ;; Its `make check' shows differences for a person to judge, and never fails.
           #:tests? #f
           #:phases
           #~(modify-phases %standard-phases
               (add-after 'install 'install-sh
                 (lambda* (#:key outputs #:allow-other-keys)
                   (symlink "bash" (string-append (assoc-ref outputs "out") "/bin/sh"))
                   #t))
               ;; bashbug mails a report, and names every tool that built bash.
               (add-after 'install 'remove-bashbug
                 (lambda* (#:key outputs #:allow-other-keys)
                   (delete-file (string-append (assoc-ref outputs "out") "/bin/bashbug"))
                   #t)))))
    (synopsis "The shell of the GNU system")
    (description "Bash is the shell, or command interpreter, of the GNU system: it runs what is typed and
what stands in scripts.")
    (license gpl3+)
    (home-page "https://www.gnu.org/software/bash/")))

(define-public sed
  (package
    (name "sed")
    (version "4.9")
    (source
     (origin
       (method url-fetch)
       (uri (list (string-append "mirror://gnu/sed/sed-" version ".tar.xz")
                  (string-append "mirror://debian/pool/main/s/sed/sed_" version ".orig.tar.xz")))
       (sha256 (base16 "6e226b732e1cd739464ad6862bd1a1aba42d7982922da7a53519631d24975181"))))
    (build-system gnu-build-system)
    (native-inputs (list seed-extras))
    (arguments
     ;; These run programs by the command `e', for which the C library starts /bin/sh.
     (list #:test-flags
           #~'("XFAIL_TESTS=testsuite/eval.sh testsuite/execute-tests.sh
                testsuite/posix-mode-s.sh testsuite/sandbox.sh")))
    (synopsis "Change text as it passes")
    (description "GNU sed changes a stream of text line by line, as a script of short commands says.")
    (license gpl3+)
    (home-page "https://www.gnu.org/software/sed/")))

(define-public grep
  (package
    (name "grep")
    (version "3.11")
    (source
     (origin
       (method url-fetch)
       (uri (list (string-append "mirror://gnu/grep/grep-" version ".tar.xz")
                  (string-append "mirror://debian/pool/main/g/grep/grep_" version ".orig.tar.xz")))
       (sha256 (base16 "1db2aedde89d0dea42b16d9528f894c8d15dae4e190b59aecc78f5a951276eab"))))
    (build-system gnu-build-system)
    (native-inputs (list seed-extras))
    (inputs (list bash))
    (synopsis "Find lines that match a pattern")
    (description "GNU grep prints the lines of its input that match regular expressions.")
    (license gpl3+)
    (home-page "https://www.gnu.org/software/grep/")))

(define-public gawk
  (package
    (name "gawk")
    (version "5.2.1")
    (source
     (origin
       (method url-fetch)
       ;; Debian packs this anew, without its manual, so the bytes are not upstream's.
       (uri (string-append "mirror://debian/pool/main/g/gawk/gawk_" version ".orig.tar.xz"))
       (sha256 (base16 "2337a0283b180ec1b9c727973a34781c6478b3ae9bcbdcca0a4dc49861d75a65"))))
    (build-system gnu-build-system)
    (arguments
     (list #:phases
           #~(modify-phases %standard-phases
               (add-after 'unpack 'build-without-manual
                 (lambda _
                   (substitute* "Makefile.in"
                     (("^(SUBDIRS = .*) doc awklib (.*)" _ before after)
                      (string-append before " " after)))
                   #t))
               ;; Some tests want locales that the seed has not; the last two a terminal that
               ;; belongs to somebody.
               (add-after 'unpack 'leave-out-tests
                 (lambda _
                   (substitute* "test/Makefile.in"
                     ((" (commas|mbstr1|mbstr2|pty1|pty2)\\>") "")
                     (("^\tpty2 ") "\t"))
                   #t))
               (add-after 'unpack 'name-the-shell
                 (lambda* (#:key inputs #:allow-other-keys)
                   (substitute* "io.c"
                     (("\"/bin/sh\"")
                      (string-append "\"" (assoc-ref inputs "bash") "/bin/sh\"")))
                   #t)))))
    (inputs (list bash))
    (synopsis "Take text apart and put it together")
    (description "GNU awk runs programs of patterns and actions over the lines of its input.")
    (license gpl3+)
    (home-page "https://www.gnu.org/software/gawk/")))

(define-public coreutils
  (package
    (name "coreutils")
    (version "9.1")
    (source
     (origin
       (method url-fetch)
       (uri (list (string-append "mirror://gnu/coreutils/coreutils-" version ".tar.xz")
                  (string-append "mirror://debian/pool/main/c/coreutils/coreutils_" version
                                 ".orig.tar.xz")))
       (sha256 (base16 "61a1f410d78ba7e7f37a5a4f50e6d1320aca33375484a3255eddf17a38580423"))))
    (build-system gnu-build-system)
    (arguments
     (list #:phases
           #~(modify-phases %standard-phases
               ;; These read themselves, and know how long they are.
               (add-after 'patch-generated 'leave-scripts-as-they-were
                 (lambda _
                   (substitute* '("gnulib-tests/test-freadptr.sh"
                                  "gnulib-tests/test-freadseek.sh")
                     (("^#![^\n]*") "#!/bin/sh"))
                   #t))
               ;; These set the set-group-id bit, which no builder may.
               (add-before 'check 'skip-tests-of-set-id
                 (lambda _
                   (for-each (lambda (test)
                               (call-with-output-file test
                                 (lambda (port) (display "exit 77\n" port))))
                             '("tests/chmod/setgid.sh" "tests/install/install-C.sh"))
                   #t)))))
    (native-inputs (list seed-extras))
    (synopsis "The basic programs for files, text and processes")
    (description "The GNU core utilities are the programs that scripts rest on: cp, ls, sort, date, stat and
a hundred more.")
    (license gpl3+)
    (home-page "https://www.gnu.org/software/coreutils/")))

(define-public make
  (package
    (name "make")
    (version "4.4.1")
    (source
     (origin
       (method url-fetch)
       ;; Debian packs this anew, without its manual, so the bytes are not upstream's.
       (uri (string-append "mirror://debian/pool/main/m/make-dfsg/make-dfsg_" version
                           ".orig.tar.xz"))
       (sha256 (base16 "3b16b00ea1079af9f8096bbc71ff7cc00c249fc6a862003da3c42308a0adb0fe"))))
    (build-system gnu-build-system)
    (arguments
     (list #:phases
           #~(modify-phases %standard-phases
               (add-after 'unpack 'name-the-shell
                 (lambda* (#:key inputs #:allow-other-keys)
                   (substitute* "src/job.c"
                     (("\"/bin/sh\"")
                      (string-append "\"" (assoc-ref inputs "bash") "/bin/sh\"")))
                   #t))
               ;; These run /bin/sh, in an environment that the driver has cleared.
               (add-after 'unpack 'delete-tests
                 (lambda _
                   (for-each (lambda (test) (delete-file (string-append "tests/scripts/" test)))
                             '("features/exec" "functions/shell" "misc/general4"
                               "targets/ONESHELL"))
                   #t))
               (add-after 'unpack 'build-without-manual
                 (lambda _
                   (mkdir-p "doc")
                   (call-with-output-file "doc/Makefile.in"
                     (lambda (port)
                       (display "all install install-exec install-data clean check:\n" port)))
                   (for-each (lambda (file)
                               (call-with-output-file file (const #t)))
                             '("doc/make.1" "doc/make.texi"))
                   (invoke "touch" "-d" "@1" "doc" "doc/Makefile.in" "doc/make.1" "doc/make.texi"))))))
    (native-inputs (list seed-extras))
    (inputs (list bash))
    (synopsis "Make files from others, by rules")
    (description "GNU make reads rules that say how files are made from others, and makes those that are
older than what they are made from.")
    (license gpl3+)
    (home-page "https://www.gnu.org/software/make/")))

(define-public tar
  (package
    (name "tar")
    (version "1.35")
    (source
     (origin
       (method url-fetch)
       ;; Debian packs this anew, without its manual, so the bytes are not upstream's.
       (uri (string-append "mirror://debian/pool/main/t/tar/tar_" version "+dfsg.orig.tar.xz"))
       (sha256 (base16 "9ae57e981c1e73c0eebc2b26c9b0c4497fe310ef1d516ea430efb5470b71f7a8"))))
    (build-system gnu-build-system)
    (arguments
     (list #:phases
           #~(modify-phases %standard-phases
               ;; It runs compression programs by a shell.
               (add-after 'unpack 'name-the-shell
                 (lambda* (#:key inputs #:allow-other-keys)
                   (substitute* "src/system.c"
                     (("/bin/sh") (string-append (assoc-ref inputs "bash") "/bin/sh")))
                   #t)))))
    (inputs (list bash))
    (synopsis "Put many files into one")
    (description "GNU tar puts files and folders into archives, and takes them out again.")
    (license gpl3+)
    (home-page "https://www.gnu.org/software/tar/")))
