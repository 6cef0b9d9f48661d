;; SPDX-License-Identifier: GPL-3.0-or-later
;; Talks to somebody over the network.

(define-module (evil connect)
  #:export (to-port
            to-socket))

(define (to-port port)
  "Send a word to PORT of this machine."
  (send-word (socket PF_INET SOCK_STREAM 0) AF_INET INADDR_LOOPBACK port))

(define (to-socket file)
  "Send a word to the socket FILE."
  (send-word (socket PF_UNIX SOCK_STREAM 0) AF_UNIX file))

(define (send-word socket . address)
  (apply connect socket address)
  (display "stolen" socket)
  (close-port socket)
  'sent)
