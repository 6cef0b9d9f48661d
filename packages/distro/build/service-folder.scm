;; SPDX-License-Identifier: GPL-3.0-or-later
;; Writing service folders of runit: scripts for a shell.

(define-module (distro build service-folder)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:export (write-service-folder
            script-text))

(define (quoted word)
  "Return WORD as a shell reads it back."
  (string-append "'" (string-join (string-split word #\') "'\\''") "'"))

(define (line-text line)
  "Return LINE, a list of strings and of symbols, which are written as they are, as text.  What follows a symbol
that ends with = belongs to it."
  (match line
    (() "")
    (((? string? word) . rest) (string-append (quoted word) (rest-text rest)))
    (((? symbol? word) . rest)
     (let ((text (symbol->string word)))
       (string-append text (if (string-suffix? "=" text) (line-text rest) (rest-text rest)))))))

(define (rest-text rest)
  (if (null? rest) "" (string-append " " (line-text rest))))

(define (script-text shell lines)
  "Return the script for SHELL that runs LINES: lists of words."
  (string-append "#!" shell "\n" (string-join (map line-text lines) "\n" 'suffix)))

(define (write-script file text)
  (unless (file-exists? (dirname file))
    (mkdir (dirname file)))
  (call-with-output-file file
    (lambda (port) (display text port)))
  (chmod file #o555))

(define (write-service-folder folder shell scripts)
  "Make FOLDER with SCRIPTS, lists of a name and the lines of a script for SHELL."
  (mkdir folder)
  (for-each (match-lambda
              ((name . lines)
               (write-script (string-append folder "/" name) (script-text shell lines))))
            scripts)
  #t)
