;; SPDX-License-Identifier: GPL-3.0-or-later
;; Raises an error that claims to be in some file.

(define-module (evil place)
  #:export (attack))

(define (attack file)
  "Say that line 3 of FILE is wrong."
  ((@ (cairn errors) raise-error) (list file 3 1) #f "this is wrong"))
