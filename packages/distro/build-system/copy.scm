;; SPDX-License-Identifier: GPL-3.0-or-later
;; The build system of packages whose files only need to be put in their places.

(define-module (distro build-system copy)
  #:use-module (cairn)
  #:use-module (distro build-system arguments)
  #:use-module (distro build-system gnu)
  #:export (copy-build-system))

(define copy-modules
  '((distro build copy)
    (distro build gnu)
    (distro build phases)
    (distro build utils)))

(define copy-build-system
  (build-system
    (name 'copy)
    (description "copy files to where #:install-plan says")
    (lower (lambda (package)
             (check-arguments package (cons 'install-plan gnu-arguments))
             (build-with 'copy-build copy-modules package)))))
