;; SPDX-License-Identifier: GPL-3.0-or-later
;; What phases do with files and programs.

(use-modules (checks)
             (distro build utils)
             (ice-9 match)
             (ice-9 regex))

(define-syntax-rule (in-folder body ...)
  (call-with-temporary-folder
   (lambda (folder) (with-directory-excursion folder body ...))))

(define (mode file) (stat:perms (lstat file)))

(tests "utils"
  (test-assert "a program that ends with 0 is well" (invoke "true"))
  (test-equal "a program that fails is an error that names it"
    "sh ended with status 3: (\"sh\" \"-c\" \"exit 3\")"
    (message-of (lambda () (invoke "sh" "-c" "exit 3"))))
  (test-assert "so is one that a signal ends"
    (string-contains (message-of (lambda () (invoke "sh" "-c" "kill -9 $$")))
                     "was killed by signal 9"))
  (test-equal "what a program prints" "a\nb" (invoke-output "printf" "a\\nb\\n"))
  (test-assert "a program that prints and fails is an error"
    (message-of (lambda () (invoke-output "sh" "-c" "echo x; exit 1"))))
  (test-equal "programs are looked up in PATH" #f (which "no-such-program"))

  (test-equal "folders are made with those above them, and may be there" #t
    (in-folder (mkdir-p "a/b/c") (mkdir-p "a/b/c") (directory-exists? "a/b/c")))
  (test-equal "a file is installed with its mode" #o755
    (in-folder (write-bytes "run" "x")
               (chmod "run" #o755)
               (install-file "run" "out/bin")
               (mode "out/bin/run")))
  (test-equal "a tree is copied with its links, modes and times" '("x" "../one" #o755 1234)
    (in-folder (mkdir-p "from/sub")
               (write-bytes "from/one" "x")
               (chmod "from/one" #o755)
               (utime "from/one" 1234 1234)
               (symlink "../one" "from/sub/link")
               (copy-recursively "from" "to")
               (list (read-text "to/one") (readlink "to/sub/link") (mode "to/one")
                     (stat:mtime (stat "to/one")))))
  (test-equal "a copy is merged into what is there, and replaces files" '("new" "stays")
    (in-folder (mkdir-p "from") (mkdir-p "to")
               (write-bytes "from/a" "new")
               (write-bytes "to/a" "old")
               (write-bytes "to/b" "stays")
               (copy-recursively "from" "to")
               (map read-text '("to/a" "to/b"))))
  (test-equal "a tree is deleted, and what its links lead to is not" '(#f #t)
    (in-folder (mkdir-p "tree/sub") (mkdir "other")
               (write-bytes "other/file" "")
               (symlink "../other" "tree/link")
               (delete-file-recursively "tree")
               (list (file-exists? "tree") (file-exists? "other/file"))))
  (test-equal "files are found by name, sorted" '("d/a.c" "d/e/b.c")
    (in-folder (mkdir-p "d/e")
               (for-each (lambda (file) (write-bytes file "")) '("d/e/b.c" "d/a.c" "d/x.h"))
               (find-files "d" "\\.c$")))
  (test-equal "links are found if asked for" '(() ("d/l"))
    (in-folder (mkdir "d")
               (symlink "nowhere" "d/l")
               (list (find-files "d") (find-files "d" #:links? #t))))
  (test-equal "below what is missing nothing is found" '() (find-files "/nowhere"))
  (test-assert "one comes back from a folder also by an error"
    (let ((here (getcwd)))
      (false-if-exception (with-directory-excursion "/" (error "no")))
      (string=? here (getcwd)))))

(define (substituted text change)
  "Return TEXT as CHANGE, a procedure of a file, leaves it."
  (in-folder (write-bytes "file" text)
             (change "file")
             (read-text "file")))

(tests "substitute*"
  (test-equal "all matches in all lines are replaced" "b b\nb\n"
    (substituted "a a\na\n" (lambda (file) (substitute* file (("a") "b")))))
  (test-equal "groups have names" "y=x\n"
    (substituted "x=y\n" (lambda (file)
                           (substitute* file (("^(.)=(.)" _ left right)
                                              (string-append right "=" left))))))
  (test-equal "later changes see what earlier ones made" "c\n"
    (substituted "a\n" (lambda (file) (substitute* file (("a") "b") (("b") "c")))))
  (test-equal "bytes that are no text stay, and so does a missing line end" "\xff\x80 b"
    (substituted "\xff\x80 a" (lambda (file) (substitute* file (("a") "b")))))
  (test-equal "an empty match at the beginning of a line" "> a\n> b\n"
    (substituted "a\nb\n" (lambda (file) (substitute* file (("^") "> ")))))
  (test-equal "several files" '("b" "b")
    (in-folder (write-bytes "1" "a")
               (write-bytes "2" "a")
               (substitute* '("1" "2") (("a") "b"))
               (map read-text '("1" "2"))))
  (test-equal "times and a read-only mode stay" '("b" #o444 1234)
    (in-folder (write-bytes "file" "a")
               (utime "file" 1234 1234)
               (chmod "file" #o444)
               (substitute* "file" (("a") "b"))
               (list (read-text "file") (mode "file") (stat:mtime (stat "file"))))))
