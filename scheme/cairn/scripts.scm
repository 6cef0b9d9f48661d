;; SPDX-License-Identifier: GPL-3.0-or-later
;; From G-expressions to the scripts that builders run: holes are filled, the code is printed, and where
;; its lines come from is kept beside it.

(define-module (cairn scripts)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn errors)
  #:use-module (cairn gexp)
  #:use-module (cairn imports)
  #:use-module (cairn primitives)
  #:use-module (cairn print)
  #:export (gexp->script
            gexp-all-modules
            runner
            script-item
            load-paths))

(define (gexp->script gexp path-of)
  "Return two values for GEXP: its code with all holes filled, and a hash table from the lists of the code
to places in the user's files.  PATH-OF is a procedure of an object and the name of an output (or #f) that
returns its store path, or #f for what stands for none."
  (define places (make-hash-table))
  (define (datum-of object output)
    (cond ((gexp? object) (fill object))
          ((path-of object output))
          ((pair? object) (cons (datum-of (car object) #f) (datum-of (cdr object) #f)))
          (else (constant object))))
  (define (fill-reference reference)
    (if (output-reference? reference)
        `((@ (guile) getenv) ,(output-reference reference))
        (datum-of (reference-object reference) (reference-output reference))))
  (define (fill gexp)
    (filled-template gexp fill-reference places))
  (let ((code (fill gexp)))
    (values code places)))

(define (constant object)
  "Return OBJECT, which goes into code as it is; raise an error if it cannot."
  (match object
    ((or (? string?) (? symbol?) (? number?) (? boolean?) (? keyword?) (? char?) (? null?))
     object)
    ((? vector?) object)
    ((? unspecified?) (raise-error (and=> (current-scope) scope-place) #f
                                   "an object without a value cannot go into a gexp"))
    (_ (raise-error (and=> (current-scope) scope-place)
                    "packages, files, gexps, lists, strings, symbols and numbers can"
                    "~s cannot go into a gexp" object))))

(define (filled-template gexp fill places)
  "Return the code of GEXP with what FILL makes of each reference in its hole, and note the place of each of
its lists in PLACES."
  (define references (list->vector (gexp-references gexp)))
  (define positions (gexp-places gexp))
  (define file (vector-ref positions 0))
  (define next 1)
  (define (take-place!)
    (let ((line (vector-ref positions next))
          (column (vector-ref positions (1+ next))))
      (set! next (+ next 2))
      (and line (list file line (1- column)))))
  (define (fill-list datum)
    (let ((place (take-place!)))
      (let ((filled (fill-elements datum)))
        (when (and place (pair? filled))
          (hashq-set! places filled place))
        filled)))
  (define (fill-elements elements)
    (match elements
      (() '())
      ((? hole-index) (fill-datum elements))
      ((element . rest)
       (let* ((filled (fill-datum element))
              (others (fill-elements rest)))
         (if (splicing? element)
             (append filled others)
             (cons filled others))))
      (last (fill-datum last))))
  (define (splicing? element)
    (and=> (hole-index element)
           (lambda (index)
             (let ((reference (vector-ref references index)))
               (and (reference? reference) (reference-splicing? reference))))))
  (define (fill-datum datum)
    (cond ((hole-index datum)
           => (lambda (index) (fill (vector-ref references index))))
          ((pair? datum) (fill-list datum))
          ((vector? datum) (list->vector (map fill-datum (vector->list datum))))
          (else datum)))
  (fill-datum (gexp-template gexp)))

(define (gexp-all-modules gexp)
  "Return the names of the build-side modules that GEXP and the gexps in it import."
  (define (of object)
    (match object
      ((? gexp?) (gexp-all-modules object))
      ((head . tail) (append (of head) (of tail)))
      (_ '())))
  (delete-duplicates
   (append (gexp-modules gexp)
           (append-map (lambda (reference)
                         (if (reference? reference) (of (reference-object reference)) '()))
                       (gexp-references gexp)))))

(define (runner script variables)
  "Return the expression that a builder's Guile is started with: it forgets VARIABLES, which were only for
its own start, and runs SCRIPT compiled, so that an error knows its lines and tells them."
  (datum->text
   `(begin
      (use-modules (system base compile) (system vm frame) (system vm program))
      (for-each unsetenv (quote ,variables))
      (fluid-set! %default-port-encoding "UTF-8")
      (set-port-encoding! (current-output-port) "UTF-8")
      (set-port-encoding! (current-error-port) "UTF-8")
      (with-exception-handler
       (lambda (exception)
         ,error-report
         (primitive-exit 1))
       (lambda () (compile-and-load ,script #:optimization-level 1))))))

;; What a builder says of EXCEPTION before it ends: why, and the places that are in scripts and modules
;; of the store, the innermost first.
(define error-report
  '(if (eq? (exception-kind exception) (quote quit))
       (raise-exception exception)
       (let ((stack (make-stack #t))
             (port (current-error-port)))
         (force-output)
         (print-exception port #f (exception-kind exception) (exception-args exception))
         (let loop ((index 0))
           (if (< index (stack-length stack))
               (let ((source (frame-source (stack-ref stack index))))
                 (if (and source (source:file source)
                          (not (string-prefix? "ice-9/" (source:file source)))
                          (not (string-prefix? "srfi/" (source:file source)))
                          (not (string-prefix? "system/" (source:file source)))
                          (not (string-prefix? "language/" (source:file source))))
                     (format port "  at ~a:~a:~a~%" (source:file source)
                             (source:line-for-user source) (source:column source)))
                 (loop (+ index 1)))))
         (force-output port))))

(define (script-item name forms places)
  "Return the path of the script NAME with FORMS, and record where its lists come from."
  (call-with-values (lambda () (forms->text forms))
    (lambda (text starts)
      (let ((path (text-item name text '())))
        (when (positions-wanted?)
          (record-positions! path (positions starts places)))
        path))))

(define (load-paths folders)
  "Return the forms that make FOLDERS, as `module-folders' gives them, visible, as text."
  (forms->text
   (map (match-lambda
          (("-L" . folder) `(set! %load-path (cons ,folder %load-path)))
          (("-C" . folder) `(set! %load-compiled-path (cons ,folder %load-compiled-path))))
        folders)))
