;; SPDX-License-Identifier: GPL-3.0-or-later
;; What went wrong, as a condition: a message, the place in the user's file, a hint. And how any
;; condition that reaches the command becomes these three.

(define-module (cairn errors)
  #:use-module (ice-9 exceptions)
  #:use-module (ice-9 match)
  #:use-module (cairn nearest)
  #:export (make-place
            syntax-place
            place->string
            with-article
            raise-error
            cairn-error?
            cairn-error-message
            cairn-error-place
            cairn-error-hint
            circle?
            current-scope
            call-with-scope
            with-scope
            call-with-hint
            <scope>
            make-scope
            scope-title
            scope-place
            scope-find
            scope-names
            place-scope
            remember-file-scope!
            file-scope
            current-definitions
            exception->error))

(define-exception-type &cairn-error &error
  make-cairn-error cairn-error?
  (message cairn-error-message)
  (place cairn-error-place)
  (hint cairn-error-hint))

;; A definition that needs its own value.
(define-exception-type &circle &cairn-error
  make-circle circle?)

(define (make-place file line column)
  "Return the place in FILE at LINE and COLUMN, which count from 0 as Guile's ports do.  In a place
both count from 1, as editors do."
  (list file (1+ line) (1+ column)))

(define (syntax-place syntax)
  "Return the place where SYNTAX, a syntax object or a list that was read, stands in its file, or #f
when nobody knows."
  (match (syntax-source syntax)
    (#f #f)
    (source
     (let ((file (assq-ref source 'filename)))
       (and file
            (make-place file (assq-ref source 'line) (assq-ref source 'column)))))))

(define (place->string place)
  "Return PLACE as FILE:LINE:COLUMN, or as `an unknown place'."
  (match place
    ((file line column) (format #f "~a:~a:~a" file line column))
    (#f "an unknown place")))

(define (with-article title)
  "Return TITLE, a noun in small letters, behind `a' or `an'."
  ;; All titles with a u are spoken as `user' is.
  (string-append (if (string-index "aeio" (string-ref title 0)) "an " "a ") title))

(define* (raise-error place hint message . arguments)
  "Raise an error that says MESSAGE, formatted with ARGUMENTS, about what stands at PLACE (or #f).
HINT says what to do next, or is #f."
  (raise-exception
   (make-cairn-error (apply format #f message arguments) place hint)))


;;;
;;; What is being evaluated.
;;;

;; A part of the user's text that is being evaluated: what it is called, its place, how to find where
;; a symbol stands in it (a procedure of the symbol; a place or #f), and which names it could have
;; meant (a thunk).
(define <scope> (make-record-type '<scope> '(title place find names)))
(define make-scope (record-constructor <scope>))
(define scope-title (record-accessor <scope> 'title))
(define scope-place (record-accessor <scope> 'place))
(define scope-find (record-accessor <scope> 'find))
(define scope-names (record-accessor <scope> 'names))

(define current-scope (make-parameter #f))

;; The names of the definitions being evaluated, the innermost first.
(define current-definitions (make-parameter '()))

;; The scope of each file whose text is known, by its name: errors that come up later look there for
;; the place of a symbol.
(define file-scopes (make-hash-table))

(define (remember-file-scope! file scope)
  "Keep SCOPE as that of all of FILE."
  (hash-set! file-scopes file scope))

(define (file-scope place)
  "Return the scope of the file of PLACE, or #f."
  (match place
    ((file . _) (hash-ref file-scopes file))
    (#f #f)))

(define (place-scope title place)
  "Return the scope of what is called TITLE and stands at PLACE, behind which symbols are looked for in its
file."
  (let ((file (file-scope place)))
    (make-scope title place
                (lambda* (symbol #:key after)
                  (and file ((scope-find file) symbol #:after (or after place))))
                (if file (scope-names file) (const '())))))

(define (call-with-scope scope thunk)
  "Call THUNK.  An error that leaves it and does not know its own place is given SCOPE's."
  (with-exception-handler
      (lambda (exception)
        (raise-exception (placed exception scope)))
    (lambda ()
      (parameterize ((current-scope scope))
        (thunk)))
    #:unwind? #t))

(define-syntax-rule (with-scope scope body ...)
  (call-with-scope scope (lambda () body ...)))

(define (call-with-hint hint thunk)
  "Call THUNK.  An error that leaves it and has no hint is given what HINT, a thunk, returns: a string or #f."
  (with-exception-handler
      (lambda (exception)
        (let ((error (described exception #f)))
          (raise-exception
           (make-cairn-error (cairn-error-message error) (cairn-error-place error)
                             (or (cairn-error-hint error) (hint))))))
    thunk
    #:unwind? #t))

(define (placed exception scope)
  "Return EXCEPTION as an error of ours, with SCOPE's place if it has none."
  (cond ((not (exception? exception)) exception)
        ((quit-exception? exception) exception)
        ((and (cairn-error? exception) (cairn-error-place exception)) exception)
        (else (described exception scope))))


;;;
;;; Guile's own errors, in our words.
;;;

(define (described exception scope)
  "Return EXCEPTION as an error of ours that was met in SCOPE (or #f)."
  (define place (and scope (scope-place scope)))
  (match (kind+arguments exception)
    (('cairn-error message _ hint)
     (make-cairn-error message place hint))
    (('unbound-variable _ _ (name) . _)
     (unbound-variable name scope))
    (('syntax-error who message _ form subform)
     (malformed message form subform scope))
    (('read-error _ message arguments . _)
     (make-cairn-error (formatted message arguments) place #f))
    ((key subr (? string? message) arguments . _)
     (make-cairn-error (in-procedure subr (formatted message arguments)) place #f))
    ((key . arguments)
     (make-cairn-error (format #f "~a: ~s" key arguments) place #f))))

(define (kind+arguments exception)
  "Return EXCEPTION as a list: its key, and what Guile's `throw' would have been given."
  (if (cairn-error? exception)
      (list 'cairn-error (cairn-error-message exception)
            (cairn-error-place exception) (cairn-error-hint exception))
      (cons (exception-kind exception) (exception-args exception))))

(define (formatted message arguments)
  (or (false-if-exception (apply format #f message (or arguments '())))
      (format #f "~a ~s" message arguments)))

(define (in-procedure subr message)
  (if (and subr (not (primitive? subr)))
      (format #f "in '~a': ~a" subr message)
      message))

(define (primitive? subr)
  "Return whether SUBR, a symbol or a string, names a primitive of ours, which is in nobody's text: what it says
stands for itself."
  (module-variable (resolve-interface '(cairn primitives))
                   (string->symbol (format #f "~a" subr))))

(define (unbound-variable name scope)
  (define place
    (and scope (or ((scope-find scope) name) (scope-place scope))))
  (if (memq name (current-definitions))
      (make-circle
       (format #f "the definition of '~a' needs '~a' itself: ~a" name name
               (string-join (map symbol->string (circle name)) " -> "))
       place "let one of them do without another")
      (make-cairn-error
       (format #f "there is nothing named '~a' here" name)
       place
       (match (and scope (nearest name (delq name ((scope-names scope)))))
         (#f "a name comes from a definition in this file or from a module that #:use-module names")
         (near (format #f "did you mean '~a'?" near))))))

(define (circle name)
  "Return the names of the definitions being evaluated from NAME to NAME."
  (let loop ((names (current-definitions)) (result (list name)))
    (match names
      ((first . rest)
       (if (eq? first name)
           (cons first result)
           (loop rest (cons first result)))))))

(define (malformed message form subform scope)
  (make-cairn-error
   (format #f "~a in ~a" message (shortened (if subform subform form)))
   (or (and form (syntax-place form)) (and scope (scope-place scope)))
   #f))

(define (shortened form)
  "Return FORM as text that fits on a line."
  (let ((text (format #f "~s" (syntax->datum form))))
    (if (> (string-length text) 60)
        (string-append (string-take text 57) "...")
        text)))

(define (exception->error key arguments)
  "Return what is to be told of an exception that was caught with KEY and ARGUMENTS: an alist with
message, file, line, column, hint, trace; what is not known is `null'."
  (let ((error (described* key arguments)))
    (match (or (cairn-error-place error) '(null null null))
      ((file line column)
       `((message . ,(cairn-error-message error))
         (file . ,file)
         (line . ,line)
         (column . ,column)
         (hint . ,(or (cairn-error-hint error) 'null))
         (trace . ()))))))

(define (described* key arguments)
  (match arguments
    (((? cairn-error? error)) error)
    (((? exception? exception))
     (described exception #f))
    (_ (described (make-exception-from-throw key arguments) #f))))
