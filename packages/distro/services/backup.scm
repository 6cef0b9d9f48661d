;; SPDX-License-Identifier: GPL-3.0-or-later
;; Keeping copies of what a machine keeps.

(define-module (distro services backup)
  #:use-module (cairn)
  #:use-module (cairn accounts)
  #:use-module (cairn records)
  #:use-module (cairn services)
  #:use-module (distro backup)
  #:use-module (distro base)
  #:use-module (distro services schedule)
  #:export (<rsync-backup>
            rsync-backup
            rsync-backup?
            rsync-backup-service-type))

(define-record <rsync-backup> rsync-backup rsync-backup? "rsync backup" ()
  (rsync-backup-name name account-name? "a name of small letters, digits, - and _" required
                     "What the backup is called.")
  (rsync-backup-source source absolute-path? "an absolute path" required
                       "The folder that is copied.")
  (rsync-backup-destination destination absolute-path? "an absolute path" required
                            "The folder that gets a folder for each time, and `newest', a link to the last.")
  (rsync-backup-schedule schedule schedule? "what crontab(5) knows, as \"30 4 * * *\" or @daily" "@daily"
                         "When it is copied.")
  (rsync-backup-keep keep (lambda (value) (and (exact-integer? value) (<= 1 value 10000)))
                     "a number from 1 to 10000" 30
                     "How many times are kept; the oldest go first.")
  (rsync-backup-exclude exclude (list-of string?) "a list of strings" '()
                        "What is left out: patterns of rsync(1).")
  (rsync-backup-package package package? "a package" rsync
                        "The rsync that copies."))

;; Called with the source, the destination, how many to keep, rsync, and more arguments for it.  Files that did
;; not change are one with those of the last time; a copy that was not finished is no copy.
(define copy-lines
  (string-append
   "set -eu\n"
   "source=$1 destination=$2 keep=$3 rsync=$4\n"
   "shift 4\n"
   "umask 077\n"
   "mkdir -p \"$destination\"\n"
   "cd \"$destination\"\n"
   "now=$(date -u +%Y-%m-%dT%H%M%SZ)\n"
   "rm -rf unfinished\n"
   "last=()\n"
   "if [ -e newest ]; then last=(--link-dest=\"$PWD/newest/\"); fi\n"
   "\"$rsync\" --archive --delete --numeric-ids \"${last[@]}\" \"$@\" \"$source/\" unfinished/\n"
   "mv unfinished \"$now\"\n"
   "ln -sfn \"$now\" newest\n"
   "shopt -s nullglob\n"
   "all=([0-9]*Z)\n"
   "for ((i = 0; i < ${#all[@]} - keep; i++)); do rm -rf \"${all[i]}\"; done\n"))

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
   (extensions (list (service-extension cron-service-type backup-job)))
   (configuration <rsync-backup>)
   (description "Copy a folder to another at its time, with rsync, and keep some of the copies.")))
