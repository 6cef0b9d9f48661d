;; SPDX-License-Identifier: GPL-3.0-or-later
;; Programs and libraries: what they need to start, and whether they name the store as a whole.

(define-module (distro build elf)
  #:use-module (distro build utils)
  #:use-module (ice-9 binary-ports)
  #:use-module (ice-9 match)
  #:use-module (rnrs bytevectors)
  #:use-module (srfi srfi-1)
  #:export (elf-files
            strip-files
            shrink-runpaths
            runpath-problems
            torn-references))

(define (elf-files folder)
  "Return the ELF files below FOLDER, but for objects and Guile's compiled modules."
  (find-files folder (lambda (file status)
                       (and (not (string-suffix? ".o" file))
                            (not (string-suffix? ".go" file))
                            (elf-file? file)))))

(define (writable! file)
  (chmod file (logior #o200 (stat:perms (stat file)))))

(define (strip-files folder)
  "Take symbols and debugging information out of the ELF files and archives below FOLDER."
  (for-each (lambda (file)
              (writable! file)
              (invoke "strip" "--strip-unneeded" "--enable-deterministic-archives" file))
            (elf-files folder))
  (for-each (lambda (file)
              (writable! file)
              (invoke "strip" "--strip-debug" "--enable-deterministic-archives" file))
            (find-files folder (lambda (file status) (ar-file? file)))))


;;;
;;; Run paths.
;;;

(define (needed file)
  "Return the names of the libraries that FILE needs; none if it is not dynamic."
  (lines (false-if-exception (invoke-output "patchelf" "--print-needed" file))))

(define (runpath file)
  "Return the folders in which FILE looks for libraries."
  (remove string-null?
          (string-split (or (false-if-exception (invoke-output "patchelf" "--print-rpath" file)) "")
                        #\:)))

(define (lines text)
  (remove string-null? (string-split (or text "") #\newline)))

(define (dynamic? file)
  "Return whether FILE has a dynamic section: what is static looks for nothing."
  (zero? (with-error-output-to-nothing
          (lambda () (system* "sh" "-c" "patchelf --print-needed \"$1\" >/dev/null 2>&1" "sh" file)))))

(define (with-error-output-to-nothing thunk)
  (with-error-to-port (%make-void-port "w") thunk))

(define (shrink-runpaths folder)
  "Take out of the run paths of the ELF files below FOLDER what is not used, so that no build-time input is
kept for it; one of which nothing is left goes as a whole, for to some loaders an empty one means the folder
they are run in."
  (for-each (lambda (file)
              (when (dynamic? file)
                (writable! file)
                (when (pair? (runpath file))
                  (invoke "patchelf" "--shrink-rpath" file))
                (when (null? (runpath file))
                  (invoke "patchelf" "--remove-rpath" file))))
            (elf-files folder)))

(define (runpath-problems folder)
  "Return what is wrong with the ELF files below FOLDER, as texts: libraries that are not found, and folders
outside of the store."
  (append-map (lambda (file)
                (if (dynamic? file) (file-problems file) '()))
              (elf-files folder)))

(define (file-problems file)
  (define store (getenv "NIX_STORE"))
  (define folders (map (lambda (folder) (expanded folder file)) (runpath file)))
  (append
   (filter-map (lambda (folder)
                 (and (not (string-prefix? store folder))
                      (format #f "~a: its run path names ~a" file folder)))
               folders)
   (filter-map (lambda (name)
                 (and (not (found? name folders))
                      (format #f "~a: ~a is not found in ~a" file name folders)))
               (needed file))))

(define (expanded folder file)
  "Return FOLDER of FILE's run path with $ORIGIN written out."
  (if (string-prefix? "$ORIGIN" folder)
      (string-append (dirname file) (substring folder (string-length "$ORIGIN")))
      folder))

(define (found? name folders)
  (if (string-prefix? "/" name)
      (string-prefix? (getenv "NIX_STORE") name)
      (any (lambda (folder) (file-exists? (string-append folder "/" name))) folders)))


;;;
;;; Torn references.  A compiler may copy a string by immediate constants: a store path then stands in
;;; a program in pieces of eight bytes, which no scan for references finds.
;;;

(define hash-length 32)
(define piece-length 8)

(define (hash-part item)
  "Return the 32 characters behind the store's folder in ITEM, the path of a store item."
  (let ((name (substring item (1+ (string-length (getenv "NIX_STORE"))))))
    (substring name 0 hash-length)))

(define (pieces hashes)
  "Return a table from the first four bytes, as a number, of each piece of HASHES to the pairs of a hash, as
bytes, and the piece's offset in it."
  (define table (make-hash-table))
  (for-each (lambda (hash)
              (let ((bytes (string->utf8 hash)))
                (for-each (lambda (offset)
                            (let ((key (key-at bytes offset)))
                              (hashv-set! table key
                                          (cons (cons bytes offset) (hashv-ref table key '())))))
                          (iota (1+ (- hash-length piece-length))))))
            hashes)
  table)

(define (key-at bytes offset)
  (bytevector-u32-ref bytes offset (endianness little)))

(define (same? one one-offset other other-offset count)
  "Return whether COUNT bytes of ONE and OTHER are the same from those offsets on."
  (and (>= one-offset 0)
       (<= (+ one-offset count) (bytevector-length one))
       (let loop ((i 0))
         (or (= i count)
             (and (= (bytevector-u8-ref one (+ one-offset i))
                     (bytevector-u8-ref other (+ other-offset i)))
                  (loop (1+ i)))))))

(define (hash-byte? byte)
  "Return whether BYTE can be part of a hash: a digit or a small letter."
  (or (<= 48 byte 57) (<= 97 byte 122)))

(define (torn-in content table)
  "Return the hash of which a piece stands in CONTENT without the rest, or #f.  TABLE is that of `pieces'."
  (define end (- (bytevector-length content) piece-length))
  (define (torn? candidate at)
    (match candidate
      ((hash . offset)
       (and (same? content at hash offset piece-length)
            (not (same? content (- at offset) hash 0 hash-length))))))
  (let loop ((at 0))
    (cond ((> at end) #f)
          ;; A piece ends with a letter of a hash: most of a program is passed over in steps of eight.
          ((not (hash-byte? (bytevector-u8-ref content (+ at piece-length -1))))
           (loop (+ at piece-length)))
          ((hashv-ref table (key-at content at))
           => (lambda (candidates)
                (match (find (lambda (candidate) (torn? candidate at)) candidates)
                  (#f (loop (1+ at)))
                  ((hash . _) (utf8->string hash)))))
          (else (loop (1+ at))))))

(define (content-of file)
  (call-with-port (open-file file "rb") get-bytevector-all))

(define (torn-references folder items)
  "Return, for each ELF file below FOLDER in which a path of ITEMS stands in pieces, a pair of the file and
the path."
  (define hashes (map hash-part items))
  (define table (pieces hashes))
  (filter-map (lambda (file)
                (let ((torn (torn-in (content-of file) table)))
                  (and torn
                       (cons file (find (lambda (item) (string=? torn (hash-part item))) items)))))
              (elf-files folder)))
