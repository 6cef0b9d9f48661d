;; SPDX-License-Identifier: GPL-3.0-or-later
;; Building what comes with a `configure' and a `Makefile', and the phases that other kinds of builds
;; share with it.

(define-module (distro build gnu)
  #:use-module (distro build elf)
  #:use-module (distro build phases)
  #:use-module (distro build shebangs)
  #:use-module (distro build utils)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:export (%standard-phases
            gnu-build))

(define (bin-folders inputs)
  "Return the folders of programs in INPUTS, an alist of labels and items."
  (filter directory-exists?
          (append-map (match-lambda
                        ((_ . item) (list (string-append item "/bin") (string-append item "/sbin"))))
                      inputs)))

(define (sub-folders items name)
  "Return the folders NAME of ITEMS that are there."
  (filter directory-exists?
          (map (lambda (item) (string-append item "/" name)) items)))

(define (set-path! variable folders)
  (if (null? folders)
      (unsetenv variable)
      (setenv variable (string-join folders ":"))))

(define* (set-paths #:key inputs native-inputs implicit-inputs outputs #:allow-other-keys)
  "Let programs, headers and libraries of the inputs be found."
  (let ((items (map (match-lambda ((_ . item) item)) (append inputs native-inputs))))
    (set-path! "PATH" (bin-folders (append native-inputs inputs implicit-inputs)))
    (set-path! "C_INCLUDE_PATH" (sub-folders items "include"))
    (set-path! "CPLUS_INCLUDE_PATH" (sub-folders items "include"))
    (set-path! "LIBRARY_PATH" (sub-folders items "lib"))
    (set-path! "PKG_CONFIG_PATH" (sub-folders items "lib/pkgconfig"))
    (setenv "LDFLAGS"
            (string-join
             (map (lambda (folder) (string-append "-Wl,-rpath," folder))
                  (append (map (match-lambda ((_ . output) (string-append output "/lib"))) outputs)
                          (sub-folders (map (match-lambda ((_ . item) item)) inputs) "lib")))
             " "))
    (let ((shell (which "bash")))
      (setenv "SHELL" shell)
      (setenv "CONFIG_SHELL" shell))
    (setenv "LC_ALL" "C")
    (setenv "TZ" "UTC0")
    (setenv "SOURCE_DATE_EPOCH" "1")
    #t))

(define (set-times folder)
  "Set the times of all below FOLDER to the same moment, so that nothing is newer than what it is made from."
  (invoke "find" folder "-exec" "touch" "-h" "-d" "@1" "{}" "+"))

(define* (unpack #:key source #:allow-other-keys)
  "Go into a folder with the content of SOURCE."
  (mkdir "source")
  (if (directory-exists? source)
      (begin
        (copy-recursively source "source")
        (invoke "chmod" "-R" "u+w" "source"))
      (invoke "tar" "xf" source "-C" "source" "--strip-components=1" "--no-same-owner"))
  (set-times "source")
  (chdir "source")
  #t)

(define (patch-source-shebangs . _)
  "Let the scripts of the source name interpreters of the store."
  (patch-shebangs "." (string-split (getenv "PATH") #\:))
  #t)

(define* (configure #:key outputs (configure-flags '()) (out-of-source? #f) #:allow-other-keys)
  "Run the source's `configure', for the first output as prefix."
  (let ((script (string-append (getcwd) "/configure"))
        (shell (getenv "CONFIG_SHELL")))
    (when out-of-source?
      (mkdir "../build")
      (chdir "../build"))
    (apply invoke shell (if out-of-source? script "./configure")
           (string-append "--prefix=" (assoc-ref outputs "out"))
           "--build=x86_64-unknown-linux-gnu"
           configure-flags)))

(define (patch-generated . _)
  "The same for what `configure' made; and let make use a shell of the store."
  (patch-shebangs "." (string-split (getenv "PATH") #\:))
  (for-each (lambda (makefile)
              (substitute* makefile
                (("^( *SHELL *:?= *)/bin/sh" _ beginning)
                 (string-append beginning (getenv "SHELL")))))
            (find-files "." "^(GNUm|m|M)akefile$"))
  #t)

(define (jobs parallel?)
  (if parallel? (list (format #f "-j~a" (number-of-cores))) '()))

(define (make implicit-inputs . arguments)
  "Run make with ARGUMENTS.  What it runs finds a shell of the store where it asks for /bin/sh."
  (dynamic-wind
    (lambda () (setenv "LD_PRELOAD" (assoc-ref implicit-inputs "shell-for-builds")))
    (lambda () (apply invoke "make" (string-append "SHELL=" (getenv "SHELL")) arguments))
    (lambda () (unsetenv "LD_PRELOAD"))))

(define* (build #:key implicit-inputs (make-flags '()) (parallel-build? #t) #:allow-other-keys)
  "Run make."
  (apply make implicit-inputs (append (jobs parallel-build?) make-flags)))

(define (show-test-logs)
  "Print the end of the logs in which automake's tests say what went wrong."
  (for-each (lambda (log) (invoke "tail" "-n" "300" log))
            (find-files "." "^test-suite\\.log$")))

(define* (check #:key implicit-inputs (tests? #t) (test-target "check") (make-flags '())
                (parallel-tests? #t) #:allow-other-keys)
  "Run the source's own tests."
  (if tests?
      (with-exception-handler
          (lambda (exception)
            (show-test-logs)
            (raise-exception exception))
        (lambda ()
          (apply make implicit-inputs test-target (append (jobs parallel-tests?) make-flags)))
        #:unwind? #t)
      (display "the tests are not run\n"))
  #t)

(define* (install #:key implicit-inputs (make-flags '()) #:allow-other-keys)
  "Run `make install'."
  (apply make implicit-inputs "install" make-flags))

(define (each-output procedure outputs)
  "Call PROCEDURE with each of OUTPUTS that is there."
  (for-each (match-lambda
              ((_ . output) (when (directory-exists? output) (procedure output))))
            outputs)
  #t)

(define* (patch-installed-shebangs #:key inputs outputs #:allow-other-keys)
  "Let installed scripts name interpreters of the outputs and inputs, before those of the tools that built
them."
  (let ((folders (append (bin-folders outputs) (bin-folders inputs)
                         (string-split (getenv "PATH") #\:))))
    (each-output (lambda (output) (patch-shebangs output folders)) outputs)))

(define* (strip #:key outputs (strip-binaries? #t) #:allow-other-keys)
  "Take out what only a debugger reads."
  (or (not strip-binaries?)
      (each-output strip-files outputs)))

(define* (shrink-runpath #:key outputs #:allow-other-keys)
  "Keep in run paths only what is used."
  (each-output shrink-runpaths outputs))

(define* (validate-runpath #:key outputs (validate-runpath? #t) #:allow-other-keys)
  "Refuse programs that would not find their libraries, or would look for them outside of the store."
  (each-output (lambda (output)
                 (match (if validate-runpath? (runpath-problems output) '())
                   (() #t)
                   (problems
                    (for-each (lambda (problem) (format #t "~a~%" problem)) problems)
                    (error "programs would not find their libraries"))))
               outputs))

(define* (detect-torn-references #:key outputs inputs native-inputs implicit-inputs
                                 (allow-torn-references? #f) #:allow-other-keys)
  "Refuse programs in which a store path stands in pieces: it would not be seen as a reference."
  (let ((items (map (match-lambda ((_ . item) item))
                    (append outputs inputs native-inputs implicit-inputs))))
    (each-output (lambda (output)
                   (match (torn-references output items)
                     (() #t)
                     (torn
                      (for-each (match-lambda
                                  ((file . item) (format #t "~a: ~a stands in pieces~%" file item)))
                                torn)
                      (unless allow-torn-references?
                        (error "references are torn: compile with -fno-builtin-strcpy or the like")))))
                 outputs)))

(define (compress file)
  "Compress FILE; a link is led to the compressed file."
  (if (symbolic-link? file)
      (let ((target (readlink file)))
        (delete-file file)
        (symlink (string-append target ".gz") (string-append file ".gz")))
      (invoke "gzip" "-9n" file)))

(define* (compress-documentation #:key outputs #:allow-other-keys)
  "Compress pages of man and info."
  (each-output
   (lambda (output)
     (false-if-exception (delete-file (string-append output "/share/info/dir")))
     (for-each compress
               (append (find-files (string-append output "/share/man") "\\.[0-9][a-z]*$" #:links? #t)
                       (find-files (string-append output "/share/info") "\\.info(-[0-9]+)?$"
                                   #:links? #t))))
   outputs))

(define* (reset-times #:key outputs #:allow-other-keys)
  "Delete libtool's files, which name every library that was there, and set all times to the same moment."
  (each-output (lambda (output)
                 (for-each delete-file (find-files output "\\.la$"))
                 (set-times output))
               outputs))

(define-syntax-rule (phases (name procedure) ...)
  (list (cons 'name procedure) ...))

(define %standard-phases
  (phases (set-paths set-paths)
          (unpack unpack)
          (patch-source-shebangs patch-source-shebangs)
          (configure configure)
          (patch-generated patch-generated)
          (build build)
          (check check)
          (install install)
          (patch-shebangs patch-installed-shebangs)
          (strip strip)
          (shrink-runpath shrink-runpath)
          (validate-runpath validate-runpath)
          (detect-torn-references detect-torn-references)
          (compress-documentation compress-documentation)
          (reset-times reset-times)))

(define* (gnu-build #:key source outputs (inputs '()) (native-inputs '()) (implicit-inputs '())
                    (phases %standard-phases) #:allow-other-keys #:rest arguments)
  "Run PHASES for SOURCE.  OUTPUTS, INPUTS (what programs may use when they run), NATIVE-INPUTS (what only the
build uses) and IMPLICIT-INPUTS (the tools that every build has) are alists of names and paths.  Other
keywords go to the phases: #:configure-flags #:make-flags #:tests? #:test-target #:parallel-build?
#:test-flags
#:parallel-tests? #:out-of-source? #:strip-binaries? #:validate-runpath? #:allow-torn-references?."
  (run-phases phases
              (append (list #:inputs inputs #:native-inputs native-inputs
                            #:implicit-inputs implicit-inputs)
                      arguments)))
