;; SPDX-License-Identifier: GPL-3.0-or-later
;; The canonical text of data is the one of tests/vectors/printed-forms.txt, and reads back as the same data.

(use-modules (checks)
             (cairn print)
             (ice-9 match)
             (ice-9 rdelim)
             (srfi srfi-1)
             (srfi srfi-11))

(define vectors
  (match (command-line)
    ((program . _) (string-append (dirname program) "/../../../vectors/printed-forms.txt"))))

(define (starts-with? mark)
  (lambda (line) (string-prefix? mark line)))

(define (lines-of file)
  (call-with-input-file file
    (lambda (port)
      (let loop ((lines '()))
        (match (read-line port)
          ((? eof-object?) (reverse lines))
          (line (loop (cons line lines))))))
    #:encoding "UTF-8"))

(define (text lines)
  (string-concatenate (map (lambda (line) (string-append line "\n")) lines)))

(define (blocks lines)
  "Return the vectors in LINES: lists of a sentence, a source and its canonical text."
  (match (find-tail (starts-with? "=== ") lines)
    (#f '())
    ((title . rest)
     (let*-values (((block others) (break (starts-with? "=== ") rest))
                   ((source printed) (break (starts-with? "---") block)))
       (cons (list (substring title (string-length "=== ")) (text source) (text (cdr printed)))
             (blocks others))))))

(define (forms-in text)
  "Return the data in TEXT."
  (call-with-input-string text
    (lambda (port)
      (let loop ((forms '()))
        (match (read port)
          ((? eof-object?) (reverse forms))
          (form (loop (cons form forms))))))))

(define (printed forms)
  (call-with-values (lambda () (forms->text forms))
    (lambda (text starts) text)))

(define (starts-of forms)
  (call-with-values (lambda () (forms->text forms))
    (lambda (text starts) starts)))

(define (character-at text line column)
  "Return the character of TEXT at LINE, from 1, and COLUMN, from 0."
  (string-ref (list-ref (string-split text #\newline) (1- line)) column))

(define (lists-in data)
  "Return the lists in DATA in the order of their opening parentheses."
  (match data
    ((head . tail)
     (cons data (let loop ((head head) (tail tail))
                  (append (lists-in head)
                          (match tail
                            ((next . rest) (loop next rest))
                            (_ '()))))))
    (_ '())))

(setlocale LC_ALL "C.UTF-8")

(tests "printed forms"
  (test-assert "there are vectors" (> (length (blocks (lines-of vectors))) 10))
  (for-each
   (match-lambda
     ((sentence source text)
      (let ((forms (forms-in source)))
        (test-equal sentence text (printed forms))
        (test-equal (string-append sentence ": it reads back") forms (forms-in text))
        (test-equal (string-append sentence ": it prints as itself") text (printed (forms-in text)))
        (test-equal (string-append sentence ": no line is longer than need be") '()
          (filter (lambda (line) (and (> (string-length line) 78) (string-index line #\space)
                                      (not (string-index line #\#))))
                  (string-split text #\newline)))
        (test-equal (string-append sentence ": each list is told")
          (append-map lists-in forms)
          (map (match-lambda ((_ _ data) data)) (starts-of forms)))
        (test-assert (string-append sentence ": where its parenthesis is")
          (every (match-lambda ((line column _) (char=? (character-at text line column) #\()))
                 (starts-of forms))))))
   (blocks (lines-of vectors)))
  (test-equal "what cannot be read back is refused"
    "#<unspecified> cannot stand in code that runs in a build"
    (message-of (lambda () (datum->text (list 'a *unspecified*)))))
  (test-equal "data alone are one line, however long"
    #f (string-index (datum->text (iota 100)) #\newline)))
