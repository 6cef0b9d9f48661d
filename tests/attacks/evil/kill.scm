;; SPDX-License-Identifier: GPL-3.0-or-later
;; Ends other processes.

(define-module (evil kill)
  #:export (attack))

(define (attack process)
  "Send SIGKILL to PROCESS."
  (kill process SIGKILL)
  'killed)
