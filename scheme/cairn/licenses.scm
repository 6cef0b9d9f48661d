;; SPDX-License-Identifier: GPL-3.0-or-later
;; Licenses, by the names that packages use for them.

(define-module (cairn licenses)
  #:use-module (cairn packages)
  #:export (gpl2 gpl2+ gpl3 gpl3+ lgpl2.1 lgpl2.1+ lgpl3 lgpl3+ agpl3+
            expat bsd-2 bsd-3 isc zlib-license asl2.0 public-domain fdl1.3+))

(define-syntax-rule (define-licenses (variable title address) ...)
  (begin
    (define variable
      (license (name title) (uri address)))
    ...))

(define-licenses
  (gpl2 "GPL 2" "https://www.gnu.org/licenses/old-licenses/gpl-2.0.html")
  (gpl2+ "GPL 2+" "https://www.gnu.org/licenses/old-licenses/gpl-2.0.html")
  (gpl3 "GPL 3" "https://www.gnu.org/licenses/gpl.html")
  (gpl3+ "GPL 3+" "https://www.gnu.org/licenses/gpl.html")
  (lgpl2.1 "LGPL 2.1" "https://www.gnu.org/licenses/old-licenses/lgpl-2.1.html")
  (lgpl2.1+ "LGPL 2.1+" "https://www.gnu.org/licenses/old-licenses/lgpl-2.1.html")
  (lgpl3 "LGPL 3" "https://www.gnu.org/licenses/lgpl.html")
  (lgpl3+ "LGPL 3+" "https://www.gnu.org/licenses/lgpl.html")
  (agpl3+ "AGPL 3+" "https://www.gnu.org/licenses/agpl-3.0.html")
  (expat "Expat" "https://directory.fsf.org/wiki/License:Expat")
  (bsd-2 "BSD 2-clause" "https://directory.fsf.org/wiki/License:BSD-2-Clause")
  (bsd-3 "BSD 3-clause" "https://directory.fsf.org/wiki/License:BSD-3-Clause")
  (isc "ISC" "https://directory.fsf.org/wiki/License:ISC")
  (zlib-license "zlib" "https://www.zlib.net/zlib_license.html")
  (asl2.0 "Apache 2.0" "https://www.apache.org/licenses/LICENSE-2.0")
  (public-domain "public domain" "https://creativecommons.org/publicdomain/mark/1.0/")
  (fdl1.3+ "FDL 1.3+" "https://www.gnu.org/licenses/fdl-1.3.html"))
