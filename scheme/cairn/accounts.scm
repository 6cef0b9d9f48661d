;; SPDX-License-Identifier: GPL-3.0-or-later
;; Who uses a machine and what belongs to whom: users, groups, folders, programs with rights of their own,
;; secrets.  Here they are only values; activation makes them real.

(define-module (cairn accounts)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn files)
  #:use-module (cairn lower)
  #:use-module (cairn records)
  #:export (<user-account>
            user-account
            user-account?
            user-account-group
            user-account-name
            user-account-supplementary-groups
            user-account-data
            <user-group>
            user-group
            user-group?
            user-group-name
            user-group-data
            <state-folder>
            state-folder
            state-folder?
            state-folder-data
            <privileged-program>
            privileged-program
            privileged-program?
            privileged-program-data
            <secret>
            secret
            secret?
            secret-name
            secret-data
            account-name?
            absolute-path?
            file-like?
            mode?))

(define (account-name? value)
  "Return whether VALUE can be the name of a user or a group: what useradd(8) allows."
  (and (string? value)
       (<= 1 (string-length value) 32)
       (string-every name-characters value)
       (not (string-any (string->char-set "0123456789-") value 0 1))))

(define name-characters
  (string->char-set "abcdefghijklmnopqrstuvwxyz0123456789_-"))

(define (absolute-path? value)
  "Return whether VALUE is an absolute path without detours."
  (and (string? value)
       (not (string-index value #\nul))
       (match (string-split value #\/)
         (("" part . parts)
          (every (lambda (part) (not (member part '("" "." ".."))))
                 (if (and (string-null? part) (null? parts)) '() (cons part parts))))
         (_ #f))))

(define (path-outside-store? value)
  (and (absolute-path? value)
       (not (string-prefix? "/cairn/store/" value))))

(define (file-like? value)
  "Return whether VALUE stands for a file in the store."
  (or (file-append? value) (lowerable? value)))

(define (mode? value)
  "Return whether VALUE is a file mode without set-id bits; the sticky bit may be in it."
  (and (exact-integer? value) (<= 0 value #o1777)))

(define (line? value)
  "Return whether VALUE can stand in a line of /etc/passwd."
  (and (string? value) (not (string-any (string->char-set ":\n\r\x00;") value))))

(define (home-path? value)
  "Return whether VALUE can be a home directory: a path that can stand in a line of /etc/passwd."
  (and (absolute-path? value) (line? value)))

(define (id? value)
  "Return whether VALUE can be the number of a user or group, which those of the kernel's own are not."
  (and (exact-integer? value) (<= 0 value 4294967293)))

(define-record <user-account> user-account user-account? "user account" ()
  (user-account-name name account-name? "a name of small letters, digits, - and _" required
                     "What the user is called.")
  (user-account-group group account-name? "the name of a group" required
                      "The group that its files belong to.")
  (user-account-supplementary-groups supplementary-groups (list-of account-name?)
                                     "a list of names of groups" '()
                                     "The groups that it is a member of beside that.")
  (user-account-uid uid (maybe id?) "a number or #f" #f
                    "Its number; with #f one that is free is chosen, and stays.")
  (user-account-comment comment line? "a string without colons and line ends" ""
                        "Its name for people.")
  (user-account-home-directory home-directory home-path? "an absolute path without colons"
                               required
                               "Where its own files are.")
  (user-account-create-home-directory? create-home-directory? boolean? "#t or #f" #t
                                       "Whether that folder is made when it is missing.")
  (user-account-shell shell file-like? "a program, as (file-append PACKAGE \"/bin/PROGRAM\")" required
                      "What is run when it logs in.")
  (user-account-system? system? boolean? "#t or #f" #f
                        "Whether it is a service's and no person's: then its number is below 1000."))

(define (user-account-data user)
  "Return what activation needs to know of USER."
  `((name . ,(user-account-name user))
    (group . ,(user-account-group user))
    (supplementaryGroups . ,(list->vector (user-account-supplementary-groups user)))
    (uid . ,(or (user-account-uid user) 'null))
    (comment . ,(user-account-comment user))
    (home . ,(user-account-home-directory user))
    (createHome . ,(user-account-create-home-directory? user))
    (shell . ,(user-account-shell user))
    (system . ,(user-account-system? user))))

(define-record <user-group> user-group user-group? "user group" ()
  (user-group-name name account-name? "a name of small letters, digits, - and _" required
                   "What the group is called.")
  (user-group-id id (maybe id?) "a number or #f" #f
                 "Its number; with #f one that is free is chosen, and stays.")
  (user-group-system? system? boolean? "#t or #f" #f
                      "Whether it is a service's and not of people."))

(define (user-group-data group)
  "Return what activation needs to know of GROUP."
  `((name . ,(user-group-name group))
    (gid . ,(or (user-group-id group) 'null))
    (system . ,(user-group-system? group))))

(define-record <state-folder> state-folder state-folder? "state folder" ()
  (state-folder-path path absolute-path? "an absolute path" required
                     "Where the folder is.")
  (state-folder-owner owner account-name? "the name of a user" "root"
                      "Whom it belongs to.")
  (state-folder-group group account-name? "the name of a group" "root"
                      "Which group it belongs to.")
  (state-folder-mode mode mode? "a mode, as #o755" #o755
                     "Who may do what in it."))

(define (state-folder-data folder)
  "Return what activation needs to know of FOLDER."
  `((path . ,(state-folder-path folder))
    (owner . ,(state-folder-owner folder))
    (group . ,(state-folder-group folder))
    (mode . ,(state-folder-mode folder))))

(define-record <privileged-program> privileged-program privileged-program? "privileged program" ()
  (privileged-program-program program file-like?
                              "a program, as (file-append PACKAGE \"/bin/PROGRAM\")" required
                              "The program, of which a copy with these rights is made.")
  (privileged-program-setuid? setuid? boolean? "#t or #f" #f
                              "Whether it runs as its owner.")
  (privileged-program-setgid? setgid? boolean? "#t or #f" #f
                              "Whether it runs as its group.")
  (privileged-program-user user account-name? "the name of a user" "root"
                           "Its owner.")
  (privileged-program-group group account-name? "the name of a group" "root"
                            "Its group."))

(define (privileged-program-data program)
  "Return what activation needs to know of PROGRAM."
  `((program . ,(privileged-program-program program))
    (setuid . ,(privileged-program-setuid? program))
    (setgid . ,(privileged-program-setgid? program))
    (user . ,(privileged-program-user program))
    (group . ,(privileged-program-group program))))

;; A secret is no file: nothing lowers it, so it cannot get into the store.  Only where it comes from and
;; where it goes is written down.
(define-record <secret> secret secret? "secret" ()
  (secret-name name account-name? "a name of small letters, digits, - and _" required
               "What the file is called, in /run/secrets.")
  (secret-source source path-outside-store? "an absolute path outside the store" required
                 "The file on the machine that holds it, read when the system is activated.")
  (secret-owner owner account-name? "the name of a user" "root"
                "Who may read it.")
  (secret-group group account-name? "the name of a group" "root"
                "Which group it belongs to.")
  (secret-mode mode mode? "a mode, as #o400" #o400
               "Who may do what with it."))

(define (secret-data secret)
  "Return what activation needs to know of SECRET."
  `((name . ,(secret-name secret))
    (source . ,(secret-source secret))
    (owner . ,(secret-owner secret))
    (group . ,(secret-group secret))
    (mode . ,(secret-mode secret))))
