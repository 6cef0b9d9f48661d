;; SPDX-License-Identifier: GPL-3.0-or-later
;; What a `local-file' becomes, and what is said when it cannot be had.

(define-module (cairn local-files)
  #:use-module (ice-9 match)
  #:use-module (cairn errors)
  #:use-module (cairn files)
  #:use-module (cairn nearest)
  #:use-module (cairn primitives)
  #:use-module (cairn selection)
  #:export (local-file-item))

(define (local-file-item file)
  "Return the path of the item that FILE, a local file, becomes.  Raise an error if there is no such file, or if
it is not what FILE says."
  (define path (local-file-path file))
  (define chosen
    (and=> (local-file-select? file)
           (lambda (select?) (selected-paths path select?))))
  (call-with-hint (lambda () (missing-file-hint path))
                  (lambda ()
                    (local-item (local-file-name file) path (local-file-recursive? file) chosen))))

(define (missing-file-hint path)
  "Return what helps somebody who asked for PATH, or #f if there is a file of that name."
  (define names (names-in (dirname path)))
  (define name (string->symbol (basename path)))
  (and (not (memq name names))
       (match (nearest name names)
         (#f "a path counts from the folder of the file in which it is written")
         (near (format #f "did you mean '~a'?" near)))))

(define (names-in folder)
  "Return the names of what is in FOLDER, as symbols; none if it cannot be read."
  (map (match-lambda ((name . _) (string->symbol name)))
       (or (false-if-exception (folder-entries folder)) '())))
