;; SPDX-License-Identifier: GPL-3.0-or-later
;; Building what needs no more than to be put in its place.

(define-module (distro build copy)
  #:use-module (distro build gnu)
  #:use-module (distro build phases)
  #:use-module (distro build utils)
  #:use-module (ice-9 match)
  #:export (%copy-phases
            copy-build))

(define* (install #:key outputs (install-plan '(("." "./"))) #:allow-other-keys)
  "Copy what INSTALL-PLAN names, lists of a source and a target; a target that ends with a slash is a folder
that the source goes into."
  (define out (assoc-ref outputs "out"))
  (for-each (match-lambda
              ((source target)
               (let ((place (string-append out "/" target)))
                 (if (and (string-suffix? "/" target) (not (directory-exists? source)))
                     (install-file source place)
                     (begin
                       (mkdir-p (dirname place))
                       (copy-recursively source place))))))
            install-plan)
  #t)

(define %copy-phases
  (modify-phases %standard-phases
    (delete 'configure)
    (delete 'patch-generated)
    (delete 'build)
    (delete 'check)
    (replace 'install install)))

(define* (copy-build #:key (phases %copy-phases) #:allow-other-keys #:rest arguments)
  "Run PHASES, as `gnu-build' does; #:install-plan says what goes where."
  (apply gnu-build (append arguments (list #:phases phases))))
