;; SPDX-License-Identifier: GPL-3.0-or-later
;; Reads a file of the machine.

(define-module (evil read-file)
  #:use-module (ice-9 textual-ports)
  #:export (attack))

(define (attack file)
  "Return what is in FILE."
  (call-with-input-file file get-string-all))
