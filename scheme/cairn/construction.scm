;; SPDX-License-Identifier: GPL-3.0-or-later
;; How a record that is written by field names is taken apart, at expansion: what `package' and its
;; like expand to.

(define-module (cairn construction)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn errors)
  #:use-module (cairn nearest)
  #:export (unset construction self-name))

;; Stands for a field that was not written.
(define unset (list 'unset))

(define (self-name constructor)
  "Return the identifier by which a field of what CONSTRUCTOR makes refers to the record: `this-package'."
  (datum->syntax constructor
                 (symbol-append 'this- (syntax->datum constructor))))

(define (construction use construct kind title names lazy self)
  "Return the syntax of a call of CONSTRUCT for USE, the use of a record's macro.  CONSTRUCT and KIND are
identifiers; TITLE is what errors call the record; NAMES are its fields in order, LAZY those whose value
is computed when it is asked for, in the scope of SELF."
  (let* ((place (syntax-place use))
         (clauses (map (lambda (clause) (parsed clause names title place)) (clauses-of use)))
         (base (find-clause 'inherit clauses))
         (fields (remove (lambda (clause) (eq? (clause-name clause) 'inherit)) clauses))
         (named (named-fields fields lazy)))
    (check-doubled clauses title place)
    (bound named
           #`(#,construct #,kind '#,(datum->syntax #f place)
                          #,(if base (clause-expression base) #f)
                          (vector #,@(map (lambda (name)
                                            (given (find-clause name fields) named lazy self))
                                          names))
                          '#,(datum->syntax #f (list->vector
                                                (map (lambda (name)
                                                       (short-place (find-clause name fields)))
                                                     names)))))))

;; A clause is a list of its name, as symbol; the syntax of the name; that of its expression.
(define clause-name first)
(define clause-identifier second)
(define clause-expression third)

(define (clauses-of use)
  (syntax-case use ()
    ((_ clause ...) #'(clause ...))))

(define (find-clause name clauses)
  (find (lambda (clause) (eq? (clause-name clause) name)) clauses))

(define (parsed clause names title place)
  "Return CLAUSE of a record, as a list.  NAMES are those that it may have."
  (syntax-case clause ()
    ((name value)
     (memq (syntax->datum #'name) (cons 'inherit names))
     (list (syntax->datum #'name) #'name #'value))
    ((name . _)
     (memq (syntax->datum #'name) (cons 'inherit names))
     (raise-error (or (syntax-place clause) place)
                  (format #f "write (~a VALUE)" (syntax->datum #'name))
                  "the field '~a' of ~a takes one value" (syntax->datum #'name)
                  (with-article title)))
    ((name . _)
     (identifier? #'name)
     (refuse-name (syntax->datum #'name) names title (or (syntax-place clause) place)))
    (_
     (raise-error (or (syntax-place clause) place) "write (FIELD VALUE)"
                  "~s is no field of ~a" (syntax->datum clause) (with-article title)))))

(define (refuse-name name names title place)
  (raise-error place
               (match (nearest name names)
                 (#f (format #f "its fields are: ~a"
                             (string-join (map symbol->string names) ", ")))
                 (near (format #f "did you mean '~a'?" near)))
               "~a has no field '~a'" (with-article title) name))

(define (check-doubled clauses title place)
  (fold (lambda (clause seen)
          (when (memq (clause-name clause) seen)
            (raise-error (or (syntax-place (clause-identifier clause)) place) "keep one of them"
                         "the field '~a' of ~a is written twice" (clause-name clause)
                         (with-article title)))
          (cons (clause-name clause) seen))
        '() clauses))

(define (given clause named lazy self)
  "Return the syntax of what `construct' is given for CLAUSE, or for a field that is not there if it is
#f.  The NAMED clauses have their value in a variable of their name."
  (cond ((not clause) #'unset)
        ((memq clause named) (clause-identifier clause))
        ((and (memq (clause-name clause) lazy)
              (not (literal? (clause-expression clause))))
         #`(lambda (#,(datum->syntax (clause-identifier clause) self))
             #,(clause-expression clause)))
        (else (clause-expression clause))))

(define (literal? expression)
  "Return whether EXPRESSION, a syntax object, is a constant, so that nothing is gained by computing it
later."
  (match (syntax->datum expression)
    ((or (? string?) (? number?) (? boolean?) (? keyword?)) #t)
    (('quote _) #t)
    (('list) #t)
    (_ #f)))

(define (named-fields fields lazy)
  "Return those of FIELDS that a later one mentions: there, the name of a field stands for its value.
LAZY fields have no such name."
  (match fields
    (() '())
    ((field . rest)
     (if (and (not (memq (clause-name field) lazy))
              (any (lambda (other)
                     (mentions? (syntax->datum (clause-expression other)) (clause-name field)))
                   rest))
         (cons field (named-fields rest lazy))
         (named-fields rest lazy)))))

(define (bound named body)
  "Return BODY in the scope of the NAMED fields, each of which is in that of those before it."
  (fold-right (lambda (field body)
                #`(let ((#,(clause-identifier field) #,(clause-expression field)))
                    #,body))
              body named))

(define (mentions? datum name)
  (match datum
    ((head . tail) (or (mentions? head name) (mentions? tail name)))
    (_ (eq? datum name))))

(define (short-place clause)
  "Return the line and column of CLAUSE's field, or #f."
  (match (and clause (syntax-place (clause-identifier clause)))
    ((_ line column) (list line column))
    (#f #f)))
