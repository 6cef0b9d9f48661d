;; SPDX-License-Identifier: GPL-3.0-or-later
;; Programs that start others at their time.  Of the crons this is cronie: it comes from Vixie's, whose tables
;; everybody knows, is one that is still maintained, stays in the foreground for a supervisor, and sees by
;; inotify which tables have changed.  Debian's is Vixie's of the nineties under many patches; bcron needs a
;; library of its own and three services; systemd-cron wants systemd.

(define-module (distro schedule)
  #:use-module (cairn)
  #:use-module (cairn licenses)
  #:use-module (distro base)
  #:use-module (distro build-system gnu)
  #:use-module (distro paths))

(define-public cronie
  (package
    (name "cronie")
    (version "1.7.2")
    (source
     (origin
       (method url-fetch)
       (uri (list (string-append "https://github.com/cronie-crond/cronie/releases/download/cronie-"
                                 version "/cronie-" version ".tar.gz")
                  (string-append "mirror://debian/pool/main/c/cronie/cronie_" version
                                 ".orig.tar.gz")))
       (sha256 (base16 "f1da374a15ba7605cf378347f96bc8b678d3d7c0765269c8242cfe5b0789c571"))))
    (build-system gnu-build-system)
    (arguments
     (list #:configure-flags
           #~'("--sysconfdir=/etc" "--localstatedir=/var" "--runstatedir=/run"
               "--with-inotify" "--without-pam" "--disable-anacron" "--with-editor=vi")
           ;; It comes without tests.
           #:tests? #f
           #:phases
           #~(modify-phases %standard-phases
               (add-after 'unpack 'name-programs
                 (lambda* (#:key inputs #:allow-other-keys)
                   (substitute* '("src/cron.c" "src/crontab.c" "src/entry.c")
                     (("_PATH_BSHELL")
                      (string-append "\"" (assoc-ref inputs "bash") "/bin/sh\""))
                     (("_PATH_STDPATH")
                      (string-append "\"" #$system-path "\"")))
                   #t)))))
    (inputs (list bash))
    (synopsis "Run commands at their time")
    (description "cronie's crond runs commands at the times that tables of the system and of its users say.")
    (license (list isc bsd-3))
    (home-page "https://github.com/cronie-crond/cronie")))
