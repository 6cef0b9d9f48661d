;; SPDX-License-Identifier: GPL-3.0-or-later
;; What packages say to their build systems: a misspelt word must not be passed over in silence.

(define-module (distro build-system arguments)
  #:use-module (cairn)
  #:use-module (cairn errors)
  #:use-module (cairn nearest)
  #:use-module (ice-9 match)
  #:export (check-arguments))

(define (check-arguments package known)
  "Return the arguments of PACKAGE, which must be pairs of a keyword and a value.  Keywords that are not
KNOWN, a list of symbols, are an error at PACKAGE's place."
  (define (refuse hint message . arguments)
    (apply raise-error (package-place package) hint message arguments))
  (define (check keyword)
    (unless (keyword? keyword)
      (refuse "write (arguments (list #:KEYWORD VALUE ...))"
              "the arguments of '~a' have ~s where a keyword must be" (package-name package) keyword))
    (let ((name (keyword->symbol keyword)))
      (unless (memq name known)
        (let ((meant (nearest name known)))
          (refuse (if meant
                      (format #f "did you mean '#:~a'?" meant)
                      (format #f "it knows ~{#:~a~^ ~}" known))
                  "the build system '~a' has no argument #:~a"
                  (build-system-name (package-build-system package)) name)))))
  (let loop ((rest (package-arguments package)))
    (match rest
      (() (package-arguments package))
      ((keyword _ . more) (check keyword) (loop more))
      ((keyword) (check keyword)
       (refuse #f "the argument ~s of '~a' has no value" keyword (package-name package))))))
