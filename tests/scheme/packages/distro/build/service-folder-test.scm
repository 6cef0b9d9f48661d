;; SPDX-License-Identifier: GPL-3.0-or-later
;; Scripts of services say to a shell what was meant.

(use-modules (checks)
             (distro build service-folder)
             (ice-9 popen)
             (ice-9 textual-ports))

(define (said-by-shell lines)
  "Return what a shell prints that runs the script of LINES."
  (call-with-temporary-folder
   (lambda (folder)
     (let ((file (string-append folder "/script")))
       (call-with-output-file file
         (lambda (port) (display (script-text "/bin/sh" lines) port)))
       (let* ((pipe (open-pipe* OPEN_READ "/bin/sh" file))
              (text (get-string-all pipe)))
         (close-pipe pipe)
         text)))))

(tests "service folders"
  (test-equal "words are quoted, symbols are not"
    "#!/bin/sh\n'echo' 'a b' >&2\n" (script-text "/bin/sh" '(("echo" "a b" >&2))))
  (test-equal "whatever is in a word stays in it"
    "it's $HOME `x` \"y\" \\ *\n"
    (said-by-shell '(("echo" "it's $HOME `x` \"y\" \\ *"))))
  (test-equal "a variable gets its whole value"
    "a b's\n"
    (said-by-shell '((export GREETING= "a b's") ("printenv" "GREETING"))))
  (test-equal "a folder has scripts that can be run"
    '(#o555 #o555 "#!/bin/sh\n'true'\n")
    (call-with-temporary-folder
     (lambda (folder)
       (let ((made (string-append folder "/made")))
         (write-service-folder made "/bin/sh" '(("run" ("true")) ("log/run" ("cat"))))
         (list (stat:perms (stat (string-append made "/run")))
               (stat:perms (stat (string-append made "/log/run")))
               (call-with-input-file (string-append made "/run") get-string-all)))))))
