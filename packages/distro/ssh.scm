;; SPDX-License-Identifier: GPL-3.0-or-later
;; Work on other machines.

(define-module (distro ssh)
  #:use-module (cairn)
  #:use-module (cairn licenses)
  #:use-module (distro base)
  #:use-module (distro build-system gnu)
  #:use-module (distro compression)
  #:use-module (distro paths))

;; The tests in which nobody logs in: builders have no shell that sshd lets them use.
(define tests-without-login
  "addrmatch agent-timeout cfginclude cfgparse keygen-change keygen-comment keygen-knownhosts krl\
 servcfginclude sshcfgparse sshsig")

(define-public openssh
  (package
    (name "openssh")
    ;; Not that of Debian 12, whose holes are mended by patches there.
    (version "10.0p1")
    (source
     (origin
       (method url-fetch)
       (uri (list (string-append "https://cdn.openbsd.org/pub/OpenBSD/OpenSSH/portable/openssh-"
                                 version ".tar.gz")
                  (string-append "mirror://debian/pool/main/o/openssh/openssh_" version
                                 ".orig.tar.gz")))
       (sha256 (base16 "021a2e709a0edf4250b1256bd5a9e500411a90dddabea830ed59cef90eb9d85c"))))
    (build-system gnu-build-system)
    (arguments
     (list #:configure-flags
           ;; Without OpenSSL there are keys of Ed25519 only.
           #~(list "--without-openssl"
                   "--without-pam"
                   (string-append "--with-zlib=" #$zlib)
                   "--sysconfdir=/etc/ssh"
                   "--with-pid-dir=/run"
                   "--with-privsep-path=/var/empty"
                   (string-append "--with-default-path=" #$system-path)
                   (string-append "--with-superuser-path=" #$system-path)
                   "--with-mantype=doc"
                   ;; A phase does.
                   "--disable-strip")
           #:make-flags
           #~(list (string-append "LTESTS=" #$tests-without-login)
                   ;; These want PuTTY, Dropbear and cards.
                   "INTEROP_TESTS=" "EXTRA_TESTS=")
           #:test-target "tests"
           ;; They share their files.
           #:parallel-tests? #f
           #:phases
           #~(modify-phases %standard-phases
               (add-after 'unpack 'name-the-shell
                 (lambda* (#:key inputs #:allow-other-keys)
                   (substitute* '("auth.c" "readconf.c" "session.c" "sftp.c" "sshconnect.c")
                     (("_PATH_BSHELL")
                      (string-append "\"" (assoc-ref inputs "bash") "/bin/sh\"")))
                   #t))
               ;; Settings, keys and /var/empty are the system's; and no builder may set the bit that
               ;; makes ssh-keysign somebody else.
               (add-after 'unpack 'install-in-the-store-only
                 (lambda _
                   (substitute* "Makefile.in"
                     (("^(install: .*) install-sysconf host-key check-config" _ targets) targets)
                     (("^.*MKDIR_P.*\\(PRIVSEP_PATH\\).*") "")
                     (("-m 4711") "-m 0711"))
                   #t))
               (add-after 'install 'install-examples
                 (lambda* (#:key outputs #:allow-other-keys)
                   (define folder (string-append (assoc-ref outputs "out") "/share/doc/openssh"))
                   (mkdir-p folder)
                   (for-each (lambda (name)
                               (copy-file (string-append name ".out")
                                          (string-append folder "/" name)))
                             '("ssh_config" "sshd_config"))
                   #t)))))
    (inputs (list bash zlib))
    (synopsis "Log in to other machines, safely")
    (description "OpenSSH runs commands on other machines, copies files to and from them, and passes
connections on, all of it encrypted.  It holds the server as well.")
    (license (list bsd-2 bsd-3 isc))
    (home-page "https://www.openssh.com/portable.html")))
