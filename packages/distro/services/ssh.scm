;; SPDX-License-Identifier: GPL-3.0-or-later
;; Logging in from elsewhere.

(define-module (distro services ssh)
  #:use-module (cairn)
  #:use-module (cairn accounts)
  #:use-module (cairn records)
  #:use-module (cairn services)
  #:use-module (cairn supervision)
  #:use-module (cairn system)
  #:use-module (distro base)
  #:use-module (distro services accounts)
  #:use-module (distro services supervision)
  #:use-module (distro ssh)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:export (<openssh-configuration>
            openssh-configuration
            openssh-configuration?
            openssh-service-type))

(define (keys? value)
  (and (list? value)
       (every (match-lambda
                (((? account-name?) (? file-like?) ...) #t)
                (_ #f))
              value)))

(define root-logins '(yes no prohibit-password))

(define-record <openssh-configuration> openssh-configuration openssh-configuration? "openssh configuration"
  ()
  (openssh-configuration-package package package? "a package" openssh
                                 "The OpenSSH that runs.")
  (openssh-configuration-port port (lambda (value) (and (exact-integer? value) (<= 1 value 65535)))
                              "a number from 1 to 65535" 22
                              "The port at which it listens.")
  (openssh-configuration-permit-root-login permit-root-login
                                           (lambda (value) (memq value root-logins))
                                           "one of yes no prohibit-password" 'no
                                           "Whether root may log in.")
  (openssh-configuration-authorized-keys authorized-keys keys?
                                         "a list of lists of the name of a user and files" '()
                                         "Which keys let whom in: (list (list \"alice\" (local-file \"alice.pub\")))."))

(define host-key "/etc/ssh/ssh_host_ed25519_key")

(define (openssh-settings configuration)
  (plain-file "sshd_config"
              (string-append
               "Port " (number->string (openssh-configuration-port configuration)) "\n"
               "HostKey " host-key "\n"
               "PidFile /run/sshd.pid\n"
               "PermitRootLogin "
               (symbol->string (openssh-configuration-permit-root-login configuration)) "\n"
               "PasswordAuthentication no\n"
               "KbdInteractiveAuthentication no\n"
               ;; They are links into the store, whose folders sshd would look at.
               "StrictModes no\n"
               "AuthorizedKeysFile /etc/ssh/authorized_keys.d/%u\n")))

(define (openssh-services configuration)
  (define settings (openssh-settings configuration))
  (define (program name)
    (file-append (openssh-configuration-package configuration) name))
  (list (supervised-service
         (name "sshd")
         ;; The key is the machine's own: it is made once, and no roll-back touches it.
         (prepare
          (list (list (file-append bash "/bin/bash") "-c"
                      "test -e \"$1\" || exec \"$2\" -q -t ed25519 -N '' -f \"$1\"" "host-key"
                      host-key (program "/bin/ssh-keygen"))))
         (command (list (program "/sbin/sshd") "-D" "-e" "-f" settings))
         (readiness (runs-by-number "/run/sshd.pid"))
         (vital? #t))))

(define (key-files configuration)
  "Return the files in /etc that say which keys let whom in."
  (map (match-lambda
         ((user files ...)
          (list (string-append "ssh/authorized_keys.d/" user)
                (computed-file (string-append user "-authorized-keys")
                               #~(call-with-output-file #$output
                                   (lambda (port)
                                     (for-each (lambda (file)
                                                 (display (call-with-input-file file
                                                            (@ (ice-9 textual-ports) get-string-all))
                                                          port)
                                                 (newline port))
                                               '#$files)))))))
       (openssh-configuration-authorized-keys configuration)))

(define openssh-accounts
  (service-account "sshd" "Before it is known who logs in"))

(define openssh-service-type
  (service-type
   (name 'openssh)
   (extensions
    (list (service-extension supervision-service-type openssh-services)
          (service-extension account-service-type (const openssh-accounts))
          (service-extension etc-service-type key-files)
          (service-extension state-folder-service-type
                             (const (list (state-folder (path "/etc/ssh")))))))
   (default-value (openssh-configuration))
   (configuration <openssh-configuration>)
   (description "Let people log in from elsewhere, by keys, with OpenSSH.")))
