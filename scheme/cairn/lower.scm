;; SPDX-License-Identifier: GPL-3.0-or-later
;; Lowering: from objects to derivations and store items.  Pure, but that what is lowered once is
;; remembered.

(define-module (cairn lower)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (srfi srfi-11)
  #:use-module (cairn errors)
  #:use-module (cairn files)
  #:use-module (cairn gexp)
  #:use-module (cairn imports)
  #:use-module (cairn local-files)
  #:use-module (cairn packages)
  #:use-module (cairn primitives)
  #:use-module (cairn print)
  #:use-module (cairn records)
  #:use-module (cairn scripts)
  #:export (current-defaults
            lowerable?
            lower
            lowered-derivation
            lowered-path
            output-names
            package->object))

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
;;; The table of objects.
;;;

(define (lower-plain-file file)
  (item (text-item (plain-file-name file) (plain-file-content file) '())))

(define (lower-local-file file)
  (item (local-file-item file)))

(define (lower-store-item object)
  (item (store-item-path object)))

(define (lower-package package)
  (lower (package->object package)))

(define (package->object package)
  "Return what the build system of PACKAGE makes of it."
  ((build-system-lower (package-build-system package)) package))

(define-syntax-rule (table (predicate procedure) ...)
  (list (cons predicate (lambda (object) (procedure object))) ...))

(define (find-procedure table object)
  "Return the procedure that TABLE has for OBJECT, or #f."
  (any (match-lambda
         ((predicate . procedure) (and (predicate object) procedure)))
       table))

(define lowerings
  (table (package? lower-package)
         (origin? lower-origin)
         (plain-file? lower-plain-file)
         (local-file? lower-local-file)
         (computed-file? lower-computed-file)
         (program-file? lower-program-file)
         (mixed-text-file? lower-mixed-text-file)
         (directory-union? lower-directory-union)
         (command-output? lower-command-output)
         (unpacked-archive? lower-unpacked-archive)
         (store-item? lower-store-item)))

;; Where objects were written; of others nobody knows.
(define placings
  (table (package? package-place)
         (origin? origin-place)
         (local-file? local-file-place)
         (computed-file? computed-file-place)
         (program-file? (lambda (file) (gexp-place (program-file-gexp file))))
         (command-output? command-output-place)))

(define (lowerable? object)
  "Return whether OBJECT stands for something in the store."
  (and (find-procedure lowerings object) #t))

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
  (match (find-procedure lowerings object)
    (#f
     (raise-error (and=> (current-scope) scope-place)
                  "packages, origins and files can be built"
                  "~s stands for nothing in the store" object))
    (lowering
     (check-circle object)
     (parameterize ((in-progress (cons object (in-progress))))
       (call-at-place-of object (lambda () (lowering object)))))))

(define (call-at-place-of object thunk)
  "Call THUNK.  Errors that know no place are given that of OBJECT, if it has one."
  (match (and=> (find-procedure placings object) (lambda (place-of) (place-of object)))
    (#f (thunk))
    (place (call-with-scope (place-scope "an object" place) thunk))))

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
  (fold (lambda (input result)
          (match input
            ((lowered output)
             (match (lowered-derivation lowered)
               (#f result)
               (path
                (let ((known (or (assoc-ref result path) '())))
                  (if (member output known)
                      result
                      (assoc-set! result path (cons output known)))))))))
        '() inputs))

(define (input-items inputs)
  "Return the paths of those of INPUTS that are there as they are."
  (delete-duplicates
   (filter-map (match-lambda
                 ((lowered _)
                  (and (not (lowered-derivation lowered)) (lowered-path lowered))))
               inputs)))

(define* (make-derivation name builder arguments environment inputs outputs place
                          #:key (system "x86_64-linux") (items '()))
  "Return the derivation NAME as a lowered object."
  (match (derivation name system builder arguments environment
                     (input-derivations inputs)
                     (append items (input-items inputs))
                     outputs place)
    ((path . outputs) (make-lowered path outputs))))


;;;
;;; Objects that a build makes.
;;;

(define (gexp->script* gexp)
  "Return three values for GEXP: its code, the inputs that it takes, and the places of its lists."
  (define inputs '())
  (define (path-of object output)
    (and (or (file-append? object) (lowerable? object))
         (call-with-values (lambda () (object->path object output))
           (lambda (path needed)
             (set! inputs (append needed inputs))
             path))))
  (call-with-values (lambda () (gexp->script gexp path-of))
    (lambda (code places)
      (values code (reverse inputs) places))))

(define (lower-environment environment)
  "Return two values: ENVIRONMENT with paths in the place of objects, and the inputs that they take."
  (map-with-inputs (lambda (variable inputs)
            (match variable
              ((name . (? string? value)) (values (cons name value) inputs))
              ((name . object)
               (call-with-values (lambda () (object->path object #f))
                 (lambda (path needed)
                   (values (cons name path) (append needed inputs)))))))
          environment))

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

(define (lower-computed-file file)
  (define builder ((current-defaults) 'default-builder))
  (define name (computed-file-name file))
  (define modules (gexp-all-modules (computed-file-gexp file)))
  (let*-values (((program program-inputs) (object->path (builder-program builder) #f))
                ((code inputs places) (gexp->script* (computed-file-gexp file)))
                ((script) (script-item (string-append name "-builder") (list code) places))
                ((variables variable-inputs) (lower-environment (builder-environment builder)))
                ((environment more-inputs) (lower-environment (computed-file-environment file)))
                ((folders module-inputs) (module-folders modules)))
    (make-derivation name program
                     `("--no-auto-compile"
                       ,@(append-map (match-lambda ((option . folder) (list option folder)))
                                     folders)
                       "-c" ,(runner script (map car variables)))
                     (append variables environment)
                     (append program-inputs inputs variable-inputs more-inputs module-inputs)
                     (computed-file-outputs file)
                     (computed-file-place file)
                     #:items (list script))))

(define (module-folders modules)
  "Return two values: an alist of options of Guile and folders that make MODULES visible to it, and the
inputs that this takes."
  (if (null? modules)
      (values '() '())
      (let* ((sources (imported-modules modules))
             (compiled (lower (compiled-modules sources))))
        (values `(("-L" . ,(imported-folder sources))
                  ("-C" . ,(lowered-path compiled)))
                `((,(item (imported-folder sources)) "out")
                  (,compiled "out"))))))

;; The build that compiles a folder of modules, by that folder.
(define compilations (make-hash-table))

(define (compiled-modules sources)
  (let ((folder (imported-folder sources)))
    (or (hash-ref compilations folder)
        (let ((file (computed-file "module-import-compiled"
                                   (compilation-gexp folder (imported-files sources)))))
          (hash-set! compilations folder file)
          file))))

(define (compilation-gexp folder files)
  (gexp
   (begin
     (use-modules (system base compile))
     (define (make-folders file)
       (let ((folder (dirname file)))
         (unless (file-exists? folder)
           (make-folders folder)
           (mkdir folder))))
     (add-to-load-path (ungexp (store-item folder)))
     (for-each (lambda (file)
                 (let ((result (string-append (ungexp output) "/"
                                              (string-drop-right file 4) ".go")))
                   (make-folders result)
                   (compile-file (string-append (ungexp (store-item folder)) "/" file)
                                 #:output-file result #:optimization-level 2)))
               (quote (ungexp files))))))

(define (lower-program-file file)
  (define guile (or (program-file-guile file)
                    (builder-program ((current-defaults) 'default-builder))))
  (define modules (gexp-all-modules (program-file-gexp file)))
  (let*-values (((program program-inputs) (object->path guile #f))
                ((code inputs places) (gexp->script* (program-file-gexp file)))
                ((folders module-inputs) (module-folders modules)))
    (make-derivation (program-file-name file) "builtin:text-1" '()
                     `(("text" . ,(string-append
                                   "#!" program " --no-auto-compile\n!#\n"
                                   (load-paths folders)
                                   (forms->text (list code))))
                       ("executable" . "1"))
                     (append program-inputs inputs module-inputs)
                     '("out") (gexp-place (program-file-gexp file))
                     #:system "builtin")))

(define (value->text value)
  "Return two values: VALUE, as `command-output' takes them, as text, and the inputs that it takes."
  (match value
    ((? string?) (values value '()))
    ((? list?)
     (call-with-values (lambda ()
                         (map-with-inputs (lambda (element inputs)
                                            (call-with-values (lambda () (value->text element))
                                              (lambda (text needed)
                                                (values text (append needed inputs)))))
                                          value))
       (lambda (texts inputs)
         (values (string-join texts " ") inputs))))
    (object (object->path object #f))))

(define (lower-command-output file)
  (define (text-of value inputs)
    (call-with-values (lambda () (value->text value))
      (lambda (text needed) (values text (append needed inputs)))))
  (define (variable-of variable inputs)
    (match variable
      ((name . value)
       (call-with-values (lambda () (text-of value inputs))
         (lambda (text inputs) (values (cons name text) inputs))))))
  (let*-values (((program program-inputs) (value->text (command-output-program file)))
                ((arguments inputs) (map-with-inputs text-of (command-output-arguments file)))
                ((environment more) (map-with-inputs variable-of
                                                     (command-output-environment file))))
    (make-derivation (command-output-name file) program arguments environment
                     (append program-inputs inputs more)
                     '("out") (command-output-place file))))

(define (lower-unpacked-archive unpacked)
  (call-with-values (lambda () (object->path (unpacked-archive-archive unpacked) #f))
    (lambda (archive inputs)
      (make-derivation (unpacked-archive-name unpacked) "builtin:unpack-1" '()
                       `(("src" . ,archive)
                         ,@(if (unpacked-archive-strip? unpacked) '(("strip" . "1")) '()))
                       inputs
                       (match (unpacked-archive-sha256 unpacked)
                         (#f '("out"))
                         (hash `(("out" "recursive" ,hash))))
                       #f #:system "builtin"))))

(define (lower-mixed-text-file file)
  (define (text-of part inputs)
    (if (string? part)
        (values part inputs)
        (call-with-values (lambda () (object->path part #f))
          (lambda (path needed)
            (values path (append needed inputs))))))
  (call-with-values (lambda () (map-with-inputs text-of (mixed-text-file-parts file)))
    (lambda (texts inputs)
      (make-derivation (mixed-text-file-name file) "builtin:text-1" '()
                       `(("text" . ,(string-concatenate texts)))
                       inputs '("out") #f #:system "builtin"))))

(define (lower-directory-union union)
  (define (path-of thing inputs)
    (call-with-values (lambda () (object->path thing #f))
      (lambda (path needed)
        (values path (append needed inputs)))))
  (call-with-values (lambda () (map-with-inputs path-of (directory-union-things union)))
    (lambda (paths inputs)
      (make-derivation (directory-union-name union) "builtin:union-1" '()
                       `(("inputs" . ,(string-join paths " "))
                         ("collisions" . ,(directory-union-collisions union)))
                       inputs '("out") #f #:system "builtin"))))


;;;
;;; Origins.
;;;

(define (lower-origin origin)
  (if (and (null? (origin-patches origin)) (not (origin-snippet origin)))
      (lower-download origin)
      (lower (((current-defaults) 'patched-source) origin))))

(define (lower-download origin)
  (define uris
    (match (origin-uri origin)
      ((? string? uri) (list uri))
      (uris uris)))
  (make-derivation (origin-actual-file-name origin)
                   "builtin:fetch-1" '()
                   `(("urls" . ,(string-join uris " "))
                     ,@(if (origin-executable? origin) '(("executable" . "1")) '()))
                   '()
                   `(("out" ,(if (origin-executable? origin) "recursive" "flat")
                      ,(origin-sha256 origin)))
                   (record-place origin)
                   #:system "builtin"))
