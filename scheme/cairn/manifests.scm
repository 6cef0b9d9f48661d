;; SPDX-License-Identifier: GPL-3.0-or-later
;; Manifests: lists of what shall be in a profile, as a user's file writes them, and packages by the name
;; that a person gives them on a command line.

(define-module (cairn manifests)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn errors)
  #:use-module (cairn modules)
  #:use-module (cairn packages)
  #:use-module (cairn primitives)
  #:use-module (cairn records)
  #:export (manifest-entry
            manifest-entry?
            manifest-entry-name
            manifest-entry-version
            manifest-entry-output
            manifest-entry-item
            manifest-entry-dependencies
            manifest-entry-search-paths
            manifest
            manifest?
            manifest-entries
            specification->package
            specification->package+output
            package->manifest-entry
            packages->manifest
            specifications->manifest
            concatenate-manifests))

;; One output of a package in a profile.  DEPENDENCIES are entries that come along.
(define-record <manifest-entry> manifest-entry manifest-entry? "manifest entry" ()
  (manifest-entry-name name string? "a string")
  (manifest-entry-version version string? "a string")
  (manifest-entry-output output string? "a string" "out")
  (manifest-entry-item item (const #t) "a package or a file")
  (manifest-entry-dependencies dependencies (list-of manifest-entry?) "a list of manifest entries"
                               '())
  (manifest-entry-search-paths search-paths (list-of search-path-specification?)
                               "a list of search paths" '()))

(define <manifest> (make-record-type '<manifest> '(entries)))
(define make-manifest (record-constructor <manifest>))
(define manifest? (record-predicate <manifest>))
(define manifest-entries (record-accessor <manifest> 'entries))

(define (place-now)
  "Return the place of what is being evaluated."
  (and=> (current-scope) scope-place))

(define (check value good? expectation)
  (unless (good? value)
    (raise-error (place-now) #f "~a is wanted, and this is ~s" expectation value)))

(define (manifest entries)
  "Return the manifest with ENTRIES, a list of manifest entries."
  (check entries (list-of manifest-entry?) "a list of manifest entries")
  (make-manifest entries))


;;;
;;; Packages by name.
;;;

(define (specification->package+output specification)
  "Return two values for SPECIFICATION, \"NAME\", \"NAME@VERSION\" or \"NAME:OUTPUT\": the newest package
that it names, and the output.  Raise an error if there is no such package."
  (check specification string? "the name of a package, a string,")
  (match (package-named specification)
    (((module ...) variable output)
     (values (variable-ref (module-variable (channel-module module) variable)) output))
    ((message . hint)
     (raise-error (place-now) hint "~a" message))))

(define (specification->package specification)
  "Return the newest package that SPECIFICATION, \"NAME\" or \"NAME@VERSION\", names.  Raise an error if
there is none."
  (call-with-values (lambda () (specification->package+output specification))
    (lambda (package output) package)))


;;;
;;; From packages to entries.
;;;

;; The entries of each package, by output: what several propagate is one entry.
(define memory (make-weak-key-hash-table))

(define* (package->manifest-entry package #:optional (output "out"))
  "Return the manifest entry of OUTPUT of PACKAGE, with what it propagates."
  (check package package? "a package")
  (entry-of package output '()))

(define (entry-of package output users)
  "Return the entry of OUTPUT of PACKAGE, which USERS propagate."
  (define known (hashq-ref memory package '()))
  (unless (member output (package-outputs package))
    (refuse-output (place-now) package output (package-outputs package)))
  (when (memq package users)
    (raise-error (package-place package) "take one of them out of the propagated-inputs of another"
                 "'~a' propagates itself" (package-name package)))
  (or (assoc-ref known output)
      (let ((entry (new-entry package output (cons package users))))
        (hashq-set! memory package (acons output entry known))
        entry)))

(define (new-entry package output users)
  (manifest-entry
    (name (package-name package))
    (version (package-version package))
    (output output)
    (item package)
    (dependencies (filter-map (lambda (input)
                                (let ((object (input-object input)))
                                  (and (package? object)
                                       (entry-of object (input-output input) users))))
                              (package-propagated-input-list package)))
    (search-paths (delete-duplicates (append (package-native-search-paths package)
                                             (package-search-paths package))
                                     eq?))))

(define (packages->manifest packages)
  "Return the manifest of PACKAGES, a list of packages and of lists of a package and an output."
  (check packages list? "a list of packages")
  (manifest (map (match-lambda
                   (((? package? package) (? string? output)) (package->manifest-entry package output))
                   (package (package->manifest-entry package)))
                 packages)))

(define (specifications->manifest specifications)
  "Return the manifest of the packages that SPECIFICATIONS, a list of strings, name.  Raise an error for
one that there is not."
  (check specifications list? "a list of strings")
  (manifest (map (lambda (specification)
                   (call-with-values (lambda () (specification->package+output specification))
                     package->manifest-entry))
                 specifications)))

(define (concatenate-manifests manifests)
  "Return the manifest with the entries of all MANIFESTS."
  (check manifests (list-of manifest?) "a list of manifests")
  (manifest (append-map manifest-entries manifests)))
