;; SPDX-License-Identifier: GPL-3.0-or-later
;; Makes a process that would outlive its maker.

(define-module (evil fork)
  #:export (attack))

(define (attack)
  "Fork, and return what the child ended with."
  (let ((child (primitive-fork)))
    (when (zero? child)
      (primitive-_exit 7))
    (status:exit-val (cdr (waitpid child)))))
