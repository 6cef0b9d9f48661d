;; SPDX-License-Identifier: GPL-3.0-or-later
;; The seed: a toolchain out of pinned packages of Debian, from which everything else is built.  Each
;; package is fetched and unpacked by its hash; groups of them are then made to run from the store.

(define-module (distro seed)
  #:use-module (cairn)
  #:use-module (distro seed lock)
  #:use-module (srfi srfi-1)
  #:export (seed-glibc
            seed-gcc-runtime
            seed-libraries
            seed-tools
            seed-binutils
            seed-gcc
            seed-guile
            seed-extras
            seed-busybox
            seed-zic))

(define (file-name path)
  "Return the last part of PATH, as the name of a store item."
  (string-map (lambda (character)
                (if (memv character '(#\~ #\%)) #\_ character))
              (basename path)))

(define (unpacked-package group name version path sha256 tree-sha256)
  "Return the content of the Debian package that these, an entry of the lock, describe."
  (define plain-version
    (string-map (lambda (character)
                  (if (memv character '(#\: #\~)) #\_ character))
                version))
  (unpacked-archive (string-append name "-" plain-version)
                    (origin
                      (uri (string-append "mirror://debian/" path))
                      (file-name (file-name path))
                      (sha256 (base16 sha256)))
                    #:sha256 tree-sha256))

;; Lists of group, name and content.
(define unpacked-packages
  (map (lambda (entry)
         (list (first entry) (second entry) (apply unpacked-package entry)))
       seed-packages))

(define (group wanted)
  "Return the unpacked packages of the group WANTED."
  (filter-map (lambda (package)
                (and (string=? (first package) wanted) (third package)))
              unpacked-packages))

(define (package-called wanted)
  "Return the unpacked package whose name is WANTED."
  (third (find (lambda (package) (string=? (second package) wanted))
               unpacked-packages)))

(define seed-busybox
  (file-append (package-called "busybox-static") "/bin/busybox"))

(define libraries "/lib/x86_64-linux-gnu")

(define* (relocated name packages #:key (interpreter "") (run-path '()) (shell "")
                    (finish "") (more '()))
  "Return PACKAGES as one item, NAME, that runs from the store: its programs name the loader INTERPRETER (by
default their own) and find libraries in the folders RUN-PATH; scripts name SHELL (by default their own bash).
FINISH is a script with what is special, MORE an alist of variables for it."
  (command-output name seed-busybox
                  (list "sh" (local-file "seed/relocate.sh"))
                  #:environment
                  `(("busybox" . ,seed-busybox)
                    ("packages" . ,packages)
                    ("loader" . ,(file-append (package-called "libc6") libraries))
                    ("patchelf" . ,(file-append (package-called "patchelf") "/usr/bin/patchelf"))
                    ("patchelf_libraries" . ,(list (file-append (package-called "libgcc-s1")
                                                            libraries)
                                               (file-append (package-called "libstdc++6")
                                                            "/usr" libraries)))
                    ("interpreter" . ,interpreter)
                    ("run_path" . ,run-path)
                    ("shell" . ,shell)
                    ("finish" . ,finish)
                    ,@more)))

(define own-libraries (string-append "@out@" libraries))

(define seed-glibc
  (relocated "seed-glibc-2.36" (group "glibc")
             #:run-path (list own-libraries)
             #:finish (local-file "seed/finish-glibc.sh")
             #:more `(("packages_beside" . ,(list (package-called "libgcc-s1"))))))

(define loader (file-append seed-glibc "/lib64/ld-linux-x86-64.so.2"))

(define (library-folder item)
  (file-append item libraries))

(define seed-gcc-runtime
  (relocated "seed-gcc-runtime-12.2.0" (group "gcclib")
             #:interpreter loader
             #:run-path (list own-libraries (library-folder seed-glibc))))

(define seed-libraries
  (relocated "seed-libraries-12" (group "libs")
             #:interpreter loader
             #:run-path (list own-libraries
                              (library-folder seed-gcc-runtime)
                              (library-folder seed-glibc))))

;; What compiles tables of time zones, as the beginning of a command: it names Debian's loader.
(define seed-zic
  (list loader "--library-path" (library-folder seed-glibc)
        (file-append (package-called "libc-bin") "/usr/sbin/zic")))

(define usual-run-path
  (list own-libraries
        (library-folder seed-libraries)
        (library-folder seed-gcc-runtime)
        (library-folder seed-glibc)))

(define seed-tools
  (relocated "seed-tools-12" (group "tools")
             #:interpreter loader
             #:run-path usual-run-path
             #:finish (local-file "seed/finish-tools.sh")))

(define seed-shell (file-append seed-tools "/bin/bash"))

(define seed-extras
  (relocated "seed-extras-12" (group "extras")
             #:interpreter loader
             #:run-path usual-run-path
             #:shell seed-shell
             #:finish (local-file "seed/finish-extras.sh")))

(define seed-binutils
  (relocated "seed-binutils-2.40" (group "binutils")
             #:interpreter loader
             #:run-path usual-run-path
             #:shell seed-shell
             #:finish (local-file "seed/finish-binutils.sh")))

(define seed-gcc
  (relocated "seed-gcc-12.2.0" (group "gcc")
             #:interpreter loader
             #:run-path usual-run-path
             #:shell seed-shell
             #:finish (local-file "seed/finish-gcc.sh")
             #:more `(("binutils" . ,seed-binutils)
                      ("glibc" . ,seed-glibc)
                      ("runtime" . ,seed-gcc-runtime))))

(define seed-guile
  (relocated "seed-guile-3.0.8" (group "guile")
             #:interpreter loader
             #:run-path usual-run-path
             #:shell seed-shell
             #:finish (local-file "seed/finish-guile.sh")))
