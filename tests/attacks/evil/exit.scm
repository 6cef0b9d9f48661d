;; SPDX-License-Identifier: GPL-3.0-or-later
;; Ends its own process in the middle of the work.

(define-module (evil exit)
  #:use-module (system foreign)
  #:export (quietly
            by-abort
            by-segmentation-fault))

(define (quietly)
  "End as if all were well."
  (primitive-_exit 0))

(define (by-abort)
  "End by SIGABRT."
  ((pointer->procedure void (dynamic-func "abort" (dynamic-link)) '())))

(define (by-segmentation-fault)
  "Read where there is nothing."
  (dereference-pointer (make-pointer 8)))
