;; SPDX-License-Identifier: GPL-3.0-or-later
;; What every system has: supervision, the accounts that programs expect, the files in /etc without which they
;; do not find each other, and the folders for what they keep.

(define-module (distro services base)
  #:use-module (cairn)
  #:use-module (cairn accounts)
  #:use-module (cairn errors)
  #:use-module (cairn nearest)
  #:use-module (cairn records)
  #:use-module (cairn services)
  #:use-module (cairn system)
  #:use-module (distro base)
  #:use-module (distro busybox)
  #:use-module (distro services supervision)
  #:use-module (distro time)
  #:use-module (distro time-zones)
  #:use-module (ice-9 match)
  #:export (base-services))

(define root-account
  (user-account
   (name "root")
   (group "root")
   (uid 0)
   (comment "System administrator")
   (home-directory "/root")
   (shell (file-append bash "/bin/bash"))
   (system? #t)))

;; Owns nothing: for what shall have no rights.
(define nobody-account
  (user-account
   (name "nobody")
   (group "nogroup")
   (uid 65534)
   (comment "Nobody")
   (home-directory "/var/empty")
   (create-home-directory? #f)
   (shell (file-append busybox "/bin/false"))
   (system? #t)))

(define base-groups
  (list (user-group (name "root") (id 0) (system? #t))
        (user-group (name "users") (id 100))
        (user-group (name "nogroup") (id 65534) (system? #t))))

(define (text-file name . lines)
  "Return the file NAME of LINES."
  (plain-file name (string-join lines "\n" 'suffix)))

(define (checked-time-zone system)
  "Return the name of the time zone of SYSTEM; raise an error if there is none of that name."
  (define name (operating-system-timezone system))
  (unless (member name time-zones)
    (raise-error (field-place system 'timezone)
                 (match (nearest (string->symbol name) (map string->symbol time-zones))
                   (#f "they are called after a part of the world and a city: \"Europe/Vienna\"")
                   (near (format #f "did you mean \"~a\"?" near)))
                 "there is no time zone '~a'" name))
  name)

;; A copy: the tables of all other zones need not come along.
(define (time-zone name)
  "Return the file that says how clocks are set in the time zone NAME."
  (computed-file "localtime"
                 #~(copy-file (string-append #$tzdata "/share/zoneinfo/" #$name) #$output)))

(define (base-files system)
  "Return the files in /etc that every SYSTEM has."
  (list (list "hosts"
              (text-file "hosts"
                         (string-append "127.0.0.1 localhost " (operating-system-host-name system))
                         "::1 localhost"))
        (list "nsswitch.conf"
              (text-file "nsswitch.conf"
                         "passwd: files" "group: files" "shadow: files" "hosts: files dns"
                         "networks: files" "protocols: files" "services: files"))
        (list "profile"
              (text-file "profile"
                         "export PATH=/run/privileged/bin:/run/current-system/profile/bin\
:/run/current-system/profile/sbin"
                         (string-append "export LANG=" (operating-system-locale system))))
        (list "localtime" (time-zone (checked-time-zone system)))
        (list "shells"
              (mixed-text-file "shells" bash "/bin/bash\n"))))

(define base-folders
  (list (state-folder (path "/var/lib"))
        (state-folder (path "/var/log"))
        (state-folder (path "/var/cache"))
        (state-folder (path "/var/empty") (mode #o555))
        (state-folder (path "/var/tmp") (mode #o1777))
        (state-folder (path "/tmp") (mode #o1777))))

(define (base-services system)
  "Return the services that SYSTEM has whatever it lists."
  (list (service supervision-service-type)
        (simple-service 'base-packages profile-service-type (list bash busybox))
        (simple-service 'base-accounts account-service-type
                        (cons* root-account nobody-account base-groups))
        (simple-service 'base-files etc-service-type (base-files system))
        (simple-service 'base-folders state-folder-service-type base-folders)
        (service secret-service-type)))
