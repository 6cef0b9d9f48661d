;; SPDX-License-Identifier: GPL-3.0-or-later
;; Runs a program: as a child, and in its own place.

(define-module (evil run-program)
  #:export (spawn
            become))

(define (spawn program . arguments)
  "Run PROGRAM and return its status."
  (apply system* program arguments))

(define (become program . arguments)
  "Go on as PROGRAM."
  (apply execl program program arguments))
