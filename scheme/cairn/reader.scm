;; SPDX-License-Identifier: GPL-3.0-or-later
;; The short ways to write G-expressions: #~ #$ #$@ #+ #+@, read as the forms that they stand for.

(define-module (cairn reader)
  #:use-module (ice-9 match)
  #:export (install-reader-syntax!
            read-forms
            read-data
            first-datum))

(define (install-reader-syntax!)
  "Make Guile's reader understand the short ways to write G-expressions."
  (read-hash-extend #\~ (lambda (character port)
                          (list 'gexp (read-syntax port))))
  (read-hash-extend #\$ (read-ungexp 'ungexp 'ungexp-splicing))
  (read-hash-extend #\+ (read-ungexp 'ungexp-native 'ungexp-native-splicing)))

(define (read-ungexp plain splicing)
  "Return the reader of what follows #$ or #+: OBJECT, OBJECT:OUTPUT, or either of them behind @."
  (lambda (character port)
    (match (peek-char port)
      (#\@
       (read-char port)
       (cons splicing (object+output (read-syntax port))))
      (_ (cons plain (object+output (read-syntax port)))))))

(define (object+output syntax)
  "Return the list of what SYNTAX names: an object, and an output if it is written as OBJECT:OUTPUT."
  (match (syntax->datum syntax)
    ((? symbol? name)
     (match (string-split (symbol->string name) #\:)
       (((? name? object) (? name? output))
        (list (datum->syntax syntax (string->symbol object)) output))
       (_ (list syntax))))
    (_ (list syntax))))

(define (name? text)
  (not (string-null? text)))

(define (read-data text file line column)
  "Return the forms in TEXT as data without places, which is faster; the other arguments are those of
`read-forms'."
  (call-with-input-string text
    (lambda (port)
      (let loop ((data '()))
        (match (read port)
          ((? eof-object?) (reverse data))
          (datum (loop (cons datum data))))))))

(define (first-datum text)
  "Return the first datum in TEXT, without its place."
  (call-with-input-string text read))

(define (read-forms text file line column)
  "Return the forms in TEXT, a part of FILE that begins at LINE and COLUMN (both count from 0), as
syntax objects that know their places."
  (call-with-input-string text
    (lambda (port)
      (set-port-filename! port file)
      (set-port-line! port line)
      (set-port-column! port column)
      (let loop ((forms '()))
        (match (read-syntax port)
          ((? eof-object?) (reverse forms))
          (form (loop (cons form forms))))))))
