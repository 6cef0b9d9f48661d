;; SPDX-License-Identifier: GPL-3.0-or-later
;; Prints what moves the cursor and renames the window of a terminal.

(define-module (evil escape-sequences)
  #:export (print
            fail))

(define sequence "\x1b]0;evil\x07\x1b[2J\x9b;31m")

(define (print)
  "Print the sequence on both streams."
  (for-each (lambda (port)
              (display sequence port)
              (newline port)
              (force-output port))
            (list (current-output-port) (current-error-port)))
  'printed)

(define (fail)
  "Raise an error that says the sequence."
  (error sequence))
