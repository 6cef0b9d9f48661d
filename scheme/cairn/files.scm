;; SPDX-License-Identifier: GPL-3.0-or-later
;; Objects that stand for files: a package or a gexp can name one, and lowering gives it a place in the
;; store.  Here they are only values.

(define-module (cairn files)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn errors)
  #:use-module (cairn gexp)
  #:export (plain-file
            plain-file?
            plain-file-name
            plain-file-content
            local-file
            local-file?
            local-file-name
            local-file-path
            local-file-recursive?
            local-file-select?
            local-file-place
            mixed-text-file
            mixed-text-file?
            mixed-text-file-name
            mixed-text-file-parts
            program-file
            program-file?
            program-file-name
            program-file-gexp
            program-file-guile
            computed-file
            computed-file?
            computed-file-name
            computed-file-gexp
            computed-file-outputs
            computed-file-environment
            computed-file-place
            file-append
            file-append?
            file-append-base
            file-append-suffix
            directory-union
            directory-union?
            directory-union-name
            directory-union-things
            directory-union-collisions
            file-union
            command-output
            command-output?
            command-output-name
            command-output-program
            command-output-arguments
            command-output-environment
            command-output-place
            unpacked-archive
            unpacked-archive?
            unpacked-archive-name
            unpacked-archive-archive
            unpacked-archive-sha256
            unpacked-archive-strip?
            store-item
            store-item?
            store-item-path
            builder
            builder?
            builder-program
            builder-environment
            item-name?))

(define-syntax-rule (define-value type constructor predicate (accessor field) ...)
  (begin
    (define type (make-record-type 'type '(field ...)))
    (define constructor (record-constructor type))
    (define predicate (record-predicate type))
    (define accessor (record-accessor type 'field))
    ...))

(define-value <plain-file> make-plain-file plain-file?
  (plain-file-name name) (plain-file-content content))

(define (plain-file name content)
  "Return the file NAME that holds CONTENT, a string or a bytevector."
  (check-name name)
  (make-plain-file name content))

(define-value <local-file> make-local-file local-file?
  (local-file-name name) (local-file-path path) (local-file-recursive? recursive?)
  (local-file-select? select?) (local-file-place place))

(define* (local-file* place path #:optional name #:key recursive? select?)
  "Return the file or folder at PATH, which counts from the folder of the file of PLACE (or #f), under NAME or
its own name."
  (define folder
    (match place
      ((file _ _) (dirname file))
      (#f ".")))
  (let ((name (or name (basename path))))
    (check-name name place)
    (when (and select? (not recursive?))
      (raise-error place "write (local-file PATH NAME #:recursive? #t #:select? PROCEDURE)"
                   "#:select? chooses among the files of a folder, which needs #:recursive? #t"))
    (make-local-file name
                     (if (absolute-file-name? path) path (string-append folder "/" path))
                     recursive? select? place)))

(define-syntax local-file
  (lambda (use)
    "Return the file at PATH beside the file in which this is written, under NAME or its own name.  A
folder, and a file that shall stay executable, need #:recursive? #t.  Of a folder there is what #:select?
returns true for: a procedure of a file's name, with the folder's before it, and what `stat' says of it,
as far as an item keeps it: `stat:type', `stat:size' and `stat:perms'.  It is not
asked about what is in a folder that it does not select."
    (with-syntax ((place (datum->syntax use (syntax-place use))))
      (syntax-case use ()
        ((_ path more ...) #'(local-file* 'place path more ...))))))

(define-value <mixed-text-file> make-mixed-text-file mixed-text-file?
  (mixed-text-file-name name) (mixed-text-file-parts parts))

(define (mixed-text-file name . parts)
  "Return the file NAME that holds PARTS one behind the other: strings, and objects that stand for their
path in the store."
  (check-name name)
  (make-mixed-text-file name parts))

(define-value <program-file> make-program-file program-file?
  (program-file-name name) (program-file-gexp gexp) (program-file-guile guile))

(define* (program-file name gexp #:key guile)
  "Return the program NAME that runs GEXP with GUILE, a package (by default the channel's)."
  (check-name name)
  (make-program-file name gexp guile))

(define-value <computed-file> make-computed-file computed-file?
  (computed-file-name name) (computed-file-gexp gexp) (computed-file-outputs outputs)
  (computed-file-environment environment) (computed-file-place place))

(define* (computed-file name gexp #:key (outputs '("out")) (environment '()) place)
  "Return what a build makes that runs GEXP: the file or folder NAME, or several OUTPUTS.  ENVIRONMENT is an
alist of variables for the builder: strings, or objects that stand for their path.  PLACE is what errors
point at, by default the gexp's."
  (check-name name)
  (make-computed-file name gexp outputs environment (or place (gexp-place gexp))))

(define-value <file-append> make-file-append file-append?
  (file-append-base base) (file-append-suffix suffix))

(define (file-append base . suffixes)
  "Return what stands for the path of BASE with SUFFIXES behind it: (file-append bash \"/bin/bash\")."
  (make-file-append base (string-concatenate suffixes)))

(define-value <directory-union> make-directory-union directory-union?
  (directory-union-name name) (directory-union-things things)
  (directory-union-collisions collisions))

(define* (directory-union name things #:key (collisions "error"))
  "Return the folder NAME that shows what is in THINGS, which stand for folders.  COLLISIONS says what
happens where two differ: \"error\", \"first\" or \"warn-first\"."
  (check-name name)
  (make-directory-union name things collisions))

(define (file-union name files)
  "Return the folder NAME that links to FILES: lists of a path in it and what stands for a file or folder,
(list (list \"etc/motd\" (plain-file \"motd\" \"Hello!\")) ...).  Folders on the way are made."
  (define-values (paths things)
    (match files
      (((paths things) ...) (values paths things))
      (_ (raise-error (and=> (current-scope) scope-place)
                      "write (file-union \"NAME\" (list (list \"PATH\" FILE) ...))"
                      "the files of a union must be lists of a path and a file, and these are ~s" files))))
  (for-each check-path paths)
  (computed-file name
                 (gexp (let ()
                         (define (make-parents path)
                           (let ((parent (dirname path)))
                             (unless (file-exists? parent)
                               (make-parents parent)
                               (mkdir parent))))
                         (mkdir (ungexp output))
                         (for-each (lambda (path file)
                                     (let ((place (string-append (ungexp output) "/" path)))
                                       (make-parents place)
                                       (symlink file place)))
                                   '(ungexp paths)
                                   '(ungexp things))
                         #t))
                 #:place (and=> (current-scope) scope-place)))

(define (check-path path)
  "Raise an error unless PATH is the relative path of a file that stays in its folder."
  (unless (and (string? path)
               (every (lambda (part) (not (member part '("" "." ".."))))
                      (string-split path #\/)))
    (raise-error (and=> (current-scope) scope-place)
                 "write it as \"etc/motd\": relative, without . and .."
                 "~s cannot be a path in a union" path)))

;; What a program makes: PROGRAM and ARGUMENTS are strings or objects that stand for their path.
(define-value <command-output> make-command-output command-output?
  (command-output-name name) (command-output-program program)
  (command-output-arguments arguments) (command-output-environment environment)
  (command-output-place place))

(define* (command-output name program arguments #:key (environment '()) place)
  "Return the file or folder NAME that PROGRAM makes at the path in its variable `out', run with ARGUMENTS
and the variables of the alist ENVIRONMENT.  Values are strings, objects that stand for their path, and
lists of both, which are written with spaces between them.  This is how something is built where there is
no Guile yet."
  (check-name name)
  (make-command-output name program arguments environment place))

(define-value <unpacked-archive> make-unpacked-archive unpacked-archive?
  (unpacked-archive-name name) (unpacked-archive-archive archive)
  (unpacked-archive-sha256 sha256) (unpacked-archive-strip? strip?))

(define* (unpacked-archive name archive #:key sha256 (strip? #f))
  "Return the folder NAME with what is in ARCHIVE: a tar, zip or deb.  With SHA256, the hash of that folder
as archive of the store, it is the same for ever, whatever unpacks it.  If STRIP? and all is in one folder,
that folder's content is taken."
  (check-name name)
  (make-unpacked-archive name archive sha256 strip?))

(define-value <store-item> store-item store-item?
  (store-item-path path))

;; What runs gexps: PROGRAM stands for a Guile, ENVIRONMENT is an alist of the variables that it needs
;; to start; they are unset before the gexp runs.
(define-value <builder> make-builder builder?
  (builder-program program) (builder-environment environment))

(define* (builder program #:key (environment '()))
  "Return what runs gexps: the Guile that PROGRAM stands for.  ENVIRONMENT is an alist of variables that it
needs to start: strings, or objects that stand for their path."
  (make-builder program environment))

(define* (check-name name #:optional (place (and=> (current-scope) scope-place)))
  "Raise an error at PLACE unless NAME can be that of a store item."
  (unless (item-name? name)
    (raise-error place
                 "use letters, digits and any of + - . _ ? =, and another than . to begin with"
                 "~s cannot be the name of a store item" name)))

(define (item-name? value)
  "Return whether VALUE can be the name of a store item."
  (and (string? value)
       (not (string-null? value))
       (<= (string-length value) 211)
       (not (string-prefix? "." value))
       (string-every name-characters value)))

(define name-characters
  (char-set-union (char-set-intersection char-set:ascii char-set:letter+digit)
                  (string->char-set "+-._?=")))
