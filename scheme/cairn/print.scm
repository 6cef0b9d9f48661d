;; SPDX-License-Identifier: GPL-3.0-or-later
;; The canonical text of Scheme data: builder scripts and build-side modules are printed by it, so
;; that neither the layout of a file nor the version of Guile moves a store path.
;; manual/formats/builder-scripts.md describes it; tests/vectors fixes it.

(define-module (cairn print)
  #:use-module (ice-9 match)
  #:use-module (rnrs bytevectors)
  #:export (datum->text
            forms->text))

(define width 78)

(define (datum->text datum)
  "Return DATUM as text on one line.  Raise an error if it holds what cannot be read back."
  (call-with-output-string (lambda (port) (print-flat datum port))))

(define (forms->text forms)
  "Return two values: the text of FORMS, each from the beginning of a line; and a list with line (from 1),
column (from 0) and the list itself for each list in FORMS, in the order of their opening parentheses."
  (define port (open-output-string))
  (define starts '())
  (define (start! datum)
    (set! starts (cons (list (1+ (port-line port)) (port-column port) datum) starts)))
  (for-each (lambda (form)
              (print form port start!)
              (newline port))
            forms)
  (values (get-output-string port) (reverse starts)))

(define (print datum port start!)
  "Print DATUM on PORT, broken into lines if it does not fit; tell START! of each list first."
  (cond ((not (pair? datum)) (print-atom datum port))
        ((fits? datum (- width (port-column port)))
         (print-line datum port start!))
        (else (print-broken datum port start!))))

(define (print-line datum port start!)
  "Print DATUM on one line; tell START! of each list first."
  (if (pair? datum)
      (begin
        (start! datum)
        (display "(" port)
        (print-line (car datum) port start!)
        (let loop ((tail (cdr datum)))
          (match tail
            (() #t)
            ((element . rest)
             (display " " port)
             (print-line element port start!)
             (loop rest))
            (last
             (display " . " port)
             (print-atom last port))))
        (display ")" port))
      (print-atom datum port)))

(define (print-broken datum port start!)
  "Print the list DATUM with its elements on lines of their own, one further in; its first two share a
line if the first is a symbol, and so do a keyword and its value."
  (define indent (1+ (port-column port)))
  (define (break)
    (newline port)
    (display (make-string indent #\space) port))
  (start! datum)
  (display "(" port)
  (print (car datum) port start!)
  (let loop ((before (car datum)) (first? #t) (tail (cdr datum)))
    (match tail
      (() #t)
      ((element . rest)
       (if (or (keyword? before) (and first? (symbol? before)))
           (display " " port)
           (break))
       (print element port start!)
       (loop element #f rest))
      (last
       (break)
       (display ". " port)
       (print-atom last port))))
  (display ")" port))

(define (fits? datum room)
  "Return whether DATUM takes at most ROOM columns on one line."
  (let ((left (room-after datum room)))
    (and left (>= left 0))))

(define (room-after datum room)
  "Return what is left of ROOM columns behind DATUM on one line, or #f if it is too long."
  (match datum
    (_ (=> next) (if (< room 0) #f (next)))
    ((head . tail)
     (let ((left (room-after head (- room 2))))
       (and left (room-after-tail tail left))))
    (_ (let ((left (- room (string-length (atom->text datum)))))
         (and (>= left 0) left)))))

(define (room-after-tail tail room)
  (match tail
    (() room)
    ((element . rest)
     (let ((left (room-after element (1- room))))
       (and left (room-after-tail rest left))))
    (last (room-after last (- room 3)))))

(define (print-flat datum port)
  (print-line datum port (const #t)))

(define (print-atom datum port)
  (display (atom->text datum) port))

(define (atom->text datum)
  "Return the text of DATUM, which is no pair."
  (match datum
    ((? symbol?) (symbol->text datum))
    ((? string?) (string->text datum))
    (() "()")
    (#t "#t")
    (#f "#f")
    ((? keyword?) (string-append "#:" (symbol->text (keyword->symbol datum))))
    ((? number?) (number->string datum))
    ((? char?) (character->text datum))
    ((? bytevector?) (string-append "#vu8" (datum->text (bytevector->u8-list datum))))
    ((? vector?) (string-append "#" (datum->text (vector->list datum))))
    (_ (scm-error 'misc-error #f "~s cannot stand in code that runs in a build" (list datum) #f))))

;; Characters that a string holds as they are.
(define (plain-in-string? character)
  (not (or (control? character) (char=? character #\") (char=? character #\\))))

(define (string->text text)
  (if (string-every plain-in-string? text)
      (string-append "\"" text "\"")
      (string-append "\"" (string-concatenate (map escaped (string->list text))) "\"")))

(define (escaped character)
  "Return CHARACTER as it stands in a string."
  (match character
    (#\" "\\\"")
    (#\\ "\\\\")
    (#\newline "\\n")
    (#\tab "\\t")
    (#\return "\\r")
    ((? control?) (string-append "\\x" (hexadecimal character)))
    (_ (string character))))

(define (control? character)
  (or (char<? character #\space) (char=? character #\delete)))

(define (hexadecimal character)
  "Return the two digits of CHARACTER's number."
  (string-pad (number->string (char->integer character) 16) 2 #\0))

;; A symbol of these characters alone is read back as itself, if it is not a number.
(define plain-characters
  (char-set-union (char-set-intersection char-set:ascii char-set:letter+digit)
                  (string->char-set "!$%&*/:<=>?^_~+-.@")))

;; The texts of symbols: the same few stand everywhere.
(define symbol-texts (make-hash-table))

(define (symbol->text symbol)
  (or (hashq-ref symbol-texts symbol)
      (let ((text (written-symbol symbol)))
        (hashq-set! symbol-texts symbol text)
        text)))

(define (written-symbol symbol)
  (let ((text (symbol->string symbol)))
    (if (and (not (string-null? text))
             (string-every plain-characters text)
             (not (string->number text))
             (not (string=? text "."))
             (not (string-prefix? ":" text))
             (not (string-suffix? ":" text)))
        text
        (string-append "#{" (string-concatenate (map escaped-in-symbol (string->list text))) "}#"))))

(define (escaped-in-symbol character)
  "Return CHARACTER as it stands in a symbol that cannot be written plainly."
  (if (or (char-set-contains? plain-characters character)
          (char=? character #\space)
          (char>? character #\delete))
      (string character)
      (string-append "\\x" (hexadecimal character) ";")))

(define (character->text character)
  (string-append "#\\"
                 (match character
                   (#\space "space")
                   (#\newline "newline")
                   (#\tab "tab")
                   (#\nul "nul")
                   ((? control?) (string-append "x" (hexadecimal character)))
                   (_ (string character)))))
