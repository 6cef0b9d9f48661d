;; SPDX-License-Identifier: GPL-3.0-or-later
;; Supervision by runit, as BusyBox has it: what a supervised service is becomes a service folder, which runsv
;; starts, watches and starts again.  What the files in one mean stands in the manual page runsv(8).

(define-module (distro services supervision)
  #:use-module (cairn)
  #:use-module (cairn accounts)
  #:use-module (cairn services)
  #:use-module (cairn supervision)
  #:use-module (cairn system)
  #:use-module (distro base)
  #:use-module (distro busybox)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:export (supervision-service-type
            runs-by-number
            shell-script
            usual-path))

;; Where the folders lie that are watched while the system runs.
(define live-folder "/run/service")

(define usual-path
  "/run/current-system/profile/bin:/run/current-system/profile/sbin")

(define (program name)
  (file-append busybox "/bin/" name))

(define (runs-by-number file)
  "Return the command that succeeds when the process runs whose number is in FILE, where a server writes it once
it listens.  A file of before, or an empty one, is none."
  (list (file-append bash "/bin/bash") "-c" "test -s \"$1\" && kill -0 \"$(<\"$1\")\"" "running" file))

;; A line of a script is a list of words: strings, and objects that stand for their path.  A symbol among them
;; is written as it is, for the shell to understand.

(define (shell-script name lines)
  "Return the program NAME, a script for the shell that runs LINES."
  (computed-file name
                 (with-imported-modules '((distro build service-folder))
                   #~(begin
                       (use-modules (distro build service-folder))
                       (call-with-output-file #$output
                         (lambda (port)
                           (display (script-text #$(file-append bash "/bin/bash") '#$lines)
                                    port)))
                       (chmod #$output #o555)))))

(define (waits service)
  "Return the lines that wait for what SERVICE requires, each as long as it may take."
  (map (lambda (name)
         `(,(program "sv") "-w" ,(number->string (supervised-service-patience service))
           "check" ,(string-append live-folder "/" name) >/dev/null))
       (supervised-service-requirement service)))

(define (variables service)
  (map (match-lambda
         ((name . value) `(export ,(string->symbol (string-append name "=")) ,value)))
       `(("PATH" . ,usual-path)
         ,@(supervised-service-environment service))))

(define (command-line service)
  "Return the line that runs the command of SERVICE with its rights."
  (if (string=? (supervised-service-user service) "root")
      (supervised-service-command service)
      `(,(program "chpst") "-u"
        ,(string-append (supervised-service-user service) ":" (supervised-service-group service))
        ,@(supervised-service-command service))))

(define (run-lines service)
  "Return the lines of the script that runs SERVICE.  Each must succeed before the next is run."
  `((exec 2>&1)
    (set -e)
    ,@(waits service)
    ,@(variables service)
    ,@(supervised-service-prepare service)
    ,@(if (supervised-service-one-shot? service)
          `((,(program "rm") "-f" "done")
            ,(command-line service)
            (,(program "touch") "done")
            (exec ,(program "sleep") "infinity"))
          `((exec ,@(command-line service))))))

(define (check-lines service)
  "Return the lines of the script that succeeds when SERVICE is ready, or #f if it is as soon as it runs."
  (if (supervised-service-one-shot? service)
      `((test "-e" "done"))
      (and=> (supervised-service-readiness service) list)))

(define (stop-lines service)
  "Return the lines of the script that is run in the place of sending the signal TERM, or #f."
  (match (supervised-service-stop-signal service)
    ('TERM #f)
    (signal `((kill ,(string-append "-" (symbol->string signal))
                    ,(string->symbol "\"$(cat supervise/pid)\""))))))

(define (log-lines service)
  "Return the lines of the script that keeps what SERVICE prints, each line with its time."
  `((exec ,(program "svlogd") "-tt"
          ,(string-append "/var/log/" (supervised-service-name service)))))

(define (service-definition service)
  "Return the service folder of SERVICE."
  (define scripts
    (filter (match-lambda ((name . lines) lines))
            `(("run" . ,(run-lines service))
              ("check" . ,(check-lines service))
              ("control/t" . ,(stop-lines service))
              ("log/run" . ,(and (supervised-service-log? service) (log-lines service))))))
  (computed-file (string-append "service-" (supervised-service-name service))
                 (with-imported-modules '((distro build service-folder))
                   #~(begin
                       (use-modules (distro build service-folder))
                       (write-service-folder #$output #$(file-append bash "/bin/bash")
                                             '#$scripts)))
                 #:place (supervised-service-place service)))

(define (service-data service)
  "Return what activation needs to know of SERVICE."
  `((name . ,(supervised-service-name service))
    (definition . ,(service-definition service))
    (requirement . ,(list->vector (supervised-service-requirement service)))
    (patience . ,(supervised-service-patience service))
    (vital . ,(supervised-service-vital? service))))

(define (log-folders services)
  (map (lambda (service)
         (state-folder
          (path (string-append "/var/log/" (supervised-service-name service)))
          (mode #o750)))
       (filter supervised-service-log? services)))

(define supervision-service-type
  (service-type
   (name 'supervision)
   (extensions
    (list (service-extension system-service-type
                             (lambda (services)
                               `((services . ,(list->vector (map service-data
                                                                 (check-requirements services))))
                                 (init . ((watch . ,(program "runsvdir"))
                                          (control . ,(program "sv"))
                                          (folder . ,live-folder))))))
          (service-extension state-folder-service-type log-folders)))
   (extend append)
   (default-value '())
   (description "Programs that are started, watched and started again by runit.  It is extended with lists of
supervised services.")))
