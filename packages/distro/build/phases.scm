;; SPDX-License-Identifier: GPL-3.0-or-later
;; Phases: a build as a list of named steps, which a package may change, and how they are run.

(define-module (distro build phases)
  #:use-module (ice-9 format)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (srfi srfi-26)
  #:export (modify-phases
            change-phases
            run-phases))

(define (change-phases phases changes)
  "Return PHASES, an alist of names and procedures, with CHANGES: lists of `delete', `replace', `add-before' or
`add-after', a name, and for the last three what they take."
  (fold change-phase phases changes))

(define (change-phase change phases)
  (define (check name)
    (unless (assq name phases)
      (error (format #f "there is no phase '~a'; there are: ~a" name
                     (map (match-lambda ((name . _) name)) phases)))))
  (match change
    (('delete name)
     (check name)
     (remove (match-lambda ((other . _) (eq? other name))) phases))
    (('replace name procedure)
     (check name)
     (map (match-lambda
            ((other . old) (cons other (if (eq? other name) procedure old))))
          phases))
    (('add-before name new procedure)
     (check name)
     (place-phase phases name (lambda (phase) (list (cons new procedure) phase))))
    (('add-after name new procedure)
     (check name)
     (place-phase phases name (lambda (phase) (list phase (cons new procedure)))))))

(define (place-phase phases name around)
  "Return PHASES with what AROUND makes of the phase NAME, a list of phases, in its place."
  (append-map (match-lambda
                ((and ((? (cut eq? <> name)) . _) phase) (around phase))
                (phase (list phase)))
              phases))

(define-syntax modify-phases
  (syntax-rules ()
    "Return PHASES with changes: (delete NAME), (replace NAME PHASE), (add-before NAME NEW PHASE) and
(add-after NAME NEW PHASE)."
    ((_ phases (kind argument ...) ...)
     (change-phases phases (list (list 'kind argument ...) ...)))))

(define (run-phases phases arguments)
  "Run PHASES in order, each with ARGUMENTS, keywords and values.  One that raises an error, or returns #f,
ends the build."
  (for-each (match-lambda
              ((name . procedure) (run-phase name procedure arguments)))
            phases))

(define (run-phase name procedure arguments)
  (define begin (get-internal-real-time))
  (define (seconds)
    (exact->inexact (/ (- (get-internal-real-time) begin) internal-time-units-per-second)))
  (format #t "phase '~a' begins~%" name)
  (force-output)
  (with-exception-handler
      (lambda (exception)
        (format #t "phase '~a' failed after ~,1f seconds~%" name (seconds))
        (force-output)
        (raise-exception exception #:continuable? #f))
    (lambda ()
      (unless (apply procedure arguments)
        (error (format #f "phase '~a' returned #f" name))))
    #:unwind? #f)
  (format #t "phase '~a' ended after ~,1f seconds~%" name (seconds))
  (force-output))
