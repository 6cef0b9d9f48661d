;; SPDX-License-Identifier: GPL-3.0-or-later
;; Programs that keep data and answer questions about them.

(define-module (distro services databases)
  #:use-module (cairn)
  #:use-module (cairn accounts)
  #:use-module (cairn records)
  #:use-module (cairn services)
  #:use-module (cairn supervision)
  #:use-module (cairn system)
  #:use-module (distro databases)
  #:use-module (distro services accounts)
  #:use-module (distro services supervision)
  #:export (<redis-configuration>
            redis-configuration
            redis-configuration?
            redis-service-type))

(define (address? value)
  (and (string? value)
       (not (string-null? value))
       (string-every (string->char-set "0123456789abcdefABCDEF.:") value)))

(define-record <redis-configuration> redis-configuration redis-configuration? "redis configuration" ()
  (redis-configuration-package package package? "a package" redis
                               "The redis that runs.")
  (redis-configuration-bind bind address? "an address" "127.0.0.1"
                            "The address at which it listens.")
  (redis-configuration-port port (lambda (value) (and (exact-integer? value) (<= 1 value 65535)))
                            "a number from 1 to 65535" 6379
                            "The port at which it listens.")
  (redis-configuration-memory memory (lambda (value) (and (exact-integer? value) (<= 1 value)))
                              "a number of megabytes" 64
                              "How much it may keep."))

(define (redis-settings configuration)
  (plain-file "redis.conf"
              (string-append
               "bind " (redis-configuration-bind configuration) "\n"
               "port " (number->string (redis-configuration-port configuration)) "\n"
               "maxmemory " (number->string (redis-configuration-memory configuration)) "mb\n"
               "dir /var/lib/redis\n"
               "daemonize no\n")))

(define (redis-services configuration)
  (define (program name)
    (file-append (redis-configuration-package configuration) "/bin/" name))
  (list (supervised-service
         (name "redis")
         (command (list (program "redis-server") (redis-settings configuration)))
         (user "redis")
         (group "redis")
         (readiness (list (program "redis-cli")
                          "-h" (redis-configuration-bind configuration)
                          "-p" (number->string (redis-configuration-port configuration))
                          "ping"))
         (vital? #t))))

(define redis-accounts
  (service-account "redis" "Database server" #:home "/var/lib/redis"))

(define redis-service-type
  (service-type
   (name 'redis)
   (extensions
    (list (service-extension supervision-service-type redis-services)
          (service-extension account-service-type (const redis-accounts))
          (service-extension state-folder-service-type
                             (const (list (state-folder (path "/var/lib/redis")
                                                        (owner "redis") (group "redis")
                                                        (mode #o700)))))))
   (default-value (redis-configuration))
   (configuration <redis-configuration>)
   (description "Keep data in memory, by keys, with Redis.")))
