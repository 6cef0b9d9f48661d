;; SPDX-License-Identifier: GPL-3.0-or-later
;; The build-side modules that a gexp imports: their texts are taken from the channels, printed
;; canonically and put into a folder of the store.

(define-module (cairn imports)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn errors)
  #:use-module (cairn primitives)
  #:use-module (cairn print)
  #:use-module (cairn reader)
  #:export (imported-modules
            imported-folder
            imported-files
            guile-module?
            positions-wanted?
            positions))

;; FOLDER is a store path, FILES are relative to it.
(define <imported> (make-record-type '<imported> '(folder files)))
(define make-imported (record-constructor <imported>))
(define imported-folder (record-accessor <imported> 'folder))
(define imported-files (record-accessor <imported> 'files))

;; Whether the command wants to know where the lines of scripts come from.  It does when something will
;; be built.
(define positions-wanted? (make-parameter #f))

;; By names of modules.
(define memory (make-hash-table))

(define (imported-modules names)
  "Return the folder with the modules NAMES, with the modules that they use."
  (or (hash-ref memory names)
      (let ((imported (import-modules names)))
        (hash-set! memory names imported)
        imported)))

(define (import-modules names)
  (let* ((modules (closure names))
         (files (map module-entry modules)))
    (make-imported (tree-item "module-import" files)
                   (sort (map car files) string<?))))

(define (module-entry module)
  "Return the path and the text of MODULE, a list of its name, file and text, in the folder of imports."
  (match module
    ((name file text)
     (let ((path (string-append (string-join (map symbol->string name) "/") ".scm")))
       (cons path
             (if (positions-wanted?)
                 (text+positions! path (read-forms text file 0 0))
                 (or (canonical-text text)
                     (forms->text (read-data text file 0 0)))))))))

(define (text+positions! path forms)
  "Return the canonical text of FORMS, those of the module at PATH, and record where its lists come from."
  (let ((canonical (forms->text (map syntax->datum forms))))
    (record-positions! path (form-positions canonical forms))
    canonical))

(define (closure names)
  "Return the modules NAMES and those that they use, but for Guile's own, each as a list of its name, file
and text, in the order of their names."
  (define seen (make-hash-table))
  (define (visit! name user)
    (unless (hash-ref seen name)
      (match (module-source name)
        ((file . text)
         (hash-set! seen name (list name file text))
         (for-each (lambda (used) (visit! used name))
                   (used-modules (first-datum text))))
        (#f
         (raise-error (and=> (current-scope) scope-place) #f
                      "there is no module ~s~a" name
                      (if user (format #f ", which ~s uses" user) ""))))))
  (for-each (lambda (name) (visit! name #f)) names)
  (sort (hash-map->list (lambda (name module) module) seen)
        (lambda (one other)
          (string<? (format #f "~s" (first one)) (format #f "~s" (first other))))))

(define (used-modules definition)
  "Return the names of the modules that DEFINITION, a `define-module', uses, but for Guile's own."
  (match definition
    (('define-module _ . options)
     (let loop ((options options))
       (match options
         ((#:use-module spec . rest)
          (let ((name (match spec
                        (((? pair? name) . _) name)
                        (name name))))
            (if (guile-module? name) (loop rest) (cons name (loop rest)))))
         ((_ . rest) (loop rest))
         (() '()))))
    (_ '())))

(define (guile-module? name)
  (memq (first name) '(guile ice-9 srfi rnrs system language scheme oop rnrs sxml texinfo web)))


;;;
;;; Where the lines of a script come from.
;;;

(define (positions starts places)
  "Return the table for `record-positions!' of a script: STARTS is what `forms->text' says of its lists, and
PLACES has the place of those that were written by the user."
  (filter-map (match-lambda
                ((line column datum)
                 (match (hashq-ref places datum)
                   ((file source-line source-column)
                    (list line column file source-line source-column))
                   (#f #f))))
              starts))

(define (form-positions text forms)
  "Return the table of TEXT, the canonical text of FORMS, which are syntax objects with their places."
  (define sources (append-map list-places forms))
  (define (list-starts)
    (append-map list-places (read-forms text "script" 0 0)))
  (filter-map (lambda (script source)
                (match (list script source)
                  (((_ line column) (file source-line source-column))
                   (list line (1- column) file source-line (1- source-column)))
                  (_ #f)))
              (list-starts) sources))

(define (list-places form)
  "Return the places of the lists in FORM, a syntax object, in the order of their opening parentheses."
  (define (walk form)
    (syntax-case form ()
      ((head . tail)
       (cons (syntax-place form) (append (walk #'head) (walk-tail #'tail))))
      (_ '())))
  (define (walk-tail form)
    (syntax-case form ()
      ((head . tail) (append (walk #'head) (walk-tail #'tail)))
      (_ '())))
  (walk form))
