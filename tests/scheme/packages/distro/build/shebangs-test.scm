;; SPDX-License-Identifier: GPL-3.0-or-later
;; Scripts of a source come to name interpreters of the store.

(use-modules (checks)
             (distro build shebangs))

(setenv "NIX_STORE" "/cairn/store")

(define (script-after line folder)
  "Return the first two lines of a script that began with LINE, after patching; FOLDER has perl and bash."
  (let ((script (string-append folder "/script")))
    (write-bytes script line "\necho \xff\n")
    (chmod script #o755)
    (patch-shebang script (list (string-append folder "/bin")))
    (read-text script)))

(define (patched line)
  "Return LINE as it is after patching, with @ for the folder of programs."
  (call-with-temporary-folder
   (lambda (folder)
     (mkdir (string-append folder "/bin"))
     (for-each (lambda (program)
                 (write-bytes (string-append folder "/bin/" program) "")
                 (chmod (string-append folder "/bin/" program) #o755))
               '("perl" "bash" "sh"))
     (let* ((text (script-after line folder))
            (end (string-index text #\newline))
            (line (substring text 0 end))
            (place (string-contains line folder)))
       (unless (string=? (substring text end) "\necho \xff\n")
         (error "the rest of the script changed" text))
       (if place
           (string-append (substring line 0 place) "@"
                          (substring line (+ place (string-length folder) (string-length "/bin"))))
           line)))))

(tests "shebangs"
  (test-equal "a shell" "#!@/sh" (patched "#!/bin/sh"))
  (test-equal "a blank after the mark" "#!@/sh" (patched "#! /bin/sh"))
  (test-equal "arguments stay" "#!@/perl -w -T" (patched "#!/usr/bin/perl -w -T"))
  (test-equal "env goes, for what it would look up" "#!@/perl" (patched "#!/usr/bin/env perl"))
  (test-equal "arguments behind env stay" "#!@/perl -w" (patched "#!/usr/bin/env perl -w"))
  (test-equal "what nobody has stays" "#!/usr/bin/python" (patched "#!/usr/bin/python"))
  (test-equal "what names the store stays" "#!/cairn/store/x/bin/sh"
              (patched "#!/cairn/store/x/bin/sh"))
  (test-equal "what is no script stays" "#include <x>" (patched "#include <x>"))

  (test-equal "times and modes stay" '(#o555 1234)
    (call-with-temporary-folder
     (lambda (folder)
       (let ((script (string-append folder "/sh")))
         (write-bytes script "#!/bin/sh\n")
         (chmod script #o555)
         (utime script 1234 1234)
         (patch-shebang script (list folder))
         (unless (string-prefix? "#!/tmp" (read-text script)) (error "it was not patched"))
         (list (stat:perms (stat script)) (stat:mtime (stat script)))))))
  (test-equal "only programs are looked at" "#!/bin/sh\n"
    (call-with-temporary-folder
     (lambda (folder)
       (let ((script (string-append folder "/sh")))
         (write-bytes script "#!/bin/sh\n")
         (chmod script #o644)
         (patch-shebangs folder (list folder))
         (read-text script))))))
