;; SPDX-License-Identifier: GPL-3.0-or-later
;; A whole machine in one record, and the services that every machine has: what they contribute to each other
;; becomes one item in the store, from which the machine is activated.

(define-module (cairn system)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn accounts)
  #:use-module (cairn errors)
  #:use-module (cairn files)
  #:use-module (cairn json)
  #:use-module (cairn lower)
  #:use-module (cairn packages)
  #:use-module (cairn records)
  #:use-module (cairn services)
  #:export (<operating-system>
            operating-system
            operating-system?
            operating-system-host-name
            operating-system-timezone
            operating-system-locale
            operating-system-users
            operating-system-groups
            operating-system-packages
            operating-system-services
            operating-system-privileged-programs
            operating-system-kernel
            operating-system-initrd
            operating-system-bootloader
            operating-system-file-systems
            operating-system-place
            operating-system-all-services
            operating-system->item
            with-different-names
            system-service-type
            etc-service-type
            profile-service-type
            account-service-type
            state-folder-service-type
            privileged-program-service-type
            secret-service-type))

(define (host-name? value)
  (and (string? value)
       (<= 1 (string-length value) 63)
       (string-every host-name-characters value)
       (not (string-prefix? "-" value))
       (not (string-suffix? "-" value))))

(define host-name-characters
  (char-set-union (char-set-intersection char-set:ascii char-set:letter+digit) (char-set #\-)))

(define (time-zone? value)
  (and (string? value)
       (every (lambda (part)
                (and (not (string-null? part))
                     (not (string-prefix? "." part))
                     (string-every time-zone-characters part)))
              (string-split value #\/))))

(define time-zone-characters
  (char-set-union (char-set-intersection char-set:ascii char-set:letter+digit)
                  (string->char-set "-_+")))

(define-record <operating-system> operating-system operating-system? "operating system" (services packages)
  (operating-system-host-name host-name host-name? "a name of letters, digits and -" required
                              "What the machine calls itself.")
  (operating-system-timezone timezone time-zone? "a time zone, as \"Europe/Vienna\"" "Etc/UTC"
                             "Where its clocks are.")
  (operating-system-locale locale string? "a locale, as \"en_US.utf8\"" "C.UTF-8"
                           "Which language and customs its programs follow.")
  (operating-system-users users (list-of user-account?) "a list of user accounts" '()
                          "Its users, beside root and those of services.")
  (operating-system-groups groups (list-of user-group?) "a list of user groups" '()
                           "Its groups, beside those of services.")
  (operating-system-packages packages (list-of package?) "a list of packages" '()
                             "The packages whose programs all users have.")
  (operating-system-services services (list-of service?) "a list of services" '()
                             "What it does.")
  (operating-system-privileged-programs privileged-programs (list-of privileged-program?)
                                        "a list of privileged programs" '()
                                        "Programs that run with more rights than who runs them.")
  (operating-system-kernel kernel (const #t) "a package or #f" #f
                           "Its kernel; a container has none.")
  (operating-system-initrd initrd (const #t) "a file or #f" #f
                           "What runs before its root file system is there; a container has none.")
  (operating-system-bootloader bootloader (const #t) "a boot loader or #f" #f
                               "What starts the kernel; a container has none.")
  (operating-system-file-systems file-systems list? "a list of file systems" '()
                                 "What is mounted where; a container has what it is given."))

(define (operating-system-place system)
  "Return the place where SYSTEM was written."
  (record-place system))


;;;
;;; The services of every machine.
;;;

;; Value: an alist of what the item of the system holds, by name: files and folders, or data for
;; `system.json'.
(define system-service-type
  (service-type
   (name 'system)
   (extend append)
   (default-value '())
   (description "The item in the store from which the machine is activated.")))

(define (system-data name data)
  "Return the extension of the system's item that puts under NAME, a symbol, what DATA makes of the service's
value."
  (service-extension system-service-type
                     (lambda (value) (list (cons name (data value))))))

(define (vector-of data)
  (lambda (values) (list->vector (map data values))))

(define (with-different-names what name records)
  "Return RECORDS.  Raise an error if two have the same NAME, which is a procedure of one; WHAT they are is said
in it."
  (fold (lambda (record known)
          (when (member (name record) known)
            (raise-error (record-place record) #f "two ~a are called '~a'" what (name record)))
          (cons (name record) known))
        '() records)
  records)

(define (in-declared-groups users groups)
  "Return USERS.  Raise an error if one of them is in a group that is none of GROUPS."
  (define declared (map user-group-name groups))
  (for-each (lambda (user)
              (for-each (lambda (group)
                          (unless (member group declared)
                            (raise-error (record-place user)
                                         (format #f "declare it: (user-group (name \"~a\"))" group)
                                         "the user '~a' is in the group '~a', which is not declared"
                                         (user-account-name user) group)))
                        (cons (user-account-group user)
                              (user-account-supplementary-groups user))))
            users)
  users)

(define etc-service-type
  (service-type
   (name 'etc)
   (extensions
    (list (system-data 'etc (lambda (files) (file-union "etc" files)))))
   (extend append)
   (default-value '())
   (description "The files in /etc.  It is extended with lists of a path in /etc and a file:
(list (list \"motd\" (plain-file \"motd\" \"Hello!\\n\"))).")))

(define profile-service-type
  (service-type
   (name 'profile)
   (extensions
    (list (system-data 'profile
                       (lambda (packages)
                         (directory-union "system-profile" (delete-duplicates packages eq?)
                                          #:collisions "first")))))
   (extend append)
   (default-value '())
   (description "The packages whose programs all users have.  It is extended with lists of packages.")))

(define account-service-type
  (service-type
   (name 'account)
   (extensions
    (list (system-data 'users
                       (lambda (accounts)
                         ((vector-of user-account-data)
                          (in-declared-groups
                           (with-different-names "users" user-account-name
                                                 (filter user-account? accounts))
                           (filter user-group? accounts)))))
          (system-data 'groups
                       (lambda (accounts)
                         ((vector-of user-group-data)
                          (with-different-names "groups" user-group-name
                                               (filter user-group? accounts)))))))
   (extend append)
   (default-value '())
   (description "Users and groups.  It is extended with lists of both.")))

(define state-folder-service-type
  (service-type
   (name 'state-folder)
   (extensions (list (system-data 'folders (vector-of state-folder-data))))
   (extend append)
   (default-value '())
   (description "Folders for what services keep, which no roll-back touches.  It is extended with lists of
state folders.")))

(define privileged-program-service-type
  (service-type
   (name 'privileged-program)
   (extensions (list (system-data 'privileged (vector-of privileged-program-data))))
   (extend append)
   (default-value '())
   (description "Programs that run with more rights than who runs them, in /run/privileged/bin.  It is extended
with lists of privileged programs.")))

(define secret-service-type
  (service-type
   (name 'secret)
   (extensions
    (list (system-data 'secrets
                       (lambda (secrets)
                         ((vector-of secret-data)
                          (with-different-names "secrets" secret-name secrets))))))
   (extend append)
   (default-value '())
   (description "Files that must never be in the store, in /run/secrets.  It is extended with lists of
secrets.")))


;;;
;;; From the record to the item.
;;;

(define (own-services system)
  "Return the services that stand for the fields of SYSTEM."
  (list (service system-service-type)
        (simple-service 'host etc-service-type
                        (list (list "hostname"
                                    (plain-file "hostname"
                                                (string-append (operating-system-host-name system)
                                                               "\n")))))
        (simple-service 'packages profile-service-type (operating-system-packages system))
        (simple-service 'people account-service-type
                        (append (operating-system-users system) (operating-system-groups system)))
        (simple-service 'programs privileged-program-service-type
                        (operating-system-privileged-programs system))))

(define (operating-system-all-services system)
  "Return the services of SYSTEM: those that it lists, those that stand for its other fields, those that the
channel says every system has, and those that these extend."
  (with-missing-services
   (append (operating-system-services system)
           (own-services system)
           (((current-defaults) 'essential-services) system))))

(define (checked-entries entries system)
  "Return ENTRIES, those of the item of SYSTEM.  Raise an error if two have one name."
  (define names
    (map (match-lambda ((name . value) name)) entries))
  (unless (= (length names) (length (delete-duplicates names eq?)))
    (raise-error (operating-system-place system) #f
                 "two services write the same part of the system; the parts are: ~a"
                 (string-join (map symbol->string names) ", ")))
  entries)

(define* (operating-system->item system #:key (provenance '()))
  "Return the folder from which the machine SYSTEM is activated: `system.json', which says all, links to what it
names, and the files of PROVENANCE, a list of names and files that say where it comes from."
  (with-scope (place-scope "the system" (operating-system-place system))
    (system-item system
                 (checked-entries (fold-services (operating-system-all-services system)
                                                 system-service-type)
                                  system)
                 provenance)))

(define (system-item system entries provenance)
  (define links
    (filter-map (match-lambda
                  ((name . (? file-like? file)) (list (symbol->string name) file))
                  (_ #f))
                entries))
  (file-union "system"
              (cons (list "system.json"
                          (json-file "system.json"
                                     `((version . 1)
                                       (hostName . ,(operating-system-host-name system))
                                       (timeZone . ,(operating-system-timezone system))
                                       (locale . ,(operating-system-locale system))
                                       ,@entries)))
                    (append links provenance))))
