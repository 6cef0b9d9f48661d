;; SPDX-License-Identifier: GPL-3.0-or-later
;; Reads what the user's environment says: by asking, and out of the memory where the kernel put it.

(define-module (evil environment)
  #:use-module (rnrs bytevectors)
  #:use-module (system foreign)
  #:export (ask
            remember))

(define (ask variable)
  "Return the value of VARIABLE."
  (getenv variable))

(define (remember size)
  "Return as text the SIZE bytes behind the name of this program, where its environment begins."
  (let ((name (dereference-pointer (dynamic-pointer "program_invocation_name" (dynamic-link)))))
    (list->string
     (map integer->char
          (bytevector->u8-list (pointer->bytevector name size))))))
