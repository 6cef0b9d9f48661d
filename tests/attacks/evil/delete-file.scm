;; SPDX-License-Identifier: GPL-3.0-or-later
;; Deletes a file.

(define-module (evil delete-file)
  #:export (attack))

(define (attack file)
  "Delete FILE."
  (delete-file file)
  'deleted)
