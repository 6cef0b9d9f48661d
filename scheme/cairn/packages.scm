;; SPDX-License-Identifier: GPL-3.0-or-later
;; What packages are: records that say what a program is made of and how.

(define-module (cairn packages)
  #:use-module (ice-9 match)
  #:autoload (ice-9 string-fun) (string-replace-substring)
  #:use-module (srfi srfi-1)
  #:use-module (cairn errors)
  #:use-module ((cairn files) #:select (item-name?))
  #:use-module (cairn gexp)
  #:use-module (cairn primitives)
  #:use-module (cairn records)
  #:export (license
            license?
            license-name
            license-uri
            origin
            origin?
            origin-method
            origin-uri
            origin-sha256
            origin-file-name
            origin-actual-file-name
            origin-patches
            origin-patch-flags
            origin-snippet
            origin-modules
            origin-executable?
            url-fetch
            base32
            base16
            base64
            build-system
            build-system?
            build-system-name
            build-system-description
            build-system-lower
            search-path-specification
            search-path-specification?
            search-path-specification-variable
            search-path-specification-files
            search-path-specification-separator
            search-path-specification-file-type
            package
            package?
            package-name
            package-version
            package-source
            package-build-system
            package-arguments
            package-inputs
            package-native-inputs
            package-propagated-inputs
            package-outputs
            package-native-search-paths
            package-search-paths
            package-replacement
            package-synopsis
            package-description
            package-license
            package-home-page
            package-supported-systems
            package-properties
            package-full-name
            package-place
            refuse-output
            origin-place
            package-input-list
            package-native-input-list
            package-propagated-input-list
            input-label
            input-object
            input-output))

(define-record <license> license license? "license" ()
  (license-name name string? "a string")
  (license-uri uri (maybe string?) "the address of its text, or #f" #f))

;; The method of origins that come from an address.
(define url-fetch 'url-fetch)

(define-syntax base32
  (lambda (use)
    "Return the SHA-256 hash that TEXT is in the base 32 of the store (52 digits)."
    (hash-syntax use)))

(define-syntax base16
  (lambda (use)
    "Return the SHA-256 hash that TEXT is in base 16 (64 digits)."
    (hash-syntax use)))

(define-syntax base64
  (lambda (use)
    "Return the SHA-256 hash that TEXT is in base 64 (44 digits)."
    (hash-syntax use)))

(eval-when (expand load eval)
  (define (hash-syntax use)
    "Return the syntax of the hash in USE, one of the words for hashes and its text."
    (with-syntax ((place (datum->syntax use (syntax-place use))))
      (syntax-case use ()
        ((_ text) #'(hash-text 'place text))))))

(define (hash-text place text)
  "Return the hash that TEXT, which stands at PLACE, is; raise an error if it is none."
  (unless (string? text)
    (raise-error place "write (base32 \"...\")" "~s is no hash: a string is wanted" text))
  (with-scope (place-scope "a hash" place)
    (call-with-hint (const "a hash has 52 digits in base 32, 64 in base 16, 44 in base 64")
                    (lambda () (checked-hash text)))))

(define (uri? value)
  (or (address? value)
      (and (pair? value) ((list-of address?) value))))

;; The fetcher is given addresses with spaces between them.
(define (address? value)
  (and (string? value) (not (string-any char-whitespace? value))))

(define-record <origin> origin origin? "origin" (patches snippet)
  (origin-method method (lambda (value) (eq? value url-fetch)) "url-fetch" url-fetch)
  (origin-uri uri uri? "an address or a list of addresses, in which %20 stands for a space")
  (origin-sha256 sha256 string? "a hash: (base32 \"...\")")
  (origin-file-name file-name (maybe item-name?)
                    "a name of letters, digits and any of + - . _ ? =, or #f" #f)
  (origin-patches patches list? "a list of files" '())
  (origin-patch-flags patch-flags (list-of string?) "a list of strings" '("-p1"))
  (origin-snippet snippet (maybe gexp?) "a gexp or #f" #f)
  (origin-modules modules (list-of (list-of symbol?)) "a list of names of modules" '())
  (origin-executable? executable? boolean? "#t or #f" #f))

(define (origin-actual-file-name origin)
  "Return the name of the item with what ORIGIN fetches: the one that it says, or the end of its first address.
Raise an error if that cannot be one."
  (or (origin-file-name origin)
      (let ((name (basename (match (origin-uri origin)
                              ((first . _) first)
                              (uri uri)))))
        (unless (item-name? name)
          (raise-error (field-place origin 'uri)
                       (format #f "add (file-name ~s)" (allowed-name name))
                       "the end of the address, ~s, cannot be the name of a store item" name))
        name)))

(define (allowed-name name)
  "Return a name for an item that is much like NAME."
  (let ((allowed (string-map (lambda (character)
                               (if (item-name? (string #\a character)) character #\-))
                             (string-replace-substring name "%20" "-"))))
    (if (item-name? allowed) allowed "NAME")))

;; How a kind of package is built.  LOWER is a procedure of a package that returns what a build makes
;; of it, mostly a `computed-file'.
(define-record <build-system> build-system build-system? "build system" ()
  (build-system-name name symbol? "a symbol")
  (build-system-description description string? "a string" "")
  (build-system-lower lower procedure? "a procedure of a package"))

(define-record <search-path> search-path-specification search-path-specification? "search path" ()
  (search-path-specification-variable variable string? "the name of a variable")
  (search-path-specification-files files (list-of string?) "a list of paths")
  (search-path-specification-separator separator (maybe string?) "a string or #f" ":")
  (search-path-specification-file-type file-type symbol? "a symbol" 'directory))

(define (input? value)
  (match value
    ((? string?) #f)
    (((? string? label) object) (not (string? object)))
    (((? string? label) object (? string?)) (not (string? object)))
    ((object (? string?)) (not (list? object)))
    ((? list?) #f)
    (_ #t)))

(define inputs-expectation "a list of packages, and of lists of a package and its output")

(define license*? (lambda (value) (or (license? value) ((list-of license?) value))))

(define-record <package> package package? "package"
  (arguments inputs native-inputs propagated-inputs replacement)
  (package-name name string? "a string")
  (package-version version string? "a string")
  (package-source source (const #t) "an origin or a file" #f)
  (package-build-system build-system build-system? "a build system")
  (package-arguments arguments list? "a list of keywords and values" '())
  (package-inputs inputs (list-of input?) inputs-expectation '())
  (package-native-inputs native-inputs (list-of input?) inputs-expectation '())
  (package-propagated-inputs propagated-inputs (list-of input?) inputs-expectation '())
  (package-outputs outputs (list-of string?) "a list of strings" '("out"))
  (package-native-search-paths native-search-paths (list-of search-path-specification?)
                               "a list of search paths" '())
  (package-search-paths search-paths (list-of search-path-specification?)
                        "a list of search paths" '())
  (package-replacement replacement (maybe package?) "a package or #f" #f)
  (package-synopsis synopsis string? "a string" "")
  (package-description description string? "a string" "")
  (package-license license license*? "a license or a list of licenses" '())
  (package-home-page home-page (maybe string?) "an address or #f" #f)
  (package-supported-systems supported-systems (list-of string?) "a list of systems"
                             '("x86_64-linux"))
  (package-properties properties list? "an alist" '()))

(define (package-full-name package)
  "Return NAME-VERSION of PACKAGE, which is what its store items are called."
  (string-append (package-name package) "-" (package-version package)))


(define (package-place package)
  "Return the place where PACKAGE was written."
  (record-place package))

(define (refuse-output place object output outputs)
  "Raise an error at PLACE: OBJECT, a package or what else can be built, has OUTPUTS, and OUTPUT is none of
them."
  (raise-error place
               (format #f "its outputs are: ~a" (string-join outputs ", "))
               (if (package? object) "the package '~a' has no output '~a'" "~s has no output '~a'")
               (if (package? object) (package-name object) object)
               output))

(define (origin-place origin)
  "Return the place where ORIGIN was written."
  (record-place origin))


;;;
;;; Inputs.  However they are written, they become (LABEL OBJECT OUTPUT).
;;;

(define input-label first)
(define input-object second)
(define input-output third)

(define (normal-input input)
  "Return INPUT, as a package may write it, as a list of its label, the object and its output."
  (match input
    (((? string? label) object) (list label object "out"))
    (((? string? label) object output) (list label object output))
    ((object (? string? output)) (list (label-of object) object output))
    (object (list (label-of object) object "out"))))

(define (label-of object)
  (if (package? object) (package-name object) "source"))

(define (with-propagated inputs)
  "Return INPUTS, behind each that is a package those that it propagates, and so on; each once."
  (define seen (make-hash-table))   ; objects, and which outputs of each
  (define (add input result)
    (let* ((object (input-object input))
           (outputs (hashq-ref seen object '())))
      (cond ((member (input-output input) outputs) result)
            (else
             (hashq-set! seen object (cons (input-output input) outputs))
             (if (and (null? outputs) (package? object))
                 (fold add (cons input result)
                       (map normal-input (package-propagated-inputs object)))
                 (cons input result))))))
  (reverse (fold add '() inputs)))

(define (package-input-list package)
  "Return the inputs of PACKAGE that its programs may use when they run, with what they propagate: lists of
a label, an object and the name of an output."
  (with-propagated (map normal-input (append (package-inputs package)
                                             (package-propagated-inputs package)))))

(define (package-native-input-list package)
  "Return the inputs of PACKAGE that only its build uses, in the same form."
  (with-propagated (map normal-input (package-native-inputs package))))

(define (package-propagated-input-list package)
  "Return the inputs that PACKAGE itself propagates, in the same form."
  (map normal-input (package-propagated-inputs package)))
