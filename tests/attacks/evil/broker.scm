;; SPDX-License-Identifier: GPL-3.0-or-later
;; Asks the command for what it must not give, by the primitives of the language.

(define-module (evil broker)
  #:export (file
            folder
            module))

(define (file name recursive?)
  "Return the store path of the file NAME, or of the tree there if RECURSIVE?."
  ((@ (cairn primitives) local-item) "stolen" name recursive? #f))

(define (folder name)
  "Return what is in the folder NAME."
  ((@ (cairn primitives) folder-entries) name))

(define (module . name)
  "Return the text of the module NAME."
  (cdr ((@ (cairn primitives) module-source) name)))
