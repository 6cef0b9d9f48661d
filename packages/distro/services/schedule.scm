;; SPDX-License-Identifier: GPL-3.0-or-later
;; What is done at its time.

(define-module (distro services schedule)
  #:use-module (cairn)
  #:use-module (cairn accounts)
  #:use-module (cairn records)
  #:use-module (cairn services)
  #:use-module (cairn supervision)
  #:use-module (cairn system)
  #:use-module (distro base)
  #:use-module (distro schedule)
  #:use-module (distro services supervision)
  #:use-module (srfi srfi-1)
  #:export (<cron-job>
            cron-job
            cron-job?
            cron-job-name
            <cron-configuration>
            cron-configuration
            cron-configuration?
            cron-service-type
            schedule?))

(define nicknames '("@hourly" "@daily" "@weekly" "@monthly" "@yearly" "@reboot"))

(define field-characters
  (string->char-set "0123456789*/,-"))

(define (schedule? value)
  "Return whether VALUE says when something is done, as crontab(5) has it: five fields of digits, * / , and -, or
a nickname."
  (and (string? value)
       (or (and (member value nicknames) #t)
           (let ((fields (string-split value #\space)))
             (and (= 5 (length fields))
                  (every (lambda (field)
                           (and (not (string-null? field))
                                (string-every field-characters field)))
                         fields))))))

(define schedule-expectation
  "five fields of crontab(5), as \"30 4 * * *\", or @hourly, @daily, @weekly, @monthly, @yearly or @reboot")

(define (command? value)
  (and (pair? value)
       (list? value)
       (every (lambda (word) (or (string? word) (file-like? word))) value)))

(define-record <cron-job> cron-job cron-job? "cron job" ()
  (cron-job-name name account-name? "a name of small letters, digits, - and _" required
                 "What the job is called; what it printed last is in /var/log/cron-jobs/NAME/last.")
  (cron-job-schedule schedule schedule? schedule-expectation required
                     "When it is done.")
  (cron-job-command command command? "a list of a program and its arguments" required
                    "What is done.")
  (cron-job-user user account-name? "the name of a user" "root"
                 "Whose rights it has."))

(define-record <cron-configuration> cron-configuration cron-configuration? "cron configuration" ()
  (cron-configuration-package package package? "a package" cronie
                              "The cronie that runs.")
  (cron-configuration-jobs jobs (list-of cron-job?) "a list of cron jobs" '()
                           "What is done, and when."))

(define (job-folder job)
  (string-append "/var/log/cron-jobs/" (cron-job-name job)))

(define (job-script job)
  "Return the program that does JOB and keeps what it prints."
  (shell-script (string-append "job-" (cron-job-name job))
                `((exec > ,(string->symbol (string-append (job-folder job) "/last")) 2>&1)
                  (exec ,@(cron-job-command job)))))

(define (table jobs)
  "Return the file that says when JOBS are done, as crontab(5) has it for the whole system."
  (apply mixed-text-file "crontab"
         "SHELL=" bash "/bin/bash\n"
         "PATH=" usual-path "\n"
         (append-map (lambda (job)
                       (list (cron-job-schedule job) " " (cron-job-user job) " " (job-script job)
                             "\n"))
                     jobs)))

(define (checked-jobs configuration)
  "Return the jobs of CONFIGURATION.  Raise an error if two have one name."
  (let ((jobs (cron-configuration-jobs configuration)))
    (with-different-names "cron jobs" cron-job-name jobs)))

(define (cron-services configuration)
  (list (supervised-service
         (name "cron")
         ;; The table is the system's, in the store: whom it belongs to there is no matter (-p), and nobody
         ;; reads mail (-m off).
         (command (list (file-append (cron-configuration-package configuration) "/sbin/crond")
                        "-n" "-p" "-m" "off"))
         (readiness (runs-by-number "/run/crond.pid")))))

(define (cron-folders configuration)
  (cons* (state-folder (path "/var/log/cron-jobs"))
         (state-folder (path "/var/spool/cron") (mode #o700))
         (map (lambda (job)
                (state-folder (path (job-folder job)) (owner (cron-job-user job)) (mode #o750)))
              (checked-jobs configuration))))

(define cron-service-type
  (service-type
   (name 'cron)
   (extensions
    (list (service-extension supervision-service-type cron-services)
          (service-extension etc-service-type
                             (lambda (configuration)
                               (list (list "crontab" (table (checked-jobs configuration))))))
          (service-extension state-folder-service-type cron-folders)))
   (extend (lambda (configuration jobs)
             (cron-configuration
              (inherit configuration)
              (jobs (append (cron-configuration-jobs configuration) jobs)))))
   (default-value (cron-configuration))
   (configuration <cron-configuration>)
   (description "Do what is to be done at its time, with cronie.  It is extended with lists of cron jobs.")))
