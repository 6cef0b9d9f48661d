;; SPDX-License-Identifier: GPL-3.0-or-later
;; Makes a file.

(define-module (evil write-file)
  #:export (attack))

(define (attack file)
  "Make FILE."
  (call-with-output-file file
    (lambda (port)
      (display "(define evil #t)" port)))
  'written)
