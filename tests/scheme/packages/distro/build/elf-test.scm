;; SPDX-License-Identifier: GPL-3.0-or-later
;; Store paths that stand in pieces in a program are found, and whole ones are no reproach.

(use-modules (checks)
             (distro build elf)
             (ice-9 match))

(setenv "NIX_STORE" "/cairn/store")

(define hash "0123456789abcdfghijklmnpqrsvwxyz")
(define item (string-append "/cairn/store/" hash "-hello-2.10"))
(define other "/cairn/store/zyxwvsrqpnmlkjihgfdcba9876543210-other-1")
(define elf "\x7fELF")

;; As a compiler that builds the string on the stack leaves it: each piece behind an instruction.
(define (in-pieces text)
  (string-concatenate
   (let loop ((rest text))
     (if (< (string-length rest) 8)
         (list rest)
         (cons* "\x48\xb8" (substring rest 0 8) "\x48\x89\x45\xf0" (loop (substring rest 8)))))))

(define (torn-in . parts)
  "Return the items that stand torn in a file that holds PARTS."
  (call-with-temporary-folder
   (lambda (folder)
     (apply write-bytes (string-append folder "/program") parts)
     (map (match-lambda ((_ . item) item))
          (torn-references folder (list other item))))))

(define (shifted count)
  "Return what is found of ITEM in pieces of which the first is COUNT characters shorter."
  (torn-in elf (in-pieces (substring item count))))

(tests "torn references"
  (test-equal "a path in pieces is found" (list item) (torn-in elf (in-pieces item)))
  (test-equal "wherever the pieces begin" (make-list 8 (list item)) (map shifted (iota 8)))
  (test-equal "one piece is found wherever it stands" (make-list 16 (list item))
    (map (lambda (count)
           (torn-in elf (make-string count #\nul) (substring hash 8 16) "\0"))
         (iota 16)))
  (test-equal "a whole path is a reference as it should be" '() (torn-in elf "=" item "\0"))
  (test-equal "whole paths hide no torn one" (list item) (torn-in elf item "\0" (in-pieces item)))
  (test-equal "a path that ends with the file is whole" '()
    (torn-in elf "/cairn/store/" hash))
  (test-equal "a piece at the end of the file is found" (list item)
    (torn-in elf "\x48\xb8" (substring hash 8 16)))
  (test-equal "four characters may be chance" '() (torn-in elf (substring hash 0 4) "\0"))
  (test-equal "other hashes are nobody's" '() (torn-in elf (in-pieces "a1b2c3d4f5g6h7i8j9k0l1m2n3p4q5r6")))
  (test-equal "only programs are looked at" '() (torn-in "#!/bin/sh\n" (in-pieces item)))
  (test-equal "an empty program has nothing" '() (torn-in elf)))

(tests "ELF files"
  (test-equal "objects and compiled modules are left alone" '("lib.so" "program")
    (call-with-temporary-folder
     (lambda (folder)
       (for-each (lambda (name) (write-bytes (string-append folder "/" name) elf "..."))
                 '("program" "lib.so" "object.o" "module.go"))
       (write-bytes (string-append folder "/script") "#!/bin/sh\n")
       (write-bytes (string-append folder "/empty"))
       (map basename (elf-files folder))))))
