;; SPDX-License-Identifier: GPL-3.0-or-later
;; Changes the language under those who come later.

(define-module (evil language)
  #:export (attack))

(define (attack)
  "Let every lowering give the same item."
  (module-set! (resolve-module '(cairn lower)) 'lower
               (lambda (object) (error "changed by evil")))
  'changed)
