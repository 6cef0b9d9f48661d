;; SPDX-License-Identifier: GPL-3.0-or-later
;; Programs that keep copies of files, here and elsewhere.

(define-module (distro backup)
  #:use-module (cairn)
  #:use-module (cairn licenses)
  #:use-module (distro build-system gnu)
  #:use-module (distro compression))

(define-public popt
  (package
    (name "popt")
    (version "1.19")
    (source
     (origin
       (method url-fetch)
       ;; Debian packs this anew, without its manual, so the bytes are not upstream's.
       (uri (string-append "mirror://debian/pool/main/p/popt/popt_" version "+dfsg.orig.tar.xz"))
       (sha256 (base16 "4cd0cd2963d0c4078f65949599d97135c15ee6c09cf3a36a9a1b2753025bb06b"))))
    (build-system gnu-build-system)
    (arguments
     (list #:configure-flags #~'("--disable-nls" "--disable-static")))
    (synopsis "Library that reads options of commands")
    (description "popt takes the options of a command line apart, by a table that a program gives it.")
    (license expat)
    (home-page "https://github.com/rpm-software-management/popt")))

;; A phase: a folder that a server gives away is the same on the other side.
(define copy-from-a-server
  #~(lambda* (#:key outputs #:allow-other-keys)
      (define rsync (string-append (assoc-ref outputs "out") "/bin/rsync"))
      (mkdir-p "../copies")
      (with-directory-excursion "../copies"
        (call-with-output-file "rsyncd.conf"
          (lambda (port)
            (format port "pid file = ~a/pid\nuse chroot = no\n[source]\npath = ~a/../source/lib\n"
                    (getcwd) (getcwd))))
        (invoke "sh" "-e" "-c"
                (string-append rsync " --daemon --no-detach --address=127.0.0.1 --port=8730"
                               " --config=rsyncd.conf & "
                               "until test -s pid; do sleep 1; done; "
                               rsync " -az rsync://127.0.0.1:8730/source/ copy; "
                               "diff -r ../source/lib copy; "
                               "kill $!; "
                               "wait $! || true")))))

(define-public rsync
  (package
    (name "rsync")
    ;; Not that of Debian 12, whose holes are mended by patches there.
    (version "3.5.0")
    (source
     (origin
       (method url-fetch)
       ;; Debian packs this anew, without the libraries that come with it, so the bytes are not
       ;; upstream's.
       (uri (string-append "mirror://debian/pool/main/r/rsync/rsync_" version "+ds1.orig.tar.xz"))
       (sha256 (base16 "d5de0c8a95b00e0f50038ba04526bcbd5fe4f3ff97b4035bb97b084398bfbb60"))))
    (build-system gnu-build-system)
    (arguments
     (list #:configure-flags
           #~'("--without-included-popt" "--without-included-zlib" "--with-nobody-group=nogroup"
               "--disable-acl-support" "--disable-lz4" "--disable-openssl" "--disable-xxhash"
               "--disable-zstd"
               ;; The source has its manual, and Python is not packaged.
               "--disable-md2man")
           ;; Its tests are written in Python.
           #:tests? #f
           #:phases
           #~(modify-phases %standard-phases
               ;; Configure writes something to where these libraries were.
               (add-before 'configure 'stand-in-for-libraries
                 (lambda _
                   (for-each (lambda (folder)
                               (mkdir-p folder)
                               (call-with-output-file (string-append folder "/dummy.in") (const #t)))
                             '("popt" "zlib"))
                   #t))
               ;; The last phase keeps its time in whole seconds, by which it can be older than
               ;; config.status; make would then stop to have it made again.
               (add-after 'patch-generated 'make-makefile-the-newest
                 (lambda _ (invoke "touch" "Makefile")))
               ;; It runs openssl or stunnel.
               (add-after 'install 'remove-rsync-ssl
                 (lambda* (#:key outputs #:allow-other-keys)
                   (for-each (lambda (file)
                               (delete-file (string-append (assoc-ref outputs "out") file)))
                             '("/bin/rsync-ssl" "/share/man/man1/rsync-ssl.1"))
                   #t))
               (add-after 'install 'copy-from-a-server #$copy-from-a-server))))
    (inputs (list popt zlib))
    (synopsis "Copy what is different")
    (description "rsync brings a folder to the state of another one, here or on another machine, and sends
only what is different.")
    (license gpl3+)
    (home-page "https://rsync.samba.org/")))
