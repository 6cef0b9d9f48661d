;; SPDX-License-Identifier: GPL-3.0-or-later
;; Lowering of objects that a build makes out of code, or out of other objects.

(define-module (cairn built-files)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (srfi srfi-11)
  #:use-module (cairn files)
  #:use-module (cairn gexp)
  #:use-module (cairn imports)
  #:use-module (cairn lowering)
  #:use-module (cairn print)
  #:use-module (cairn scripts)
  #:export (lower-computed-file
            lower-program-file
            lower-mixed-text-file
            lower-directory-union
            lower-command-output
            lower-unpacked-archive))

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
