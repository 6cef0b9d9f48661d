;; SPDX-License-Identifier: GPL-3.0-or-later
;; BusyBox: small programs in one, of which systems take those that keep services running.

(define-module (distro busybox)
  #:use-module (cairn)
  #:use-module (cairn licenses)
  #:use-module (distro build-system gnu)
  #:use-module (distro seed))

;; What is built of it: the programs that runit was the first to have, and a few with which a small system can
;; be looked at.
(define programs
  '("runsv" "runsvdir" "sv" "svlogd" "chpst"
    "cat" "chmod" "chown" "cp" "date" "echo" "env" "false" "head" "hostname" "id" "kill" "ln" "ls" "mkdir"
    "mv" "ps" "readlink" "rm" "sleep" "stat" "tail" "touch" "true" "wc"))

(define-public busybox
  (package
    (name "busybox")
    (version "1.35.0")
    (source
     (origin
       (method url-fetch)
       (uri (list (string-append "https://busybox.net/downloads/busybox-" version ".tar.bz2")
                  (string-append "mirror://debian/pool/main/b/busybox/busybox_" version
                                 ".orig.tar.bz2")))
       (sha256 (base16 "faeeb244c35a348a334f4a59e44626ee870fb07b6884d68c10ae8bc19f83a694"))))
    (build-system gnu-build-system)
    (arguments
     (list ;; Its tests try other programs than these.
           #:tests? #f
           #:phases
           #~(modify-phases %standard-phases
               ;; This looks with a shell at /bin/sh for what an earlier build left; there is none.
               (add-before 'configure 'find-nothing-of-before
                 (lambda _
                   (substitute* "scripts/basic/split-include.c"
                     (("popen\\(.*\"r\"\\)") "fopen(\"/dev/null\", \"r\")")
                     (("pclose") "fclose"))
                   #t))
               ;; It is configured as kernels are.
               (replace 'configure
                 (lambda _
                   (define shell (string-append "SHELL=" (getenv "SHELL")))
                   ;; The banner of the program would tell when it was built.
                   (setenv "KCONFIG_NOTIMESTAMP" "1")
                   (invoke "make" "allnoconfig" shell)
                   (substitute* ".config"
                     (("# CONFIG_([A-Z_]*) is not set" line name)
                      (if (member (string-downcase name)
                                  '("lfs" "sh_is_none" "feature_stat_format" "feature_ls_username"
                                    "feature_ls_timestamps" #$@programs))
                          (string-append "CONFIG_" name "=y")
                          line))
                     (("CONFIG_SH_IS_ASH=y") "# CONFIG_SH_IS_ASH is not set")
                     (("CONFIG_(SHELL_ASH|ASH)=y" _ name)
                      (string-append "# CONFIG_" name " is not set")))
                   ;; What these ask for gets its default.
                   (invoke "bash" "-c" (string-append "yes '' | make oldconfig " shell))
                   (substitute* ".config"
                     (("(CONFIG_SV_DEFAULT_SERVICE_DIR)=.*" _ name)
                      (string-append name "=\"/run/service\"\n")))
                   #t))
               (replace 'build
                 (lambda* (#:key make-flags #:allow-other-keys)
                   (invoke "make" (string-append "SHELL=" (getenv "SHELL")) "V=1")))
               (replace 'install
                 (lambda* (#:key outputs #:allow-other-keys)
                   (let ((bin (string-append (assoc-ref outputs "out") "/bin")))
                     (mkdir-p bin)
                     (copy-file "busybox" (string-append bin "/busybox"))
                     (for-each (lambda (name)
                                 (symlink "busybox" (string-append bin "/" name)))
                               '#$programs)
                     #t))))))
    (native-inputs (list seed-extras))
    (synopsis "Keep services running, and look after a small system")
    (description "The programs of BusyBox that start services, watch them, start them again and keep what
they print: runsvdir, runsv, sv, svlogd and chpst.  With them come a few others that a small system cannot be
without.")
    (license gpl2)
    (home-page "https://busybox.net/")))
