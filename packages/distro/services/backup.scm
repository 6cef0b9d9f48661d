;; SPDX-License-Identifier: GPL-3.0-or-later
;; Keeping copies of what a machine keeps.

(define-module (distro services backup)
  #:use-module (cairn)
  #:use-module (cairn accounts)
  #:use-module (cairn errors)
  #:use-module (cairn records)
  #:use-module (cairn services)
  #:use-module (cairn system)
  #:use-module (distro backup)
  #:use-module (distro base)
  #:use-module (distro services schedule)
  #:export (<rsync-backup>
            rsync-backup
            rsync-backup?
            rsync-backup-service-type))

(define-record <rsync-backup> rsync-backup rsync-backup? "rsync backup" ()
  (rsync-backup-name name (lambda (value)
                            (and (account-name? value) (<= (string-length value) 24)))
                     "a name of at most 24 small letters, digits, - and _" required
                     "What the backup is called.")
  (rsync-backup-source source absolute-path? "an absolute path" required
                       "The folder that is copied.")
  (rsync-backup-destination destination absolute-path? "an absolute path" required
                            "The folder that gets a folder for each time, and `newest', a link to the last.")
  (rsync-backup-schedule schedule schedule? schedule-expectation "@daily"
                         "When it is copied.")
  (rsync-backup-keep keep (lambda (value) (and (exact-integer? value) (<= 1 value 10000)))
                     "a number from 1 to 10000" 30
                     "How many times are kept; the oldest go first.")
  (rsync-backup-exclude exclude (list-of string?) "a list of strings" '()
                        "What is left out: patterns of rsync(1).")
  (rsync-backup-package package package? "a package" rsync
                        "The rsync that copies."))

;; Called with the source, the destination, how many to keep, rsync, and more arguments for it.  Files that did
;; not change are one with those of the last time; a copy that was not finished is no copy, but what it has is
;; not copied again.  Of two at once the second gives up.  Files that vanish meanwhile (24) are no failure.
(define copy-lines
  (string-append
   "set -euC\n"
   "source=$1 destination=$2 keep=$3 rsync=$4\n"
   "shift 4\n"
   "umask 077\n"
   "cd \"$destination\"\n"
   "[ -O . ] || { echo \"$destination does not belong to root\"; exit 1; }\n"
   "if [ -s running ] && kill -0 \"$(<running)\"; then echo 'the last one still runs'; exit 1; fi\n"
   "rm -f running\n"
   "echo $$ > running\n"
   "trap 'rm -f running' EXIT\n"
   "now=$(date -u +%Y-%m-%dT%H%M%SZ)\n"
   "last=()\n"
   "if [ -e newest ]; then last=(--link-dest=\"$PWD/newest/\"); fi\n"
   "\"$rsync\" --archive --hard-links --one-file-system --delete --delete-excluded --numeric-ids"
   " \"${last[@]}\" \"$@\" \"$source/\" unfinished/ || [ $? = 24 ]\n"
   "mv -T unfinished \"$now\"\n"
   "ln -sfn \"$now\" newest\n"
   "shopt -s nullglob\n"
   "all=([0-9]*Z)\n"
   "for ((i = 0; i < ${#all[@]} - keep; i++)); do\n"
   "  [ \"${all[i]}\" = \"$now\" ] || rm -rf \"${all[i]}\"\n"
   "done\n"
   "echo \"copied $source at $now\"\n"))

(define (check-places backup)
  "Return BACKUP.  Raise an error if its destination lies in its source, or the other way round."
  (define (below? one other)
    (string-prefix? (string-append other "/") (string-append one "/")))
  (let ((source (rsync-backup-source backup))
        (destination (rsync-backup-destination backup)))
    (when (or (below? source destination) (below? destination source))
      (raise-error (record-place backup) "choose a destination elsewhere"
                   "the backup '~a' would copy itself: ~a and ~a lie in each other"
                   (rsync-backup-name backup) source destination))
    backup))

(define (backup-folder backup)
  "Return the list of the one folder that BACKUP goes to, which is for root alone."
  (list (state-folder
         (path (rsync-backup-destination (check-places backup)))
         (mode #o700))))

(define (backup-job backup)
  "Return the list of the one job that makes BACKUP."
  (list (cron-job
         (name (string-append "backup-" (rsync-backup-name backup)))
         (schedule (rsync-backup-schedule backup))
         (command
          (append (list (file-append bash "/bin/bash") "-c" copy-lines "backup"
                        (rsync-backup-source backup)
                        (rsync-backup-destination backup)
                        (number->string (rsync-backup-keep backup))
                        (file-append (rsync-backup-package backup) "/bin/rsync"))
                  (map (lambda (pattern) (string-append "--exclude=" pattern))
                       (rsync-backup-exclude backup)))))))

(define rsync-backup-service-type
  (service-type
   (name 'rsync-backup)
   (extensions (list (service-extension cron-service-type backup-job)
                     (service-extension state-folder-service-type backup-folder)))
   (configuration <rsync-backup>)
   (description "Copy a folder to another at its time, with rsync, and keep some of the copies.")))
