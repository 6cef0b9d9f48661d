;; SPDX-License-Identifier: GPL-3.0-or-later
;; Accounts of services: whose rights a server runs with.

(define-module (distro services accounts)
  #:use-module (cairn)
  #:use-module (cairn accounts)
  #:use-module (distro busybox)
  #:export (service-account))

(define* (service-account name comment #:key (home "/var/empty"))
  "Return a list of the user NAME, whom nobody can log in as and whose folder is HOME, and of its own group.
COMMENT says to people what it is for."
  (list (user-account
         (name name)
         (group name)
         (comment comment)
         (home-directory home)
         (create-home-directory? #f)
         (shell (file-append busybox "/bin/false"))
         (system? #t))
        (user-group (name name) (system? #t))))
