;; SPDX-License-Identifier: GPL-3.0-or-later
;; What the command asks of the evaluator: requests come and go as data (alists with symbols as keys).

(define-module (cairn requests)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn errors)
  #:use-module (cairn files)
  #:use-module (cairn imports)
  #:use-module (cairn lower)
  #:use-module (cairn manifests)
  #:use-module (cairn modules)
  #:use-module (cairn packages)
  #:use-module (cairn reader)
  #:use-module (cairn records)
  ;; Most requests need none of these, and each takes half a millisecond.
  #:autoload (cairn channels) (channels->data)
  #:autoload (cairn system) (operating-system? operating-system->item)
  #:autoload (cairn system-requests) (system-object extension-graph service-types)
  #:export (answer))

(define (answer request)
  "Return the answer to REQUEST.  Raise an error if what it is about is wrong."
  (install!)
  (dynamic-wind
    (const #t)
    (lambda () (answer-by-kind (assq-ref request 'do) request))
    flush-all-ports))                   ;what was printed is shown before the answer

(define (answer-by-kind kind request)
  (match kind
    ("derivations" (tell-derivations request))
    ("entries" (tell-entries request))
    ("show" (tell-packages request))
    ("repl" (tell-values request))
    ("channels" (tell-channels request))
    ("extension-graph" (tell-extension-graph request))
    ("service-types" (tell-service-types request))
    (other (raise-error #f #f "the evaluator does not know how to do ~s" other))))

(define installed? #f)

(define (install!)
  (unless installed?
    (set! installed? #t)
    (install-reader-syntax!)
    (install-module-loader!)))

(define (defaults-of request)
  "Return the procedure that looks up what the channel that REQUEST names sets as defaults."
  (let ((name (map string->symbol (assq-ref request 'defaults))))
    (lambda (symbol)
      (module-ref (channel-module name) symbol))))

(define (tell-derivations request)
  (parameterize ((current-defaults (defaults-of request))
                 (positions-wanted? (eq? #t (assq-ref request 'positions))))
    `((results
       . ,(append-map (lambda (target index)
                        (target-results target index request))
                      (assq-ref request 'targets)
                      (iota (length (assq-ref request 'targets))))))))

(define (target-results target index request)
  "Return what there is to build for TARGET, the one with INDEX in REQUEST."
  (define source? (eq? #t (assq-ref request 'source)))
  (map (lambda (object)
         (result index target (if source? (source-of object) object)))
       (target-objects target)))

(define (target-objects target)
  "Return the objects that TARGET names: packages, files, or what a user's text gives."
  (let ((get (lambda (key) (assq-ref target key))))
    (cond ((get 'variable)
           => (lambda (variable)
                (list (named-object (map string->symbol (get 'module))
                                    (string->symbol variable)))))
          ((get 'expression)
           => (lambda (text) (objects (load-text "-e" text) "the expression")))
          ((get 'file)
           => (lambda (file)
                (let ((value (load-text file (get 'text))))
                  (if (eq? #t (get 'system))
                      (list (system-object value file (get 'provenance)))
                      (objects value file)))))
          (else (raise-error #f #f "the request names no target")))))

(define (named-object module name)
  (let ((variable (module-variable (channel-module module) name)))
    (if variable
        (variable-ref variable)
        (raise-error #f #f "the module ~s defines no '~a'" module name))))

(define (objects value from)
  "Return VALUE, which FROM gave, as a list of objects that can be built."
  (cond ((buildable? value) (list value))
        ((operating-system? value) (list (operating-system->item value)))
        ((and (pair? value) (list? value) (every buildable? value)) value)
        (else
         (raise-error #f "end it with a package, a file, or a list of them"
                      "~a gives ~s, which cannot be built" from value))))

(define (buildable? value)
  (or (lowerable? value) (file-append? value)))

(define (source-of object)
  (or (and (package? object) (package-source object))
      (raise-error (and (package? object) (record-place object)) #f
                   "~s has no source" object)))

(define (result index target object)
  "Return the result that says what OBJECT, for TARGET with INDEX, became."
  (let* ((lowered (lower (if (file-append? object) (file-append-base object) object)))
         (output (wanted-output target object lowered)))
    `((target . ,index)
      (name . ,(if (package? object) (package-full-name object) 'null))
      (derivation . ,(or (lowered-derivation lowered) 'null))
      (outputs . ,(if output
                      (list output)
                      (output-names lowered)))
      (item . ,(if (lowered-derivation lowered) 'null (lowered-path lowered))))))

(define (wanted-output target object lowered)
  "Return the output that TARGET asks for, or #f for all of them."
  (match (assq-ref target 'output)
    ((? string? output)
     (unless (lowered-path lowered output)
       (refuse-output (and (package? object) (record-place object)) object output
                      (output-names lowered)))
     output)
    (_ #f)))


;;;
;;; Entries of profiles.
;;;

(define (tell-entries request)
  "Return what the targets of REQUEST would be in a profile: entries, and those that they propagate."
  (define propagated (make-hash-table))
  (define (propagate! entry)
    "Note ENTRY and all that it propagates, and return its item."
    (let ((path (item-path entry)))
      (unless (hash-ref propagated path)
        (hash-set! propagated path #t)
        (hash-set! propagated path (entry-data entry propagate!)))
      path))
  (parameterize ((current-defaults (defaults-of request))
                 (positions-wanted? (eq? #t (assq-ref request 'positions))))
    (let ((entries (append-map
                    (lambda (target index)
                      (map (lambda (entry)
                             `((target . ,index) ,@(entry-data entry propagate!)))
                           (target-entries target)))
                    (assq-ref request 'targets)
                    (iota (length (assq-ref request 'targets))))))
      `((entries . ,entries)
        (propagated . ,(hash-map->list (lambda (path data) data) propagated))))))

(define (target-entries target)
  "Return the manifest entries that TARGET names."
  (define (text-value file text)
    (value-entries (load-text file text) file))
  (let ((get (lambda (key) (assq-ref target key))))
    (cond ((get 'expression) => (lambda (text) (text-value "-e" text)))
          ((get 'file) => (lambda (file) (text-value file (get 'text))))
          (else
           (match (target-objects target)
             (((? package? package))
              (list (package->manifest-entry package (or (get 'output) (usual-output package)))))
             ((other)
              (raise-error #f #f "'~a' is no package" (get 'variable))))))))

(define (usual-output package)
  (match (package-outputs package)
    ((and outputs (first . _)) (if (member "out" outputs) "out" first))))

(define (value-entries value from)
  "Return the manifest entries that VALUE, which FROM gave, stands for."
  (cond ((manifest? value) (manifest-entries value))
        ((manifest-entry? value) (list value))
        ((package? value) (list (package->manifest-entry value (usual-output value))))
        ((and (pair? value) (list? value))
         (append-map (lambda (element) (value-entries element from)) value))
        (else
         (raise-error #f "end it with a package, or: (specifications->manifest '(\"hello\"))"
                      "~a gives ~s, which cannot be in a profile" from value))))

(define (entry-lowered entry)
  "Return what the item of ENTRY becomes."
  (let ((lowered (lower (manifest-entry-item entry))))
    (unless (lowered-path lowered (manifest-entry-output entry))
      (refuse-output (record-place entry) (manifest-entry-item entry)
                     (manifest-entry-output entry) (output-names lowered)))
    lowered))

(define (item-path entry)
  (lowered-path (entry-lowered entry) (manifest-entry-output entry)))

(define (entry-data entry propagate!)
  "Return what there is to say of ENTRY; PROPAGATE! is called for each entry that it propagates."
  `((name . ,(manifest-entry-name entry))
    (version . ,(manifest-entry-version entry))
    (output . ,(manifest-entry-output entry))
    (item . ,(item-path entry))
    (derivation . ,(or (lowered-derivation (entry-lowered entry)) 'null))
    (propagated . ,(delete-duplicates (map propagate! (manifest-entry-dependencies entry))))
    (search-paths . ,(map search-path-data (manifest-entry-search-paths entry)))))

(define (search-path-data path)
  `((variable . ,(search-path-specification-variable path))
    (files . ,(search-path-specification-files path))
    (separator . ,(or (search-path-specification-separator path) 'null))
    (file-type . ,(symbol->string (search-path-specification-file-type path)))))


;;;
;;; Showing packages.
;;;

(define (tell-packages request)
  `((results
     . ,(map description
             (filter package? (append-map target-objects (assq-ref request 'targets)))))))

(define (description package)
  "Return what there is to say about PACKAGE."
  `((name . ,(package-name package))
    (version . ,(package-version package))
    (synopsis . ,(package-synopsis package))
    (description . ,(package-description package))
    (home-page . ,(or (package-home-page package) 'null))
    (license . ,(map license-name
                     (match (package-license package)
                       ((? license? one) (list one))
                       (several several))))
    (outputs . ,(package-outputs package))
    (dependencies . ,(sort (delete-duplicates (dependency-names package)) string<?))
    (location . ,(match (record-place package)
                   ((file line column)
                    `((file . ,file) (line . ,line) (column . ,column)))
                   (#f 'null)))))

(define (dependency-names package)
  (filter-map (lambda (input)
                (let ((object (input-object input)))
                  (and (package? object)
                       (string-append (package-name object) "@" (package-version object)))))
              (append (package-input-list package) (package-native-input-list package))))


;;;
;;; Evaluating what a person types.
;;;

(define (tell-values request)
  "Return the values of the expressions in REQUEST's text, printed, and what they printed themselves."
  (define values-of
    (lambda ()
      (call-with-values (lambda () (continue-text "repl" (assq-ref request 'text)))
        list)))
  (define output (open-output-string))
  (let ((values (parameterize ((current-output-port output)
                               (current-defaults (defaults-of request)))
                  (values-of))))
    `((values . ,(map (lambda (value) (format #f "~s" value))
                      (remove unspecified? values)))
      (output . ,(get-output-string output)))))


;;;
;;; Reading what channels a user has.
;;;

(define (tell-channels request)
  "Return the channels that REQUEST's file declares."
  (let ((file (assq-ref request 'file)))
    `((channels . ,(channels->data (load-text file (assq-ref request 'text)) file)))))


;;;
;;; Systems and services.
;;;

(define (tell-extension-graph request)
  "Return the services of the system that REQUEST's file declares."
  (let ((file (assq-ref request 'file)))
    (parameterize ((current-defaults (defaults-of request)))
      (extension-graph (load-text file (assq-ref request 'text)) file))))

(define (tell-service-types request)
  "Return what there is to say about the types of services that REQUEST's modules define."
  `((results . ,(service-types (map (lambda (name) (map string->symbol name))
                                    (assq-ref request 'modules))))))
