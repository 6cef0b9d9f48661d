;; SPDX-License-Identifier: GPL-3.0-or-later
;; What time it is, and where.

(define-module (distro time)
  #:use-module (cairn)
  #:use-module (cairn licenses)
  #:use-module (distro build-system trivial)
  #:use-module (distro seed))

(define-public tzdata
  (package
    (name "tzdata")
    (version "2026b")
    (source
     (origin
       (method url-fetch)
       (uri (list (string-append "https://data.iana.org/time-zones/releases/tzdata" version
                                 ".tar.gz")
                  (string-append "mirror://debian/pool/main/t/tzdata/tzdata_" version
                                 ".orig.tar.gz")))
       (sha256 (base16 "114543d9f19a6bfeb5bca43686aea173d38755a3db1f2eec112647ae92c6f544"))))
    (build-system trivial-build-system)
    (arguments
     (list #:builder
           (with-imported-modules '((distro build utils))
             #~(begin
                 (use-modules (distro build utils))
                 (define folder (string-append #$output "/share/zoneinfo"))
                 (setenv "PATH" (string-append #$seed-tools "/bin"))
                 (mkdir-p folder)
                 (invoke "tar" "xf" #$source "--no-same-owner")
                 (invoke #$@seed-zic "-d" folder
                         "africa" "antarctica" "asia" "australasia" "europe" "northamerica"
                         "southamerica" "etcetera" "factory" "backward")
                 (for-each (lambda (table) (install-file table folder))
                           '("iso3166.tab" "zone.tab" "zone1970.tab" "leap-seconds.list"))
                 ;; Summer came to Berlin on 6 April 1980, at two o'clock.
                 (setenv "TZDIR" folder)
                 (setenv "TZ" "Europe/Berlin")
                 (let ((said (invoke-output "date" "-d" "@323830800" "+%H:%M %Z")))
                   (unless (string=? said "03:00 CEST")
                     (error "the tables are wrong" said)))))))
    (synopsis "Time zones of the world")
    (description "These tables say how clocks are set in each place of the world, and how they were.")
    (license public-domain)
    (home-page "https://www.iana.org/time-zones")))
