;; SPDX-License-Identifier: GPL-3.0-or-later
;; The build system of packages that say themselves how they are built: by the gexp #:builder.

(define-module (distro build-system trivial)
  #:use-module (cairn)
  #:use-module (distro build-system arguments)
  #:use-module (ice-9 match)
  #:export (trivial-build-system))

(define* (lower-trivial package #:key builder (modules '()))
  "Return what BUILDER, a gexp, makes; it can use the build-side MODULES."
  (computed-file (package-full-name package)
                 (with-imported-modules modules builder)
                 #:outputs (package-outputs package)
                 #:place (package-place package)))

(define trivial-build-system
  (build-system
    (name 'trivial)
    (description "run the gexp #:builder")
    (lower (lambda (package)
             (apply lower-trivial package (check-arguments package '(builder modules)))))))
