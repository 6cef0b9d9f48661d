;; SPDX-License-Identifier: GPL-3.0-or-later
;; What the language takes from this channel: the Guile that runs builds, how origins are patched, and which
;; services every system has.

(define-module (distro defaults)
  #:use-module (cairn)
  #:use-module (distro seed)
  #:use-module (ice-9 match)
  #:export (default-builder
            patched-source
            essential-services))

(define guile-folder "/share/guile/3.0")
(define guile-libraries "/lib/x86_64-linux-gnu/guile/3.0")

;; Where Debian's Guile looks for its modules, and the C library for its tables, is compiled in.
(define default-builder
  (builder (file-append seed-guile "/bin/guile")
           #:environment
           `(("GUILE_SYSTEM_PATH" . ,(file-append seed-guile guile-folder))
             ("GUILE_SYSTEM_COMPILED_PATH" . ,(file-append seed-guile guile-libraries "/ccache"))
             ("GUILE_SYSTEM_EXTENSIONS_PATH" . ,(file-append seed-guile guile-libraries "/extensions"))
             ("GCONV_PATH" . ,(file-append seed-glibc "/lib/x86_64-linux-gnu/gconv"))
             ("LOCPATH" . ,(file-append seed-glibc "/lib/locale"))
             ("LC_ALL" . "C.UTF-8"))))

(define (patched-source source)
  "Return the source tree of the origin SOURCE with its patches applied and its snippet run."
  (define plain
    (origin
      (inherit source)
      (patches '())
      (snippet #f)))
  (computed-file (string-append (archive-name source) "-patched")
                 (with-imported-modules '((distro build utils))
                   #~(begin
                       (use-modules (distro build utils))
                       (setenv "PATH" (string-append #$seed-tools "/bin"))
                       (mkdir #$output)
                       (invoke "tar" "xf" #$plain "-C" #$output "--strip-components=1"
                               "--no-same-owner")
                       (chdir #$output)
                       (for-each (lambda (patch)
                                   (format #t "applying ~a~%" patch)
                                   (invoke "patch" "--force" "--no-backup-if-mismatch"
                                           #$@(origin-patch-flags source) "--input" patch))
                                 (list #$@(origin-patches source)))
                       #$(or (origin-snippet source) #t)))
                 #:place (origin-place source)))

(define (archive-name source)
  "Return the name of what SOURCE unpacks to."
  (let ((name (origin-actual-file-name source)))
    (match (string-contains name ".tar")
      (#f name)
      (end (substring name 0 end)))))

(define (essential-services system)
  "Return the services that SYSTEM has whatever it lists."
  ;; Named here: who only builds packages need not load it.
  ((@ (distro services base) base-services) system))
