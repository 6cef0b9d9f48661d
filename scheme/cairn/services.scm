;; SPDX-License-Identifier: GPL-3.0-or-later
;; Services and how they extend each other.  A service type says what its services contribute to others, and
;; what it makes of what others contribute to it: together they are a graph, which is folded into one value.

(define-module (cairn services)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn errors)
  #:use-module (cairn records)
  #:export (service-type
            service-type?
            service-type-name
            service-type-extensions
            service-type-compose
            service-type-extend
            service-type-default-value
            service-type-configuration
            service-type-description
            service-type-place
            service-extension
            service-extension?
            service-extension-target
            service-extension-compute
            service
            service?
            service-kind
            service-value
            service-place
            simple-service
            modify-services
            with-missing-services
            fold-services))

;; What one service contributes to the one of type TARGET: COMPUTE is a procedure of the service's value.
(define <service-extension> (make-record-type '<service-extension> '(target compute)))
(define make-service-extension (record-constructor <service-extension>))
(define service-extension? (record-predicate <service-extension>))
(define service-extension-target (record-accessor <service-extension> 'target))
(define service-extension-compute (record-accessor <service-extension> 'compute))

(define no-value (list 'no-value))

;; COMPOSE makes one value of the list of contributions, EXTEND puts it into the service's own value.
;; CONFIGURATION is the kind of record that the value is, for those who look for documentation.
(define-record <service-type> service-type service-type? "service type" (extensions)
  (service-type-name name symbol? "a symbol")
  (service-type-extensions extensions (list-of service-extension?) "a list of service extensions" '())
  (service-type-compose compose procedure? "a procedure of a list" concatenate)
  (service-type-extend extend (maybe procedure?)
                       "a procedure of the service's value and what others contribute, or #f" #f)
  (service-type-default-value default-value (const #t) "a value" no-value)
  (service-type-configuration configuration (const #t) "a kind of configuration, or #f" #f)
  (service-type-description description string? "a string" ""))

(define (service-type-place type)
  "Return the place where TYPE was written."
  (record-place type))

(define (place-now)
  (and=> (current-scope) scope-place))

(define (service-extension target compute)
  "Return the extension of the service of type TARGET with what COMPUTE, a procedure of the extending service's
value, returns."
  (unless (service-type? target)
    (raise-error (place-now) #f "a service extension needs a service type, and this is ~s" target))
  (unless (procedure? compute)
    (raise-error (place-now) "write (service-extension TYPE (lambda (value) ...))"
                 "a service extension needs a procedure, and this is ~s" compute))
  (make-service-extension target compute))

(define <service>
  (make-record-type '<service> '(kind value place)
                    (lambda (service port)
                      (format port "#<service ~a>" (service-type-name (service-kind service))))))
(define make-service (record-constructor <service>))
(define service? (record-predicate <service>))
(define service-kind (record-accessor <service> 'kind))
(define service-value (record-accessor <service> 'value))
(define service-place (record-accessor <service> 'place))

(define (checked-service place type value)
  (unless (service-type? type)
    (raise-error place "write (service TYPE VALUE)"
                 "a service needs a service type, and this is ~s" type))
  (let ((value (if (eq? value no-value) (service-type-default-value type) value))
        (kind (service-type-configuration type)))
    (when (eq? value no-value)
      (raise-error place "write (service TYPE VALUE)"
                   "a service of type '~a' needs a value" (service-type-name type)))
    (when (and kind (not (record-of-kind? kind value)))
      (raise-error place #f "the value of a service of type '~a' must be ~a, and this is ~s"
                   (service-type-name type) (with-article (kind-title kind)) value))
    (make-service type value place)))

(define-syntax service
  (lambda (use)
    "Return the service of TYPE with VALUE, or with the type's own default."
    (with-syntax ((place (datum->syntax use (syntax-place use))))
      (syntax-case use ()
        ((_ type) #'(checked-service 'place type no-value))
        ((_ type value) #'(checked-service 'place type value))))))

(define (simple-service name target value)
  "Return a service called NAME, a symbol, that does nothing but extend the service of type TARGET with
VALUE."
  (let ((type (service-type
               (name name)
               (extensions (list (service-extension target identity))))))
    (make-service type value (place-now))))

(define (modified services type change)
  "Return SERVICES with CHANGE, a procedure that returns a list, made to those of TYPE.  Raise an error if there
are none."
  (unless (any (lambda (service) (eq? (service-kind service) type)) services)
    (raise-error (place-now) #f "there is no service of type '~a' to change"
                 (service-type-name type)))
  (append-map (lambda (service)
                (if (eq? (service-kind service) type) (change service) (list service)))
              services))

(define-syntax modify-services
  (syntax-rules (delete =>)
    "Return SERVICES with each clause done: (TYPE VALUE => EXPRESSION) gives services of TYPE the value of
EXPRESSION, in which VALUE is the one they had; (delete TYPE) leaves them out."
    ((_ services) services)
    ((_ services (delete type) clause ...)
     (modify-services (modified services type (const '())) clause ...))
    ((_ services (type value => expression) clause ...)
     (modify-services
      (modified services type
                (lambda (old)
                  (let ((value (service-value old)))
                    (list (checked-service (service-place old) type expression)))))
      clause ...))))


;;;
;;; The graph.
;;;

(define (targets-of service)
  (map service-extension-target (service-type-extensions (service-kind service))))

(define (has-default? type)
  (not (eq? (service-type-default-value type) no-value)))

(define (with-missing-services services)
  "Return SERVICES, behind them those that they extend and that are missing, if their types have a default
value, and so on."
  (define present (map service-kind services))
  (match (filter (lambda (type) (and (has-default? type) (not (memq type present))))
                 (delete-duplicates (append-map targets-of services) eq?))
    (() services)
    (missing
     (with-missing-services
      (append services
              (map (lambda (type) (make-service type (service-type-default-value type) #f))
                   missing))))))

(define (service-of-type services type because)
  "Return the one of SERVICES that is of TYPE; BECAUSE is a service that extends it, or #f."
  (match (filter (lambda (service) (eq? (service-kind service) type)) services)
    ((service) service)
    (()
     (raise-error (and because (service-place because))
                  (format #f "add (service ~a-service-type ...)" (service-type-name type))
                  "there is no service of type '~a'~a" (service-type-name type)
                  (if because
                      (format #f ", which '~a' extends" (service-type-name (service-kind because)))
                      "")))
    ((_ second . _)
     (raise-error (service-place second) "leave one of them out"
                  "there are several services of type '~a', so that nobody can extend it"
                  (service-type-name type)))))

(define (check-circle type path)
  (when (memq type path)
    (raise-error (service-type-place type) #f "services extend each other in a circle: ~a"
                 (string-join (map (lambda (type) (symbol->string (service-type-name type)))
                                   (reverse (cons type path)))
                              " -> "))))

(define (fold-services services target)
  "Return the value of the one of SERVICES that is of type TARGET, extended with what the others contribute to
it, which are extended themselves before.  Raise an error when a service that is extended is missing, is
there more than once, or cannot be extended, or when they extend each other in a circle."
  (define values (make-hash-table))
  (define (extended service path)
    (or (hashq-ref values service)
        (let ((value (compute service path)))
          (hashq-set! values service value)
          value)))
  (define (compute service path)
    (define type (service-kind service))
    (check-circle type path)
    (match (contributions type (cons type path))
      (() (service-value service))
      (found (extended-value service ((service-type-compose type) found)))))
  (define (contributions type path)
    (append-map
     (lambda (service)
       (filter-map (lambda (extension)
                     (and (eq? (service-extension-target extension) type)
                          ((service-extension-compute extension) (extended service path))))
                   (service-type-extensions (service-kind service))))
     services))
  (for-each (lambda (service)
              (for-each (lambda (type) (service-of-type services type service))
                        (targets-of service)))
            services)
  (extended (service-of-type services target #f) '()))

(define (extended-value service contribution)
  (match (service-type-extend (service-kind service))
    (#f (raise-error (service-type-place (service-kind service)) "give its type an `extend'"
                     "services extend '~a', which cannot be extended"
                     (service-type-name (service-kind service))))
    (extend (extend (service-value service) contribution))))
