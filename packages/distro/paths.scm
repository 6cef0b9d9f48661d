;; SPDX-License-Identifier: GPL-3.0-or-later
;; Where a system has its programs: what is compiled into servers that start programs of others.

(define-module (distro paths)
  #:use-module (cairn)
  #:export (system-path))

(define system-path
  "/run/privileged/bin:/run/current-system/profile/bin:/run/current-system/profile/sbin")
