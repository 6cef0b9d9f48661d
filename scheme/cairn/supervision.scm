;; SPDX-License-Identifier: GPL-3.0-or-later
;; Supervised services: programs that are started, watched and started again.  What an init system needs to
;; know of one, whichever it is.

(define-module (cairn supervision)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn accounts)
  #:use-module (cairn errors)
  #:use-module (cairn records)
  #:export (<supervised-service>
            supervised-service
            supervised-service?
            supervised-service-name
            supervised-service-command
            supervised-service-prepare
            supervised-service-one-shot?
            supervised-service-user
            supervised-service-group
            supervised-service-environment
            supervised-service-requirement
            supervised-service-readiness
            supervised-service-log?
            supervised-service-stop-signal
            supervised-service-patience
            supervised-service-vital?
            supervised-service-place
            command?
            check-requirements))

(define (word? value)
  (or (string? value) (file-like? value)))

(define (command? value)
  "Return whether VALUE is a program and its arguments: a list of strings and of what stands for files."
  (and (pair? value) (list? value) (every word? value)))

(define (environment? value)
  (and (list? value)
       (every (match-lambda
                (((? string?) . value) (word? value))
                (_ #f))
              value)))

(define signals '(TERM INT QUIT HUP USR1 USR2 KILL))

(define-record <supervised-service> supervised-service supervised-service? "supervised service" ()
  (supervised-service-name name account-name? "a name of small letters, digits, - and _" required
                           "What the service is called.")
  (supervised-service-command command command? "a list of a program and its arguments" required
                              "What is run; it must stay in the foreground.")
  (supervised-service-prepare prepare (list-of command?) "a list of commands" '()
                              "What is run before that, each time, as root.")
  (supervised-service-one-shot? one-shot? boolean? "#t or #f" #f
                                "Whether the command does its work once and ends.")
  (supervised-service-user user account-name? "the name of a user" "root"
                           "Whose rights it runs with.")
  (supervised-service-group group account-name? "the name of a group" "root"
                            "Which group it runs with.")
  (supervised-service-environment environment environment?
                                  "an alist of names and strings or files" '()
                                  "Its variables, beside PATH.")
  (supervised-service-requirement requirement (list-of account-name?) "a list of names of services" '()
                                  "The services that must be ready before it is started.")
  (supervised-service-readiness readiness (maybe command?) "a command or #f" #f
                                "What succeeds when it is ready for others; with #f it is as soon as it runs.")
  (supervised-service-log? log? boolean? "#t or #f" #t
                           "Whether what it prints goes to files of its own below /var/log.")
  (supervised-service-stop-signal stop-signal (lambda (value) (memq value signals))
                                  "one of TERM INT QUIT HUP USR1 USR2 KILL" 'TERM
                                  "What tells it to end.")
  (supervised-service-patience patience (lambda (value) (and (exact-integer? value) (<= 1 value 3600)))
                               "a number of seconds up to 3600" 30
                               "How long it may take to become ready, and to end.")
  (supervised-service-vital? vital? boolean? "#t or #f" #f
                             "Whether a new state of the system in which it does not come up is taken back."))

(define (supervised-service-place service)
  "Return the place where SERVICE was written."
  (record-place service))

(define (check-requirements services)
  "Return SERVICES, supervised services.  Raise an error when two have one name, when one requires what is not
there, or when they require each other in a circle."
  (define checked (make-hash-table))   ; names of services on no circle, with all that they require
  (define (named name)
    (find (lambda (service) (string=? (supervised-service-name service) name)) services))
  (define (check-name service)
    (let ((name (supervised-service-name service)))
      (unless (eq? (named name) service)
        (raise-error (supervised-service-place service) "give one of them another name"
                     "two services are called '~a'; the other is written at ~a" name
                     (place->string (supervised-service-place (named name)))))))
  (define (check-path service path)
    (let ((name (supervised-service-name service)))
      (when (member name path)
        (raise-error (supervised-service-place service) #f
                     "services require each other in a circle: ~a"
                     (string-join (reverse (cons name path)) " -> ")))
      (unless (hash-ref checked name)
        (for-each (lambda (required) (check-required service required (cons name path)))
                  (supervised-service-requirement service))
        (hash-set! checked name #t))))
  (define (check-required service required path)
    (match (named required)
      (#f (raise-error (supervised-service-place service) #f
                       "the service '~a' requires '~a', which is not there"
                       (supervised-service-name service) required))
      (other (check-path other path))))
  (for-each check-name services)
  (for-each (lambda (service) (check-path service '())) services)
  services)
