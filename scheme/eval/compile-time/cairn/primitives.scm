;; SPDX-License-Identifier: GPL-3.0-or-later
;; The names of what the evaluator defines in C++ (primitives.cc): the compiler must know them, and
;; calls none of them.

(define-module (cairn primitives)
  #:declarative? #f
  #:export (store-folder
            text-item
            tree-item
            local-item
            folder-entries
            derivation
            module-source
            skim
            canonical-text
            package-named
            note
            sha256
            checked-hash
            record-positions!))

(define-syntax-rule (declare name ...)
  (begin (define name #f) ...))

(declare store-folder text-item tree-item local-item folder-entries derivation module-source skim
         canonical-text package-named note sha256 checked-hash record-positions!)
