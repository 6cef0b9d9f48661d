;; SPDX-License-Identifier: GPL-3.0-or-later
;; Lists of phases are changed as packages ask, and run in order until one fails.

(use-modules (checks)
             (distro build phases)
             (ice-9 match)
             (srfi srfi-1))

(define phases '((unpack . 1) (build . 2) (install . 3)))

(define (names phases) (map (match-lambda ((name . _) name)) phases))

(define (log-of thunk)
  "Return what THUNK prints, whether it ends or raises an error."
  (call-with-output-string
    (lambda (port)
      (with-output-to-port port
        (lambda () (false-if-exception (thunk)))))))

(tests "phases"
  (test-equal "a phase is deleted"
    '((unpack . 1) (install . 3))
    (modify-phases phases (delete 'build)))
  (test-equal "a phase is replaced where it stands"
    '((unpack . 1) (build . 9) (install . 3))
    (modify-phases phases (replace 'build 9)))
  (test-equal "a phase comes before another"
    '(unpack configure build install)
    (names (modify-phases phases (add-before 'build 'configure 9))))
  (test-equal "a phase comes after another"
    '(unpack build check install)
    (names (modify-phases phases (add-after 'build 'check 9))))
  (test-equal "changes are made one after the other"
    '(unpack build check last install)
    (names (modify-phases phases
             (add-after 'build 'check 9)
             (add-after 'check 'last 9))))
  (test-equal "the old list stays as it was"
    '(unpack build install)
    (names phases))
  (test-equal "a phase that is not there is named, with those that are"
    "there is no phase 'compile'; there are: (unpack build install)"
    (message-of (lambda () (modify-phases phases (delete 'compile)))))

  (test-equal "phases run in order, each with all arguments"
    '((one 5) (two 5))
    (let ((ran '()))
      (define (phase name)
        (lambda* (#:key number #:allow-other-keys)
          (set! ran (cons (list name number) ran))
          #t))
      (log-of (lambda ()
                (run-phases (list (cons 'one (phase 'one)) (cons 'two (phase 'two)))
                            '(#:number 5 #:other 6))))
      (reverse ran)))
  (test-equal "a phase that returns #f ends the build"
    '(#f "phase 'bad' returned #f")
    (let* ((later #f)
           (phases (list (cons 'bad (const #f))
                         (cons 'later (lambda _ (set! later #t) #t))))
           (message #f))
      (log-of (lambda () (set! message (message-of (lambda () (run-phases phases '()))))))
      (list later message)))
  (test-assert "the log names the phase that failed"
    (string-contains (log-of (lambda ()
                               (run-phases (list (cons 'bad (lambda _ (error "no")))) '())))
                     "phase 'bad' failed after 0.0 seconds")))
