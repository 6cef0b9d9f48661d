;; SPDX-License-Identifier: GPL-3.0-or-later
;; Lowering: from objects to derivations and store items.  Pure, but that what is lowered once is
;; remembered.  What kinds of objects there are is told by (cairn lower).

(define-module (cairn lowering)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn errors)
  #:use-module (cairn files)
  #:use-module (cairn packages)
  #:use-module (cairn primitives)
  #:use-module (cairn records)
  #:export (current-defaults
            set-kinds!
            item
            lowerable?
            lower
            lowered-path
            lowered-derivation
            output-names
            object->path
            make-derivation
            map-with-inputs))

;; What an object became.  DERIVATION is its path, or #f for an item that is there as it is; OUTPUTS an
;; alist of names and paths.
(define <lowered> (make-record-type '<lowered> '(derivation outputs)))
(define make-lowered (record-constructor <lowered>))
(define lowered-derivation (record-accessor <lowered> 'derivation))
(define lowered-outputs (record-accessor <lowered> 'outputs))

(define (item path)
  "Return what stands for the store item at PATH."
  (make-lowered #f `(("out" . ,path))))

(define (output-names lowered)
  "Return the names of the outputs of LOWERED."
  (map (match-lambda ((name . path) name)) (lowered-outputs lowered)))

(define* (lowered-path lowered #:optional (output "out"))
  "Return the store path of OUTPUT of LOWERED, or #f if there is no such output."
  (assoc-ref (lowered-outputs lowered) output))

;; A procedure of a symbol that returns what the channel sets as a default under that name: its
;; `default-builder', the `patched-source' of origins with patches.
(define current-defaults
  (make-parameter
   (lambda (name)
     (raise-error #f #f "no channel says what '~a' is" name))))


;;;
;;; Kinds of objects.
;;;

;; Lists of a predicate, a procedure that lowers what satisfies it, and one that tells where it was written,
;; or #f where nobody knows.
(define kinds '())

(define (set-kinds! list)
  "Let LIST be the kinds of objects, the most usual first."
  (set! kinds list))

(define (find-kind object)
  (find (match-lambda ((kind? . _) (kind? object))) kinds))

(define (lowerable? object)
  "Return whether OBJECT stands for something in the store."
  (and (find-kind object) #t))

;; What was lowered, by object.
(define memory (make-weak-key-hash-table))

;; The packages being lowered, the innermost first.
(define in-progress (make-parameter '()))

(define (lower object)
  "Return what OBJECT, a package, an origin or a file, becomes in the store."
  (or (hashq-ref memory object)
      (let ((lowered (lower-once object)))
        (hashq-set! memory object lowered)
        lowered)))

(define (lower-once object)
  (match (find-kind object)
    (#f
     (raise-error (and=> (current-scope) scope-place)
                  "packages, origins and files can be built"
                  "~s stands for nothing in the store" object))
    ((_ lowering place-of)
     (check-circle object)
     (parameterize ((in-progress (cons object (in-progress))))
       (call-at-place (and place-of (place-of object)) (lambda () (lowering object)))))))

(define (call-at-place place thunk)
  "Call THUNK.  Errors that know no place are given PLACE, unless it is #f."
  (if place
      (call-with-scope (place-scope "an object" place) thunk)
      (thunk)))

(define (check-circle object)
  "Raise an error if OBJECT is needed to lower itself."
  (define (name object)
    (if (package? object) (package-name object) #f))
  (when (memq object (in-progress))
    (let ((circle (take-while (lambda (other) (not (eq? other object))) (in-progress))))
      (raise-error (and (package? object) (record-place object))
                   "take one of them out of the inputs of another"
                   "'~a' needs itself to be built: ~a"
                   (name object)
                   (string-join (filter-map name `(,object ,@(reverse circle) ,object)) " -> ")))))


;;;
;;; References to objects.
;;;

(define (object->path object output)
  "Return two values: the path of OUTPUT (or of the only one, if #f) of OBJECT, and a list of the lowered
objects that it takes."
  (match object
    ((? file-append?)
     (call-with-values (lambda () (object->path (file-append-base object) output))
       (lambda (path inputs)
         (values (string-append path (file-append-suffix object)) inputs))))
    (_
     (let ((lowered (lower object)))
       (values (checked-output object lowered (or output "out"))
               (list (list lowered (or output "out"))))))))

(define (checked-output object lowered output)
  (or (lowered-path lowered output)
      (refuse-output (and=> (current-scope) scope-place) object output (output-names lowered))))

(define (input-derivations inputs)
  "Return the derivations among INPUTS, lists of a lowered object and an output, each with the outputs that
are wanted of it, as `derivation' takes them."
  (define wanted (make-hash-table))   ; outputs, by path
  (for-each (match-lambda
              ((lowered output)
               (let* ((path (lowered-derivation lowered))
                      (known (if path (hash-ref wanted path '()) '())))
                 (when (and path (not (member output known)))
                   (hash-set! wanted path (cons output known))))))
            inputs)
  (hash-map->list cons wanted))

(define (input-items inputs)
  "Return the paths of those of INPUTS that are there as they are."
  (define paths (make-hash-table))
  (for-each (match-lambda
              ((lowered _)
               (unless (lowered-derivation lowered)
                 (hash-set! paths (lowered-path lowered) #t))))
            inputs)
  (hash-map->list (lambda (path _) path) paths))

(define* (make-derivation name builder arguments environment inputs outputs place
                          #:key (system "x86_64-linux") (items '()))
  "Return the derivation NAME as a lowered object."
  (match (derivation name system builder arguments environment
                     (input-derivations inputs)
                     (append items (input-items inputs))
                     outputs place)
    ((path . outputs) (make-lowered path outputs))))

(define (map-with-inputs procedure elements)
  "Return two values: what PROCEDURE makes of each of ELEMENTS as its first value; and the inputs, '() at
first, which it is given as its second argument and returns as its second value."
  (let loop ((elements elements) (results '()) (state '()))
    (match elements
      (() (values (reverse results) state))
      ((element . rest)
       (call-with-values (lambda () (procedure element state))
         (lambda (result state)
           (loop rest (cons result results) state)))))))
