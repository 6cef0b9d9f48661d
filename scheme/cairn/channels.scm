;; SPDX-License-Identifier: GPL-3.0-or-later
;; What a user's `channels.scm' is written in: which git repositories packages come from, and whom to
;; believe about each.

(define-module (cairn channels)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (srfi srfi-13)
  #:use-module (srfi srfi-14)
  #:use-module (cairn errors)
  #:use-module (cairn records)
  #:export (channel
            channel?
            channel-name
            channel-url
            channel-branch
            channel-commit
            channel-introduction
            make-channel-introduction
            openpgp-fingerprint
            ssh-fingerprint
            %default-channels
            channels->data))

(define-record <introduction> introduction introduction? "channel introduction" ()
  (introduction-commit commit string? "a string")
  (introduction-signer signer string? "a fingerprint"))

(define-record <channel> channel channel? "channel" ()
  (channel-name name symbol? "a symbol")
  (channel-url url string? "a string")
  (channel-branch branch (maybe string?) "a string or #f" #f)
  (channel-commit commit (maybe string?) "the id of a commit, or #f" #f)
  (channel-introduction introduction (maybe introduction?)
                        "(make-channel-introduction COMMIT FINGERPRINT) or #f" #f))

;; The channels of a user who names none besides.
(define %default-channels '())

(define (here)
  (and=> (current-scope) scope-place))

(define (make-channel-introduction commit signer)
  "Return the introduction that begins at COMMIT, forty digits, signed by the key with the fingerprint
SIGNER."
  (unless (and (string? commit)
               (= 40 (string-length commit))
               (string-every (string->char-set "0123456789abcdef") commit))
    (raise-error (here) "git log prints it: forty digits" "~s is no id of a commit" commit))
  (unless (string? signer)
    (raise-error (here) "write (openpgp-fingerprint \"...\") or (ssh-fingerprint \"SHA256:...\")"
                 "~s is no fingerprint" signer))
  (introduction (commit commit) (signer signer)))

(define (openpgp-fingerprint text)
  "Return the fingerprint of an OpenPGP key that TEXT is: forty digits, spaces between them allowed."
  (let ((digits (if (string? text)
                    (string-upcase (string-filter (char-set-complement char-set:whitespace) text))
                    "")))
    (unless (and (= 40 (string-length digits))
                 (string-every (string->char-set "0123456789ABCDEF") digits))
      (raise-error (here) "gpg --fingerprint prints it" "~s is no fingerprint of an OpenPGP key" text))
    digits))

(define (ssh-fingerprint text)
  "Return the fingerprint of an SSH key that TEXT is, as `ssh-keygen -l' prints it: \"SHA256:...\"."
  (unless (and (string? text)
               (string-prefix? "SHA256:" text)
               (= 50 (string-length text)))
    (raise-error (here) "ssh-keygen -l -f KEY prints it: SHA256:..."
                 "~s is no fingerprint of an SSH key" text))
  text)

(define (channels->data value from)
  "Return VALUE, which FROM gave, as data for the command.  Raise an error if it is no list of channels."
  (unless (and (list? value) (every channel? value))
    (raise-error #f "end it with (list (channel ...) ...)"
                 "~a gives ~s, which is no list of channels" from value))
  (map channel->data value))

(define (channel->data channel)
  `((name . ,(symbol->string (channel-name channel)))
    (url . ,(channel-url channel))
    (branch . ,(or (channel-branch channel) ""))
    (commit . ,(or (channel-commit channel) ""))
    (introduction . ,(match (channel-introduction channel)
                       (#f 'null)
                       (introduction
                        `((commit . ,(introduction-commit introduction))
                          (signer . ,(introduction-signer introduction))))))))
