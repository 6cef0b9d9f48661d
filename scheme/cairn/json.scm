;; SPDX-License-Identifier: GPL-3.0-or-later
;; Data as JSON text with holes: what stands for a file becomes its path when the text is lowered.

(define-module (cairn json)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn errors)
  #:use-module (cairn files)
  #:use-module (cairn lower)
  #:export (json-file
            json-parts))

(define (json-file name data)
  "Return the file NAME that holds DATA as JSON: see `json-parts'."
  (apply mixed-text-file name (append (json-parts data) '("\n"))))

(define (json-parts data)
  "Return a list of strings and objects that together are DATA as JSON.  Vectors become arrays, alists with
symbols as keys become objects; strings, exact integers and booleans stay; `null' is null; an object that
stands for a file is the string of its path.  Raise an error for anything else."
  (match data
    ((? string?) (list (json-string data)))
    ((? exact-integer?) (list (number->string data)))
    (#t '("true"))
    (#f '("false"))
    ('null '("null"))
    ((? vector?) (enclosed "[" (map json-parts (vector->list data)) "]"))
    ((((? symbol? keys) . values) ...)
     (enclosed "{" (map member-parts keys values) "}"))
    ((or (? file-append?) (? lowerable?)) (list "\"" data "\""))
    (_ (raise-error (and=> (current-scope) scope-place) #f "~s cannot be written as JSON" data))))

(define (member-parts key value)
  (cons* (json-string (symbol->string key)) ":" (json-parts value)))

(define (enclosed open elements close)
  "Return OPEN, ELEMENTS, which are lists of parts, with commas between them, and CLOSE as one list."
  (match elements
    (() (list open close))
    ((first . rest)
     `(,open ,@first ,@(append-map (lambda (element) (cons "," element)) rest) ,close))))

(define (json-string text)
  "Return TEXT as a string of JSON (RFC 8259, chapter 7)."
  (define (escaped character)
    (match character
      (#\" "\\\"")
      (#\\ "\\\\")
      ((? (lambda (character) (char<? character #\space)))
       (string-append "\\u" (string-pad (number->string (char->integer character) 16) 4 #\0)))
      (_ (string character))))
  (string-append "\"" (string-concatenate (map escaped (string->list text))) "\""))
