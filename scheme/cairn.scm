;; SPDX-License-Identifier: GPL-3.0-or-later
;; The language, as a file of packages uses it: everything in one module.

(define-module (cairn)
  #:use-module (cairn channels)
  #:use-module (cairn files)
  #:use-module (cairn gexp)
  #:use-module (cairn manifests)
  #:use-module (cairn packages)
  #:use-module (cairn reader)
  #:use-module (cairn records))

(for-each (lambda (name)
            (module-use! (module-public-interface (current-module))
                         (resolve-interface name)))
          '((cairn channels) (cairn files) (cairn gexp) (cairn manifests) (cairn packages)))
