;; SPDX-License-Identifier: GPL-3.0-or-later
;; Scripts name their interpreter by an absolute path, which builds do not have: it becomes one of the
;; store.

(define-module (distro build shebangs)
  #:use-module (distro build utils)
  #:use-module (ice-9 match)
  #:use-module (ice-9 rdelim)
  #:use-module (ice-9 regex)
  #:use-module (rnrs bytevectors)
  #:export (patch-shebang
            patch-shebangs))

(define shebang (make-regexp "^#! *([^ ]+)( +([^ ]+)(.*))?$" regexp/extended))

(define (script? file)
  (equal? (first-bytes file 2) (string->utf8 "#!")))

(define (interpreter line folders)
  "Return LINE, a shebang, with the program that it asks for as it is in FOLDERS; or #f if it names the store
already, is none, or nobody has its program."
  (define (found name)
    (search-path folders (basename name)))
  (match (regexp-exec shebang line)
    (#f #f)
    (parts
     (let ((program (match:substring parts 1))
           (first (match:substring parts 3))
           (rest (or (match:substring parts 4) "")))
       (cond ((string-prefix? (getenv "NIX_STORE") program) #f)
             ((and (string=? (basename program) "env") first
                   (not (string-prefix? "-" first)))
              (and=> (found first) (lambda (path) (string-append "#!" path rest))))
             (else
              (and=> (found program)
                     (lambda (path)
                       (string-append "#!" path (if first (string-append " " first rest) ""))))))))))

(define (patch-shebang file folders)
  "Let FILE, if it is a script, name its interpreter as it is in FOLDERS.  Its times stay."
  (when (script? file)
    (call-with-byte-port open-input-file file
      (lambda (port)
        (let* ((line (read-line port))
               (new (interpreter line folders)))
          (when new
            (let ((rest (read-string port)))
              (keeping-times file
                             (lambda ()
                               (chmod file (logior #o200 (stat:perms (stat file))))
                               (call-with-byte-port open-output-file file
                                 (lambda (port)
                                   (display new port)
                                   (newline port)
                                   (display rest port))))))))))))

(define (patch-shebangs folder folders)
  "Let the executable scripts below FOLDER name their interpreters as they are in FOLDERS."
  (for-each (lambda (file) (patch-shebang file folders))
            (find-files folder (lambda (file status) (executable-file? file)))))
