;; SPDX-License-Identifier: GPL-3.0-or-later
;; What every test in Scheme needs: a runner for SRFI 64 that says what failed and ends with 1 then, and a
;; folder that is gone afterwards.

(define-module (checks)
  #:use-module (ice-9 ftw)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-64)
  #:re-export (test-assert test-equal test-error)
  #:export (tests
            call-with-temporary-folder
            write-bytes
            read-text
            message-of))

(define (report runner)
  "Print the test that RUNNER just ended, if it is not as it should be."
  (unless (memq (test-result-kind runner) '(pass skip))
    (format #t "not ok: ~a~%" (test-runner-test-name runner))
    (for-each (lambda (key)
                (when (test-result-ref runner key)
                  (format #t "  ~a: ~s~%" key (test-result-ref runner key))))
              '(expected-value actual-value actual-error source-file source-line))))

(define (run-tests name thunk)
  "Run the tests in THUNK and say how many passed; end the program if one did not."
  (define runner (test-runner-null))
  (test-runner-on-test-end! runner report)
  (test-runner-current runner)
  (test-begin name)
  (thunk)
  (test-end name)
  (let ((passed (test-runner-pass-count runner))
        (failed (test-runner-fail-count runner)))
    (format #t "~a: ~a passed, ~a failed~%" name passed failed)
    (unless (and (zero? failed) (positive? passed))
      (exit 1))))

(define-syntax-rule (tests name body ...)
  (run-tests name (lambda () body ...)))

(define (delete-tree file)
  (match (stat:type (lstat file))
    ('directory
     (for-each (lambda (name) (delete-tree (string-append file "/" name)))
               (scandir file (lambda (name) (not (member name '("." ".."))))))
     (rmdir file))
    (_ (delete-file file))))

(define (call-with-temporary-folder procedure)
  "Call PROCEDURE with the path of a new folder, which is deleted when it returns."
  (let ((folder (mkdtemp (string-append (or (getenv "TMPDIR") "/tmp") "/cairn-test-XXXXXX"))))
    (dynamic-wind
      (const #t)
      (lambda () (procedure folder))
      (lambda () (delete-tree folder)))))

(define (write-bytes file . parts)
  "Write PARTS, strings of which each character is a byte, to FILE."
  (call-with-output-file file
    (lambda (port) (for-each (lambda (part) (display part port)) parts))
    #:encoding "ISO-8859-1"))

(define (read-text file)
  "Return what is in FILE, each byte as a character."
  (call-with-input-file file
    (lambda (port)
      (let loop ((characters '()))
        (match (read-char port)
          ((? eof-object?) (reverse-list->string characters))
          (character (loop (cons character characters))))))
    #:encoding "ISO-8859-1"))

(define (message-of thunk)
  "Return the message of the error that THUNK raises, or #f if it raises none."
  (with-exception-handler
      (lambda (exception)
        (match (exception-args exception)
          ((_ (? string? message) (arguments ...) . _) (apply format #f message arguments))
          (other (format #f "~s" other))))
    (lambda () (thunk) #f)
    #:unwind? #t))
