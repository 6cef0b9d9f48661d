;; SPDX-License-Identifier: GPL-3.0-or-later
;; The kinds of objects that can be lowered, and what becomes of those that are there as they are, are
;; fetched, or are made by a build system.

(define-module (cairn lower)
  #:use-module (ice-9 match)
  #:use-module (cairn built-files)
  #:use-module (cairn files)
  #:use-module (cairn gexp)
  #:use-module (cairn local-files)
  #:use-module (cairn lowering)
  #:use-module (cairn packages)
  #:use-module (cairn primitives)
  #:use-module (cairn records)
  #:export (package->object)
  #:re-export (current-defaults
               lowerable?
               lower
               lowered-path
               lowered-derivation
               output-names))

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

(set-kinds!
 `((,package? ,lower-package ,package-place)
   (,origin? ,lower-origin ,origin-place)
   (,plain-file? ,lower-plain-file #f)
   (,local-file? ,lower-local-file ,local-file-place)
   (,computed-file? ,lower-computed-file ,computed-file-place)
   (,program-file? ,lower-program-file ,(lambda (file) (gexp-place (program-file-gexp file))))
   (,mixed-text-file? ,lower-mixed-text-file #f)
   (,directory-union? ,lower-directory-union #f)
   (,command-output? ,lower-command-output ,command-output-place)
   (,unpacked-archive? ,lower-unpacked-archive #f)
   (,store-item? ,lower-store-item #f)))
