;; SPDX-License-Identifier: GPL-3.0-or-later
;; Programs that keep data and answer questions about them.

(define-module (distro databases)
  #:use-module (cairn)
  #:use-module (cairn licenses)
  #:use-module (distro build-system gnu))

;; A phase: a server keeps a value, writes it down when it ends, and what it wrote is sound.
(define keep-a-value
  #~(lambda* (#:key outputs #:allow-other-keys)
      (define bin (string-append (assoc-ref outputs "out") "/bin/"))
      (define client (string-append bin "redis-cli -s server.socket "))
      (mkdir-p "../data")
      (with-directory-excursion "../data"
        (invoke "sh" "-e" "-c"
                (string-append bin "redis-server --port 0 --unixsocket server.socket & "
                               "until " client "ping; do sleep 1; done; "
                               client "set greeting hello; "
                               "test \"$(" client "get greeting)\" = hello; "
                               "test \"$(" client "eval 'return 6 * 7' 0)\" = 42; "
                               client "shutdown save; "
                               "wait $!; "
                               bin "redis-check-rdb dump.rdb")))))

(define-public redis
  (package
    (name "redis")
    (version "7.0.15")
    (source
     (origin
       (method url-fetch)
       ;; Debian packs the archive of the tag; the one of the release has other bytes.
       (uri (list (string-append "https://github.com/redis/redis/archive/refs/tags/" version
                                 ".tar.gz")
                  (string-append "mirror://debian/pool/main/r/redis/redis_" version
                                 ".orig.tar.gz")))
       (file-name (string-append "redis-" version ".tar.gz"))
       (sha256 (base16 "4b1dc4ee6d622a09fff9c6777191209750fb5e5a725ef78ea012d6eef4c22982"))))
    (build-system gnu-build-system)
    (arguments
     (list #:make-flags
           #~(list "MALLOC=libc" "USE_SYSTEMD=no" "BUILD_TLS=no"
                   (string-append "PREFIX=" #$output))
           ;; Its tests are written in Tcl, which is not packaged.
           #:tests? #f
           #:phases
           #~(modify-phases %standard-phases
               ;; There is none.
               (delete 'configure)
               (add-after 'install 'install-examples
                 (lambda* (#:key outputs #:allow-other-keys)
                   (for-each (lambda (file)
                               (install-file file (string-append (assoc-ref outputs "out")
                                                                 "/share/doc/redis")))
                             '("redis.conf" "sentinel.conf"))
                   #t))
               (add-after 'install 'keep-a-value #$keep-a-value))))
    (synopsis "Keep data in memory, by keys")
    (description "Redis is a server that holds strings, lists, sets and more under keys, in memory, and writes
them to disk.")
    (license bsd-3)
    (home-page "https://redis.io/")))
