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
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:export (<cron-job>
            cron-job
            cron-job?
            cron-job-name
            <cron-configuration>
            cron-configuration
            cron-configuration?
            cron-service-type
            schedule?
            schedule-expectation))

(define nicknames
  '("@hourly" "@daily" "@midnight" "@weekly" "@monthly" "@yearly" "@annually" "@reboot"))

;; The least and the greatest number of each field, and the names that stand for numbers from the least on.
(define months '("jan" "feb" "mar" "apr" "may" "jun" "jul" "aug" "sep" "oct" "nov" "dec"))
(define weekdays '("sun" "mon" "tue" "wed" "thu" "fri" "sat"))
(define fields
  `((0 59 ()) (0 23 ()) (1 31 ()) (1 12 ,months) (0 7 ,weekdays)))

(define (natural text)
  "Return the number that the digits of TEXT are, or #f."
  (and (string-every (string->char-set "0123456789") text)
       (string->number text)))

(define (moment text least greatest names)
  "Return the number that TEXT, of a field with NAMES, stands for, or #f if it is not between LEAST and
GREATEST."
  (let ((number (or (natural text)
                    (and=> (list-index (lambda (name) (string-ci=? name text)) names)
                           (lambda (index) (+ least index))))))
    (and number (<= least number greatest) number)))

(define (range? text least greatest names)
  "Return whether TEXT is all moments of a field, one of them, or from one to another."
  (define (number text) (moment text least greatest names))
  (match (string-split text #\-)
    (("*") #t)
    ((one) (number one))
    ((from to) (and (number from) (number to) (<= (number from) (number to))))
    (_ #f)))

(define (schedule-field? text least greatest names)
  "Return whether TEXT is a list of ranges, each of which may have a step."
  (every (lambda (element)
           (match (string-split element #\/)
             ((range) (range? range least greatest names))
             ((range step) (and (range? range least greatest names)
                                (natural step)
                                (positive? (natural step))))
             (_ #f)))
         (string-split text #\,)))

(define (schedule? value)
  "Return whether VALUE says when something is done, as crontab(5) has it: five fields, or a nickname."
  (and (string? value)
       (or (and (member value nicknames) #t)
           (let ((texts (string-split value #\space)))
             (and (= (length fields) (length texts))
                  (every (match-lambda* ((text bounds) (apply schedule-field? text bounds)))
                         texts fields))))))

(define schedule-expectation
  "five fields of crontab(5), as \"30 4 * * mon-fri\", or a nickname, as @daily")

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
  (let ((file (string-append (job-folder job) "/last")))
    (shell-script (string-append "job-" (cron-job-name job))
                  ;; The folder may be another user's: no link of theirs is followed.
                  `((rm -f ,file)
                    (set -C)
                    (exec > ,(string->symbol file) 2>&1)
                    (exec ,@(cron-job-command job))))))

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

;; cronie goes by the times of tables, which in the store are all the same: another table is another service.
(define (cron-services configuration)
  (list (supervised-service
         (name "cron")
         ;; The table is the system's, in the store: whom it belongs to there is no matter (-p), and nobody
         ;; reads mail (-m off).
         (command (list (file-append (cron-configuration-package configuration) "/sbin/crond")
                        "-n" "-p" "-m" "off"))
         (environment `(("CAIRN_CRONTAB" . ,(table (checked-jobs configuration)))))
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
