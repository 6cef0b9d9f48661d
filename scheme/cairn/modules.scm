;; SPDX-License-Identifier: GPL-3.0-or-later
;; The modules of channels.  A module's text is asked for when something in it is first looked up, and a
;; definition is evaluated when its name is: what nobody names costs nothing.

(define-module (cairn modules)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn errors)
  #:use-module (cairn forms)
  #:use-module (cairn imports)
  #:use-module (cairn interfaces)
  #:use-module (cairn primitives)
  #:export (channel-module
            module+exports
            load-text
            continue-text
            install-module-loader!))

;;;
;;; Evaluating forms.
;;;

;; While macros are expanded: a hash table of the forms that wait and could not be evaluated yet.
(define expansion (make-parameter #f))

(define (stopped? form)
  (and=> (expansion) (lambda (stopped) (hashq-ref stopped form))))

(define (evaluate form module)
  "Evaluate FORM in MODULE and return its value; errors know their place."
  (with-scope (form-scope form module)
    (let ((expanded (parameterize ((expansion (make-hash-table)))
                      (expand (read-form form) module))))
      (parameterize ((expansion #f))
        (eval expanded module)))))

(define (expand syntax module)
  (save-module-excursion
   (lambda ()
     (set-current-module module)
     (macroexpand syntax))))

(define (form-scope form module)
  "Return the scope of FORM in MODULE."
  (define title
    (match (form-name form)
      (#f "a form at top level")
      (name (format #f "the definition of '~a'" name))))
  (make-scope title
              (form-place form)
              (lambda* (symbol #:key after)
                (find-symbol symbol (list form) after))
              (lambda () (visible-names module))))

(define (remember-text! file forms module)
  "Let errors that come up later look for symbols in FORMS, which are all of FILE."
  (remember-file-scope! file
                        (make-scope file #f
                                    (lambda* (symbol #:key after)
                                      (find-symbol symbol forms after))
                                    (lambda () (visible-names module)))))

(define (find-symbol symbol forms after)
  "Return the first place of SYMBOL in FORMS, not before the place AFTER (or #f), or #f."
  (define (late-enough? place)
    (match (list place after)
      (((_ line column) (_ after-line after-column))
       (or (> line after-line)
           (and (= line after-line) (>= column after-column))))
      (_ #t)))
  (define (search code)
    (syntax-case code ()
      ((head . tail) (or (search #'head) (search #'tail)))
      (_ (and (eq? (syntax->datum code) symbol)
              (let ((place (syntax-place code)))
                (and place (late-enough? place) place))))))
  (any (lambda (form) (search (read-form form))) forms))

(define (visible-names module)
  "Return the names that MODULE defines or imports, but for Guile's own."
  (append (module-map (lambda (name variable) name) module)
          (hash-map->list (lambda (name form) name) (waiting-forms module))
          (append-map interface-names
                      (delq (module-public-interface the-root-module) (imports-behind module)))))


;;;
;;; Definitions that wait.
;;;

;; The forms that wait to be evaluated, by name, for each module.
(define waiting (make-hash-table))

(define (waiting-forms module)
  (or (hashq-ref waiting module) (make-hash-table)))

(define (fill-module! module forms)
  "Let those of FORMS that can wait be evaluated in MODULE when their name is looked up, and evaluate the
others.  Return the value of the last form, if it is an expression."
  (let ((table (make-hash-table)))
    (hashq-set! waiting module table)
    (for-each (lambda (form)
                (when (waiting? form) (check-redefinition form table))
                (when (waiting? form) (hashq-set! table (form-name form) form)))
              forms)
    (set-module-binder! module (waiting-binder table))
    (put-before-imports! module)
    (fold (lambda (form value)
            (if (waiting? form) value (evaluate form module)))
          *unspecified* forms)))

(define (check-redefinition form table)
  (match (hashq-ref table (form-name form))
    (#f #t)
    (other
     (raise-error (form-place form) "give one of them another name"
                  "'~a' is defined twice; first at ~a"
                  (form-name form) (place->string (form-place other))))))

(define (waiting-binder table)
  "Return the binder of a module whose definitions wait in TABLE: Guile calls it for a name that the module
does not have."
  (lambda (module name define?)
    (match (hashq-ref table name)
      (#f #f)
      ((? stopped?) #f)
      (form (define-waiting! module name form table define?)))))

(define (define-waiting! module name form table define?)
  "Evaluate FORM, the definition of NAME, which waits in TABLE, and return the variable, or #f if it has to
wait on.  With DEFINE? it is about to be defined otherwise."
  (define variable (make-undefined-variable))
  (hashq-remove! table name)
  (module-add! module name variable)
  (and (or define? (define-in! module name form table))
       variable))

;; What each module imports, when an interface of ours stands before it.
(define imports (make-weak-key-hash-table))

(define (imports-behind module)
  (or (hashq-ref imports module) (module-uses module)))

(define (put-before-imports! module)
  "Let names that wait in MODULE be found before what it imports.  Guile asks a module's binder last, when no
import has the name: a definition of `gettext' or `first' would never be found."
  (define behind (make-module))
  (define front (make-module))
  (define binder (module-binder module))
  (hashq-set! imports module (module-uses module))
  (set-module-uses! behind (module-uses module))
  (set-module-kind! front 'custom-interface)
  (set-module-name! front (module-name module))
  (set-module-binder! front
                      (lambda (front name define?)
                        (or (binder module name #f)
                            (and (not (hashq-ref (waiting-forms module) name))
                                 (module-variable behind name)))))
  (set-module-uses! module (list front)))

(define (define-in! module name form table)
  "Evaluate FORM, the definition of NAME, in MODULE, and return #t.  If that fails it waits again in TABLE.
The expander looks up names that it needs no value of, the pattern variables of a `match' among them: if one
of them needs what is just being defined, return #f; it waits until its value is needed."
  (define stopped (expansion))
  (parameterize ((current-definitions (cons name (current-definitions))))
    (with-exception-handler
        (lambda (exception)
          (module-remove! module name)
          (hashq-set! table name form)
          (unless (and stopped (circle? exception))
            (raise-exception exception))
          (hashq-set! stopped form #t)
          #f)
      (lambda ()
        (evaluate form module)
        #t)
      #:unwind? #t)))


;;;
;;; Modules.
;;;

;; Those that were loaded, and what they export, a list of symbols, by name.
(define modules (make-hash-table))
(define exported (make-hash-table))

(define (module+exports name)
  "Return the module NAME of a channel and the names that it exports."
  (let ((module (channel-module name)))
    (values module (hash-ref exported name '()))))

(define (channel-module name)
  "Return the module NAME of a channel; raise an error if no channel has it."
  (or (hash-ref modules name)
      (match (module-source name)
        ((file . text) (load-module! name file text))
        (#f (raise-error (and=> (current-scope) scope-place)
                         "a module (a b) is the file a/b.scm of a channel or a folder of -L"
                         "there is no module ~s" name)))))

(define (fresh-module name)
  "Return a new module NAME that imports what Guile offers."
  (let ((module (make-module)))
    (set-module-name! module name)
    (beautify-user-module! module)
    (nested-define-module! (resolve-module '() #f) name module)
    module))

(define (load-module! name file text)
  "Load the module NAME, whose TEXT is FILE's."
  (define module (fresh-module name))
  (hash-set! modules name module)
  (with-exception-handler
      (lambda (exception)
        (hash-remove! modules name)
        (raise-exception exception))
    (lambda ()
      (match (forms-of text file)
        (((? module-definition? definition) . forms)
         (apply-definition! module name definition forms)
         (remember-text! file forms module)
         (fill-module! module forms)
         module)
        (_
         (raise-error (make-place file 0 0) (format #f "begin with (define-module ~s ...)" name)
                      "this file defines no module"))))
    #:unwind? #t))

(define (apply-definition! module name definition forms)
  "Let MODULE import and export what DEFINITION, its `define-module', says, and what its FORMS do."
  (match (syntax->datum (read-form definition))
    (('define-module declared . options)
     (unless (equal? declared name)
       (raise-error (form-place definition)
                    (format #f "write (define-module ~s ...), or call the file ~a.scm"
                            name (string-join (map object->string declared) "/"))
                    "this file should define the module ~s, but it defines ~s" name declared))
     (hash-set! exported name
                (append (option-names options '(#:export #:re-export #:export-syntax #:replace))
                        (filter-map (lambda (form) (and (public? form) (form-name form))) forms)))
     (with-scope (form-scope definition module)
       (use-all! module (option-values options '(#:use-module #:autoload)) module+exports)))
    (_ (raise-error (form-place definition) #f "this is no define-module"))))

;; Counts the texts of users, whose modules have no name of their own.
(define user-texts 0)

(define (user-module)
  "Return a new module in which the names of the language are there."
  (let ((module (fresh-module `(cairn-user ,(string->symbol (number->string user-texts))))))
    (set! user-texts (1+ user-texts))
    (module-use! module (resolve-interface '(cairn)))
    module))

(define (load-text file text)
  "Evaluate TEXT, the user's FILE, and return the value of its last expression.  It may begin with a
`define-module' or `use-modules'; the names of the language are there in any case."
  (let ((module (user-module))
        (forms (forms-of text file)))
    (remember-text! file forms module)
    (for-each (lambda (form) (import! form module)) forms)
    (fill-module! module (remove import? forms))))

;; The module of a conversation, once it has begun.
(define conversation #f)

(define (continue-text file text)
  "Evaluate TEXT, which a person has just said to FILE, in the module where what was defined before still
is, and may be defined anew.  Return the value of its last form."
  (unless conversation
    (set! conversation (user-module)))
  (let ((forms (forms-of text file)))
    (remember-text! file forms conversation)
    (fold (lambda (form value)
            (if (import? form)
                (import! form conversation)
                (evaluate form conversation)))
          *unspecified* forms)))

(define (import! form module)
  "Let MODULE import what FORM, if it is one that imports, names."
  (with-scope (form-scope form module)
    (use-all! module (checked-imports (imports-of form)) module+exports))
  *unspecified*)

(define (checked-imports specs)
  "Return SPECS, values of #:use-module; raise an error if one names a module that is not there."
  (for-each (match-lambda
              ((or ((? pair? name) . _) name)
               (unless (or (guile-module? name) (language-module? name))
                 (channel-module name))))
            specs)
  specs)

(define (install-module-loader!)
  "Let Guile find the modules of channels, for (@ (a b) c) and `resolve-module'."
  (define guile-autoload try-module-autoload)
  (module-set! the-root-module 'try-module-autoload
               (lambda* (name #:optional version)
                 (if (or (guile-module? name) (language-module? name) (null? name))
                     (guile-autoload name version)
                     (begin (publish! (channel-module name)) #t)))))

(define (publish! module)
  "Let the public interface of MODULE show what waits in it too."
  (define names (hash-ref exported (module-name module) '()))
  (set-module-binder! (module-public-interface module)
                      (lambda (interface name define?)
                        (and (memq name names)
                             (module-variable module name)))))
