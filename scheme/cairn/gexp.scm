;; SPDX-License-Identifier: GPL-3.0-or-later
;; G-expressions: code that runs inside builds, with holes that packages, files and other objects
;; fill.  Here they are only values: what fills the holes is settled when they are lowered.

(define-module (cairn gexp)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn errors)
  #:export (gexp
            gexp?
            gexp-template
            gexp-references
            gexp-modules
            gexp-extensions
            gexp-places
            gexp-place
            reference?
            reference-object
            reference-output
            reference-splicing?
            output-reference
            output-reference?
            hole
            hole-index
            current-imported-modules
            current-extensions
            with-imported-modules
            with-extensions))

;; TEMPLATE is the code, with `(hole N)' where reference N goes.  MODULES are names of build-side
;; modules, EXTENSIONS packages of such.  PLACES is the file, then line and column of each list of the
;; template in the order of their opening parentheses.
(define <gexp>
  (make-record-type '<gexp> '(template references modules extensions places place)
                    (lambda (gexp port)
                      (format port "#<gexp ~a>" (place->string (gexp-place gexp))))))
(define make-gexp (record-constructor <gexp>))
(define gexp? (record-predicate <gexp>))
(define gexp-template (record-accessor <gexp> 'template))
(define gexp-references (record-accessor <gexp> 'references))
(define gexp-modules (record-accessor <gexp> 'modules))
(define gexp-extensions (record-accessor <gexp> 'extensions))
(define gexp-places (record-accessor <gexp> 'places))
(define gexp-place (record-accessor <gexp> 'place))

;; What fills a hole: OBJECT; for a package, which OUTPUT of it; whether it is a list whose elements
;; go there.
(define <reference> (make-record-type '<reference> '(object output splicing?)))
(define reference (record-constructor <reference>))
(define reference? (record-predicate <reference>))
(define reference-object (record-accessor <reference> 'object))
(define reference-output (record-accessor <reference> 'output))
(define reference-splicing? (record-accessor <reference> 'splicing?))

;; Stands for an output of what is being built: #$output.
(define <output-reference> (make-record-type '<output-reference> '(name)))
(define make-output-reference (record-constructor <output-reference>))
(define output-reference? (record-predicate <output-reference>))
(define (output-reference object)
  "Return the name of the output of the derivation itself for which OBJECT stands."
  ((record-accessor <output-reference> 'name) object))

(define (hole index)
  "Return what stands in a template where reference INDEX goes."
  (list '%hole index))

(define (hole-index datum)
  "Return the number of the hole that DATUM is, or #f."
  (match datum
    (('%hole (? number? index)) index)
    (_ #f)))

(define current-imported-modules (make-parameter '()))
(define current-extensions (make-parameter '()))

(define-syntax-rule (with-imported-modules modules body ...)
  (parameterize ((current-imported-modules (append modules (current-imported-modules))))
    body ...))

(define-syntax-rule (with-extensions extensions body ...)
  (parameterize ((current-extensions (append extensions (current-extensions))))
    body ...))

(define (make-gexp* template references places place)
  "Return a gexp made here and now: it imports what `with-imported-modules' around it names."
  (make-gexp template references
             (delete-duplicates (current-imported-modules))
             (current-extensions)
             places place))

(define-syntax gexp
  (lambda (use)
    "Return the G-expression of the code in USE."
    (syntax-case use ()
      ((_ body)
       (call-with-values (lambda () (taken-apart #'body))
         (lambda (template references places)
           #`(make-gexp* '#,(datum->syntax #'body template)
                         (list #,@references)
                         '#,(datum->syntax #'body places)
                         '#,(datum->syntax #'body (or (syntax-place #'body)
                                                      (syntax-place use))))))))))

(define (taken-apart body)
  "Return three values for BODY, the syntax of a gexp's code: the template, a list with the syntax of
its references, and the places of its lists."
  (define references '())
  (define places '())
  (define file #f)
  (define (add-reference! syntax)
    (set! references (cons syntax references))
    (hole (1- (length references))))
  (define (add-place! list)
    (match (syntax-place list)
      ((name line column)
       (set! file name)
       (set! places (cons* column line places)))
      (#f (set! places (cons* #f #f places)))))
  (define (walk-tail form)
    (syntax-case form ()
      ((head . tail) (cons (walk #'head) (walk-tail #'tail)))
      (_ (walk form))))
  (define (walk form)
    (cond ((ungexp form) => add-reference!)
          (else
           (syntax-case form ()
             ((head . tail)
              (begin
                (add-place! form)
                (let ((first (walk #'head)))
                  (cons first (walk-tail #'tail)))))
             (#(element ...) (list->vector (map walk #'(element ...))))
             (_ (syntax->datum form))))))
  (let ((template (walk body)))
    (values template (reverse references) (list->vector (cons file (reverse places))))))

(define (ungexp form)
  "Return the syntax of the reference that FORM is, or #f if it is none."
  (syntax-case form ()
    ((head object) (ungexp-kind #'head)
     (reference-syntax #'head #'object #f))
    ((head object name) (ungexp-kind #'head)
     (reference-syntax #'head #'object #'name))
    (_ #f)))

(define (ungexp-kind head)
  "Return `plain' or `splicing' if HEAD is the name of an ungexp, else #f."
  (match (syntax->datum head)
    ((or 'ungexp 'ungexp-native) 'plain)
    ((or 'ungexp-splicing 'ungexp-native-splicing) 'splicing)
    (_ #f)))

(define (reference-syntax head object output)
  (if (eq? (syntax->datum object) 'output)
      #`(make-output-reference #,(or output "out"))
      #`(reference #,object #,(or output #f) #,(eq? (ungexp-kind head) 'splicing))))
