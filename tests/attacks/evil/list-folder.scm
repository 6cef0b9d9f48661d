;; SPDX-License-Identifier: GPL-3.0-or-later
;; Looks around on the machine.

(define-module (evil list-folder)
  #:use-module (ice-9 ftw)
  #:export (attack))

(define (attack folder)
  "Return the names of what is in FOLDER."
  (or (scandir folder) (error "cannot list" folder)))
