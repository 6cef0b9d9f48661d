;; SPDX-License-Identifier: GPL-3.0-or-later
;; The top-level forms of a text: what each defines or imports, seen without reading it as a whole.

(define-module (cairn forms)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn errors)
  #:use-module (cairn primitives)
  #:use-module (cairn reader)
  #:export (forms-of
            form-kind
            form-name
            form-place
            read-form
            waiting?
            public?
            import?
            module-definition?
            imports-of
            option-values
            option-names))

;; One top-level form of a text: its kind and name as `skim' sees them, and how to read it.
(define <form> (make-record-type '<form> '(kind name text file line column)))
(define make-form (record-constructor <form>))
(define form-kind (record-accessor <form> 'kind))
(define form-name (record-accessor <form> 'name))
(define form-text (record-accessor <form> 'text))
(define form-file (record-accessor <form> 'file))
(define form-line (record-accessor <form> 'line))
(define form-column (record-accessor <form> 'column))

(define (forms-of text file)
  "Return the top-level forms of TEXT, which is FILE's."
  (map (match-lambda
         (#(kind name form line column)
          (make-form kind name form file line column)))
       (skimmed text file)))

(define (skimmed text file)
  "Return what `skim' gives for TEXT.  Where TEXT cannot be parted, that is an error in FILE."
  (catch 'misc-error
    (lambda () (skim text))
    (lambda (key procedure format-string arguments . rest)
      (let ((message (apply format #f format-string arguments)))
        (raise-error (make-place file (1- (line-in message)) 0) #f "~a" message)))))

(define (line-in message)
  "Return the number behind the word `line' in MESSAGE, else 1."
  (match (member "line" (string-tokenize message))
    ((_ digits . _) (or (string->number digits) 1))
    (_ 1)))

(define (read-form form)
  "Return FORM as a syntax object that knows its place."
  (match (read-forms (form-text form) (form-file form) (form-line form) (form-column form))
    ((syntax) syntax)))

(define (form-place form)
  "Return the place where FORM begins."
  (make-place (form-file form) (form-line form) (form-column form)))

(define (waiting? form)
  "Return whether FORM defines one name and does nothing else, so that it can wait for it."
  (and (form-name form)
       (memq (form-kind form)
             '(define define* define-public define-syntax define-syntax-rule
                define-syntax-public define-inlinable))))

(define (public? form)
  "Return whether FORM exports the name that it defines."
  (memq (form-kind form) '(define-public define-syntax-public)))

(define (module-definition? form)
  "Return whether FORM is a `define-module'."
  (eq? (form-kind form) 'define-module))

(define (import? form)
  "Return whether FORM may import modules."
  (memq (form-kind form) '(define-module use-modules)))

(define (imports-of form)
  "Return what FORM imports if it is a `define-module' or a `use-modules': values of #:use-module."
  (match (and (import? form)
              (syntax->datum (read-form form)))
    (('define-module _ . options) (option-values options '(#:use-module #:autoload)))
    (('use-modules . specs) specs)
    (_ '())))

(define (option-values options keywords)
  "Return the values in OPTIONS, those of a `define-module', behind KEYWORDS."
  (match options
    (() '())
    ((#:pure . rest) (option-values rest keywords))
    ((#:no-backtrace . rest) (option-values rest keywords))
    ((#:autoload name names . rest)
     (if (memq #:autoload keywords)
         (cons `(,name #:select ,names) (option-values rest keywords))
         (option-values rest keywords)))
    ((keyword value . rest)
     (if (memq keyword keywords)
         (cons value (option-values rest keywords))
         (option-values rest keywords)))))

(define (option-names options keywords)
  "Return all names in the lists behind KEYWORDS in OPTIONS; a pair stands for the name outside."
  (map (match-lambda ((inside . outside) outside) (name name))
       (concatenate (option-values options keywords))))
