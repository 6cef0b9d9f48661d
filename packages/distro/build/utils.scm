;; SPDX-License-Identifier: GPL-3.0-or-later
;; What the phases of a build do with files and programs.

(define-module (distro build utils)
  #:use-module (ice-9 binary-ports)
  #:use-module (ice-9 ftw)
  #:use-module (ice-9 match)
  #:use-module (ice-9 popen)
  #:use-module (ice-9 rdelim)
  #:use-module (ice-9 regex)
  #:use-module (ice-9 textual-ports)
  #:use-module (rnrs bytevectors)
  #:use-module (srfi srfi-1)
  #:export (invoke
            invoke-output
            directory-exists?
            symbolic-link?
            executable-file?
            mkdir-p
            install-file
            copy-recursively
            delete-file-recursively
            find-files
            which
            with-directory-excursion
            call-in-directory
            keeping-times
            substitute*
            substitute
            first-bytes
            elf-file?
            ar-file?
            call-with-byte-port
            number-of-cores))


;;;
;;; Programs.
;;;

(define (invoke program . arguments)
  "Run PROGRAM with ARGUMENTS; raise an error if it does not end with 0."
  (let ((status (apply system* program arguments)))
    (unless (zero? status)
      (error (format #f "~a ~a: ~s" program
                     (match (status:exit-val status)
                       (#f (format #f "was killed by signal ~a" (status:term-sig status)))
                       (value (format #f "ended with status ~a" value)))
                     (cons program arguments))))
    #t))

(define (invoke-output program . arguments)
  "Return what PROGRAM, run with ARGUMENTS, prints, without the last line end; raise an error if it does not
end with 0."
  (let* ((port (apply open-pipe* OPEN_READ program arguments))
         (text (get-string-all port))
         (status (close-pipe port)))
    (unless (zero? status)
      (error (format #f "~a failed: ~s" program (cons program arguments))))
    (string-trim-right text #\newline)))

(define (which program)
  "Return the path of PROGRAM in PATH, or #f."
  (search-path (string-split (or (getenv "PATH") "") #\:) program))

(define (number-of-cores)
  "Return how many cores this build may use."
  (or (and=> (getenv "NIX_BUILD_CORES") string->number) 1))


;;;
;;; Files.
;;;

(define (kind-of file)
  "Return the type of FILE as a symbol, links not followed, or #f if there is none."
  (let ((status (false-if-exception (lstat file))))
    (and status (stat:type status))))

(define (directory-exists? folder)
  "Return whether FOLDER is a folder or a link to one."
  (let ((status (stat folder #f)))
    (and status (eq? 'directory (stat:type status)))))

(define (symbolic-link? file)
  "Return whether FILE is a symbolic link."
  (eq? 'symlink (kind-of file)))

(define (executable-file? file)
  "Return whether FILE is a regular file that its owner may execute."
  (let ((status (lstat file)))
    (and (eq? 'regular (stat:type status))
         (not (zero? (logand #o100 (stat:perms status)))))))

(define (mkdir-p folder)
  "Make FOLDER and those above it that are missing."
  (unless (or (string-null? folder) (directory-exists? folder))
    (mkdir-p (dirname folder))
    (mkdir folder)))

(define (install-file file folder)
  "Put a copy of FILE into FOLDER, which is made if it is missing."
  (let ((target (string-append folder "/" (basename file))))
    (mkdir-p folder)
    (copy-file file target)
    (chmod target (stat:perms (stat file)))))

(define (children folder)
  "Return the names in FOLDER, sorted, but for those of itself and its parent."
  (scandir folder (lambda (name) (not (member name '("." "..")))) string<?))

(define (copy-recursively source target)
  "Copy SOURCE, a file, link or folder, to TARGET; folders are merged into those that are there.  Modes and
times stay."
  (match (kind-of source)
    ('directory
     (mkdir-p target)
     (for-each (lambda (name)
                 (copy-recursively (string-append source "/" name)
                                   (string-append target "/" name)))
               (children source)))
    ('symlink
     (when (kind-of target) (delete-file target))
     (symlink (readlink source) target))
    (_
     (let ((status (lstat source)))
       (when (kind-of target) (delete-file target))
       (copy-file source target)
       (chmod target (logior #o200 (stat:perms status)))
       (utime target (stat:mtime status) (stat:mtime status))))))

(define (delete-file-recursively file)
  "Delete FILE with all that is below it; it may be missing."
  (match (kind-of file)
    (#f #t)
    ('directory
     (for-each (lambda (name) (delete-file-recursively (string-append file "/" name)))
               (children file))
     (rmdir file))
    (_ (delete-file file))))

(define* (find-files folder #:optional (matches? "") #:key (links? #f))
  "Return the regular files below FOLDER, sorted, for whose path and status MATCHES? is true; it may be a
regular expression for the name instead.  With LINKS?, symbolic links are among them."
  (define wanted?
    (if (string? matches?)
        (let ((pattern (make-regexp matches?)))
          (lambda (file status) (regexp-exec pattern (basename file))))
        matches?))
  (define (walk file result)
    (let ((status (lstat file)))
      (match (stat:type status)
        ('directory
         (fold (lambda (name result) (walk (string-append file "/" name) result))
               result (children file)))
        ((or 'regular 'symlink)
         (if (and (or links? (eq? 'regular (stat:type status)))
                  (wanted? file status))
             (cons file result)
             result))
        (_ result))))
  (if (kind-of folder)
      (reverse (walk folder '()))
      '()))

(define (call-in-directory folder thunk)
  "Call THUNK in FOLDER, and come back."
  (let ((here (getcwd)))
    (dynamic-wind
      (lambda () (chdir folder))
      thunk
      (lambda () (chdir here)))))

(define-syntax-rule (with-directory-excursion folder body ...)
  (call-in-directory folder (lambda () body ...)))

(define (keeping-times file thunk)
  "Call THUNK, which may change FILE; FILE's times and mode are afterwards what they were."
  (let ((status (stat file)))
    (thunk)
    (chmod file (stat:perms status))
    (utime file (stat:atime status) (stat:mtime status))))

(define (call-with-byte-port open file procedure)
  "Call PROCEDURE with a port that OPEN, `open-input-file' or `open-output-file', gives for FILE, in which
each byte is a character."
  (let* ((port (open file #:encoding "ISO-8859-1"))
         (result (procedure port)))
    (close-port port)
    result))


;;;
;;; Changing text.
;;;

(define (substitute file changes)
  "Change FILE line by line.  CHANGES is a list of regular expressions (POSIX, extended) with procedures of a
line and its matches that return the new line.  A file that stays the same is not written."
  (define patterns
    (map (match-lambda ((pattern . change) (cons (make-regexp pattern regexp/extended) change)))
         changes))
  (define (changed line)
    (fold (lambda (pattern line)
            (match pattern
              ((regexp . change)
               (match (list-matches regexp line)
                 (() line)
                 (matches (change line matches))))))
          line patterns))
  (define old
    (call-with-byte-port open-input-file file
      (lambda (port)
        (let loop ((lines '()))
          (match (read-line port 'concat)
            ((? eof-object?) (reverse lines))
            (line (loop (cons line lines))))))))
  (define new (map changed old))
  (unless (equal? old new)
    (keeping-times file
                   (lambda ()
                     (chmod file (logior #o200 (stat:perms (stat file))))
                     (call-with-byte-port open-output-file file
                       (lambda (port)
                         (for-each (lambda (line) (display line port)) new)))))))

(define (replaced line matches replacement)
  "Return LINE with what REPLACEMENT, a procedure of a match, returns in the place of each of MATCHES."
  (let loop ((matches matches) (begin 0) (parts '()))
    (match matches
      (() (string-concatenate-reverse (cons (substring line begin) parts)))
      ((first . rest)
       (loop rest (match:end first)
             (cons* (replacement first)
                    (substring line begin (match:start first))
                    parts))))))

(define-syntax substitute*
  (lambda (use)
    "Change one or several files: (substitute* FILES ((REGEXP ALL GROUP ...) BODY ...) ...).  BODY returns
what stands in the place of each match of REGEXP, which ALL and GROUP name, `_' those without interest."
    (syntax-case use ()
      ((_ files ((regexp variable ...) body ...) ...)
       (with-syntax ((((index ...) ...)
                      (map (lambda (variables) (iota (length variables)))
                           #'((variable ...) ...))))
         #'(let ((changes
                  (list (cons regexp
                              (lambda (line matches)
                                (replaced line matches
                                          (lambda (match)
                                            (let ((variable (or (match:substring match index) ""))
                                                  ...)
                                              body ...)))))
                        ...)))
             (match files
               ((? string? file) (substitute file changes))
               (several (for-each (lambda (file) (substitute file changes)) several)))))))))


;;;
;;; Kinds of files.
;;;

(define (first-bytes file count)
  "Return the first COUNT bytes of FILE, or fewer if it is shorter."
  (call-with-port (open-file file "rb")
    (lambda (port)
      (match (get-bytevector-n port count)
        ((? eof-object?) #vu8())
        (bytes bytes)))))

(define (elf-file? file)
  "Return whether FILE is an ELF file: a program, a library, an object."
  (equal? (first-bytes file 4) #vu8(#x7f #x45 #x4c #x46)))

(define (ar-file? file)
  "Return whether FILE is an archive of objects."
  (equal? (first-bytes file 8) (string->utf8 "!<arch>\n")))
