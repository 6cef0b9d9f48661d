;; SPDX-License-Identifier: GPL-3.0-or-later
;; What the command asks about systems and services.

(define-module (cairn system-requests)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn errors)
  #:use-module (cairn files)
  #:use-module (cairn modules)
  #:use-module (cairn primitives)
  #:use-module (cairn records)
  #:use-module (cairn services)
  #:use-module (cairn system)
  #:export (system-object
            extension-graph
            service-types))

(define (checked-system value from)
  "Return VALUE, which FROM gave.  Raise an error if it is no operating system."
  (unless (operating-system? value)
    (raise-error #f "end it with (operating-system (host-name \"...\") ...)"
                 "~a gives ~s, which is no operating system" from value))
  value)

(define (system-object value from provenance)
  "Return what is to be built for VALUE, the system that FROM gave; PROVENANCE is a list of names of files and
their texts that say where it comes from."
  (operating-system->item (checked-system value from)
                          #:provenance (map (match-lambda
                                              ((name text) (list name (plain-file name text))))
                                            provenance)))


;;;
;;; The graph of services.
;;;

(define (extension-graph value from)
  "Return the services of VALUE, the system that FROM gave, and which of them extends which, by number."
  (define services
    (operating-system-all-services (checked-system value from)))
  (define (numbers-of type)
    (filter-map (lambda (service number)
                  (and (eq? (service-kind service) type) number))
                services (iota (length services))))
  (define (extended service)
    (append-map (lambda (extension) (numbers-of (service-extension-target extension)))
                (service-type-extensions (service-kind service))))
  `((services . ,(map (lambda (service) (symbol->string (service-type-name (service-kind service))))
                      services))
    (extensions . ,(append-map (lambda (service number)
                                 (map (lambda (target) (list number target))
                                      (delete-duplicates (extended service))))
                               services (iota (length services))))))


;;;
;;; Types of services.
;;;

(define (service-types modules)
  "Return what there is to say about the types of services that MODULES of the channels, names, and the language
define."
  (append (language-types)
          (append-map module-types modules)))

(define (module-types name)
  "Return what there is to say about the types that the module NAME exports.  If it cannot be loaded, tell the
user so: all others are found in spite of it."
  (with-exception-handler
      (lambda (exception)
        (note (format #f "~s cannot be loaded~a" name
                      (if (cairn-error? exception)
                          (string-append ": " (cairn-error-message exception))
                          "")))
        '())
    (lambda ()
      (call-with-values (lambda () (module+exports name))
        (lambda (module exports) (exported-types name module exports))))
    #:unwind? #t))

(define (language-types)
  (let* ((name '(cairn system))
         (interface (resolve-interface name)))
    (exported-types name interface (module-map (lambda (variable value) variable) interface))))

(define (exported-types name module names)
  "Return what there is to say about the types among NAMES, variables that MODULE, which is called NAME,
exports."
  (filter-map (lambda (variable)
                (let ((value (module-ref module variable)))
                  (and (service-type? value)
                       (type-data name variable value))))
              (sort names symbol<?)))

(define (symbol<? one other)
  (string<? (symbol->string one) (symbol->string other)))

(define (type-data module variable type)
  `((name . ,(symbol->string (service-type-name type)))
    (module . ,(map symbol->string module))
    (variable . ,(symbol->string variable))
    (description . ,(service-type-description type))
    (extends . ,(delete-duplicates
                 (map (lambda (extension)
                        (symbol->string (service-type-name (service-extension-target extension))))
                      (service-type-extensions type))))
    (extensible . ,(and (service-type-extend type) #t))
    (location . ,(match (service-type-place type)
                   ((file line column)
                    `((file . ,file) (line . ,line) (column . ,column)))
                   (#f 'null)))
    (configuration . ,(match (service-type-configuration type)
                        (#f 'null)
                        (kind `((name . ,(kind-title kind))
                                (fields . ,(map field-data
                                                (vector->list (kind-fields kind))))))))))

(define (field-data field)
  `((name . ,(symbol->string (field-name field)))
    (expectation . ,(field-expectation field))
    (required . ,(field-required? field))
    (documentation . ,(field-documentation field))))
