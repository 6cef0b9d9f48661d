;; SPDX-License-Identifier: GPL-3.0-or-later
;; Records whose fields are written by name: `(package (name "hello") (version "2.10"))'.  The macro
;; only wraps: what it expands to calls `construct', an ordinary procedure, which knows the defaults
;; and checks every value.

(define-module (cairn records)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn construction)
  #:use-module (cairn errors)
  #:export (define-record
            field
            required
            construct
            record-of-kind?
            record-place
            field-place
            field-value
            list-of
            maybe
            kind-title
            kind-fields
            field-name
            field-expectation
            field-default
            field-required?
            field-documentation))

;; One field: its symbol; what its value must satisfy, and how that is said; its default (or `required');
;; what a person reads about it.
(define <field> (make-record-type '<field> '(name check expectation default documentation)))
(define make-field (record-constructor <field>))
(define field-name (record-accessor <field> 'name))
(define field-check (record-accessor <field> 'check))
(define field-expectation (record-accessor <field> 'expectation))
(define field-default (record-accessor <field> 'default))
(define field-documentation (record-accessor <field> 'documentation))

(define required (list 'required))

(define* (field name check expectation #:optional (default required) (documentation ""))
  "Return the description of the field NAME, a symbol.  Its value must satisfy CHECK, which an error
says as EXPECTATION (\"a string\").  A record that does not give it has DEFAULT; without one, or with
`required', it must be given.  DOCUMENTATION is a sentence for those who write such records."
  (make-field name check expectation default documentation))

(define (field-required? field)
  "Return whether each record must give FIELD."
  (eq? (field-default field) required))

(define (maybe check)
  "Return the check that accepts #f and what CHECK accepts."
  (lambda (value) (or (not value) (check value))))

(define (list-of check)
  "Return the check that accepts a list of what CHECK accepts."
  (lambda (value) (and (list? value) (every check value))))

;; A kind of record: what a person calls it, its fields, and which of them are computed when they are
;; asked for (a vector of booleans).
(define <kind> (make-record-type '<kind> '(title fields lazy)))
(define make-kind (record-constructor <kind>))
(define kind-title (record-accessor <kind> 'title))
(define kind-fields (record-accessor <kind> 'fields))
(define kind-lazy (record-accessor <kind> 'lazy))

(define (waits? kind index value)
  "Return whether VALUE, given for field INDEX of KIND, is a procedure that computes it."
  (and (procedure? value) (vector-ref (kind-lazy kind) index)))

;; A record.  GIVEN is a vector of what was written or inherited: a value; or a procedure of the record
;; that gives it; or `unset'.  VALUES is a vector of the same, forced and checked, as far as anybody
;; asked.  PLACES is a vector of places, one a field.
(define <instance>
  (make-record-type '<instance> '(kind given values place places)
                    (lambda (instance port)
                      (format port "#<~a ~a>"
                              (kind-title (instance-kind instance))
                              (place->string (instance-place instance))))))
(define make-instance (record-constructor <instance>))
(define instance? (record-predicate <instance>))
(define instance-kind (record-accessor <instance> 'kind))
(define instance-given (record-accessor <instance> 'given))
(define instance-values (record-accessor <instance> 'values))
(define instance-place (record-accessor <instance> 'place))
(define instance-places (record-accessor <instance> 'places))

(define (record-of-kind? kind value)
  "Return whether VALUE is a record of KIND."
  (and (instance? value) (eq? (instance-kind value) kind)))

(define (record-place record)
  "Return the place where RECORD was written."
  (instance-place record))

(define (field-place record name)
  "Return the place where the field NAME, a symbol, of RECORD was written, or that of the record it came from."
  (place-of-index record
                  (list-index (lambda (field) (eq? (field-name field) name))
                              (vector->list (kind-fields (instance-kind record))))))

(define (place-of-index record index)
  (vector-ref (instance-places record) index))

(define (construct kind place base given places)
  "Return a record of KIND that was written at PLACE.  GIVEN is a vector with a value or a procedure a
field, or `unset' where BASE (a record to inherit from, or #f), or else the default counts; PLACES has a
list of line and column for each.  Raise an error at the field that is missing or of the wrong type."
  (check-base kind place base)
  (let* ((all (filled kind base given))
         (all-places (filled-places base given places place))
         (record (make-instance kind all (make-vector (vector-length all) unset)
                                place all-places)))
    (do ((i 0 (1+ i))) ((= i (vector-length all)) record)
      (unless (waits? kind i (vector-ref all i))
        (settle! record i (vector-ref all i))))))

(define (check-base kind place base)
  (unless (or (not base) (record-of-kind? kind base))
    (raise-error place #f "~a cannot inherit from ~s, which is none"
                 (with-article (kind-title kind)) base)))

(define (filled kind base given)
  "Return GIVEN, a vector, with BASE's fields or defaults where it says `unset'."
  (vector-map* (lambda (i value)
                 (cond ((not (eq? value unset)) value)
                       (base (vector-ref (instance-given base) i))
                       (else (field-default (vector-ref (kind-fields kind) i)))))
               given))

(define (filled-places base given places place)
  (match place
    (#f (make-vector (vector-length given) #f))
    ((file . _)
     (vector-map* (lambda (i value)
                    (cond ((not (eq? value unset))
                           (match (vector-ref places i)
                             ((line column) (list file line column))
                             (#f place)))
                          (base (vector-ref (instance-places base) i))
                          (else place)))
                  given))))

(define (vector-map* procedure vector)
  "Return the vector of what PROCEDURE makes of each index and element of VECTOR."
  (let ((result (make-vector (vector-length vector))))
    (do ((i 0 (1+ i))) ((= i (vector-length vector)) result)
      (vector-set! result i (procedure i (vector-ref vector i))))))

(define (settle! record index value)
  "Check that VALUE is right for field INDEX of RECORD, keep it there and return it."
  (let ((field (vector-ref (kind-fields (instance-kind record)) index)))
    (when (eq? value required)
      (raise-error (instance-place record)
                   (format #f "add (~a ...)" (field-name field))
                   "the ~a has no '~a', which it must have"
                   (kind-title (instance-kind record)) (field-name field)))
    (unless ((field-check field) value)
      (raise-error (place-of-index record index) #f
                   "the field '~a' of ~a must be ~a, and this is ~s"
                   (field-name field) (with-article (kind-title (instance-kind record)))
                   (field-expectation field) value))
    (vector-set! (instance-values record) index value)
    value))

(define (field-value kind record index)
  "Return the value of field INDEX of RECORD, which must be of KIND; it is computed at most once."
  (unless (record-of-kind? kind record)
    (raise-error (and=> (current-scope) scope-place) #f
                 "~a is wanted, and this is ~s" (with-article (kind-title kind)) record))
  (let ((value (vector-ref (instance-values record) index)))
    (if (eq? value unset)
        (settle! record index (forced record index))
        value)))

(define (forced record index)
  "Return what the procedure in field INDEX of RECORD gives; errors know the field's place."
  (let ((field (vector-ref (kind-fields (instance-kind record)) index)))
    (with-scope (place-scope (format #f "the field '~a'" (field-name field))
                             (or (place-of-index record index) (record-place record)))
      ((vector-ref (instance-given record) index) record))))

(define-syntax define-record
  (lambda (form)
    "Define KIND, a kind of record that errors call TITLE, with the macro CONSTRUCTOR, the predicate
PREDICATE and an accessor for each field.  CONTEXT names fields that may refer to the record itself as
`this-CONSTRUCTOR' and are computed when they are first asked for."
    (syntax-case form ()
      ((_ kind constructor predicate title (lazy ...) (accessor name rest ...) ...)
       (with-syntax (((index ...) (iota (length #'(accessor ...))))
                     (self (self-name #'constructor)))
         #'(begin
             (define (predicate value)
               (record-of-kind? kind value))
             (define kind
               (make-kind title (vector (field 'name rest ...) ...)
                          (list->vector (map (lambda (field) (->bool (memq field '(lazy ...))))
                                             '(name ...)))))
             (define (accessor record)
               (field-value kind record index))
             ...
             (define-syntax constructor
               (lambda (use)
                 (construction use #'construct #'kind title
                               '(name ...) '(lazy ...) 'self)))))))))
