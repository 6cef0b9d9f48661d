;; SPDX-License-Identifier: GPL-3.0-or-later
;; The part of a folder that `local-file' takes with #:select?.

(define-module (cairn selection)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn primitives)
  #:export (selected-paths))

(define (selected-paths folder select?)
  "Return the paths below FOLDER of what SELECT? wants of it."
  (let below ((folder folder) (prefix ""))
    (append-map
     (match-lambda
       ((name type size executable?)
        (let ((file (string-append folder "/" name))
              (path (string-append prefix name)))
          (cond
           ((not (select? file (file-status type size executable?))) '())
           ((eq? type 'directory) (cons path (below file (string-append path "/"))))
           (else (list path))))))
     (folder-entries folder))))

(define (file-status type size executable?)
  "Return what `stat' would say of a file that an item holds: a vector, whose fields `stat:type' and the
others find by their place."
  (let ((permissions (if (or executable? (memq type '(directory symlink))) #o555 #o444))
        (status (make-vector 18 0)))
    (vector-set! status 2 permissions)
    (vector-set! status 7 size)
    (vector-set! status 13 type)
    (vector-set! status 14 permissions)
    status))
