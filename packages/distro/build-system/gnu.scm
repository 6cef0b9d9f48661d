;; SPDX-License-Identifier: GPL-3.0-or-later
;; The build system of packages with `configure' and `make'.

(define-module (distro build-system gnu)
  #:use-module (cairn)
  #:use-module (distro build-system arguments)
  #:use-module (distro seed)
  #:export (gnu-arguments
            gnu-build-system
            build-with
            implicit-inputs))

;; What leads programs that a build runs to a shell: there is no /bin/sh.
(define shell-for-builds
  (computed-file "shell-for-builds"
                 (with-imported-modules '((distro build utils))
                   #~(begin
                       (use-modules (distro build utils))
                       (setenv "PATH" (string-append #$seed-gcc "/bin:" #$seed-binutils "/bin"))
                       (invoke "gcc" "-O2" "-shared" "-fPIC"
                               (string-append "-DSHELL=\"" #$seed-tools "/bin/bash\"")
                               "-o" #$output #$(local-file "shell-for-builds.c"))))))

;; What every build has: nothing of it may stay in what is built, but for the C library and gcc's runtime.
(define implicit-inputs
  `(("tools" ,seed-tools)
    ("gcc" ,seed-gcc)
    ("binutils" ,seed-binutils)
    ("glibc" ,seed-glibc)
    ("gcc-runtime" ,seed-gcc-runtime)
    ("shell-for-builds" ,shell-for-builds)))

(define (input-alist inputs)
  "Return the gexp of an alist from the labels of INPUTS to their items."
  #~(list #$@(map (lambda (input)
                    #~(cons #$(input-label input)
                            (ungexp (input-object input) (input-output input))))
                  inputs)))

(define (build-with procedure modules package)
  "Return what PROCEDURE, a symbol, of one of the build-side MODULES makes of PACKAGE: the build of a package
whose build system it is."
  (computed-file (package-full-name package)
                 (with-imported-modules modules
                   #~(begin
                       (use-modules #$@modules)
                       (#$procedure #:source #$(package-source package)
                                    #:outputs (list #$@(map (lambda (name)
                                                              #~(cons #$name (getenv #$name)))
                                                            (package-outputs package)))
                                    #:inputs #$(input-alist (package-input-list package))
                                    #:native-inputs #$(input-alist
                                                       (package-native-input-list package))
                                    #:implicit-inputs
                                    (list #$@(map (lambda (input)
                                                    #~(cons #$(input-label input)
                                                            #$(input-object input)))
                                                  implicit-inputs))
                                    #$@(package-arguments package))))
                 #:outputs (package-outputs package)
                 #:place (package-place package)))

(define gnu-modules
  '((distro build gnu)
    (distro build phases)
    (distro build utils)))

;; What `gnu-build' and its phases take.
(define gnu-arguments
  '(phases configure-flags make-flags out-of-source? parallel-build?
    tests? test-target test-flags parallel-tests?
    strip-binaries? validate-runpath? allow-torn-references?))

(define gnu-build-system
  (build-system
    (name 'gnu)
    (description "./configure && make && make check && make install")
    (lower (lambda (package)
             (check-arguments package gnu-arguments)
             (build-with 'gnu-build gnu-modules package)))))
