;; SPDX-License-Identifier: GPL-3.0-or-later
;; Servers of the web.

(define-module (distro web)
  #:use-module (cairn)
  #:use-module (cairn licenses)
  #:use-module (distro build-system gnu)
  #:use-module (distro compression)
  #:use-module (distro text))

;; What nginx writes lies in /var and /run; what comes with it, and what is relative in its settings, in one
;; folder of the store.
(define nginx-flags
  #~(list (string-append "--prefix=" #$output "/share/nginx")
          (string-append "--sbin-path=" #$output "/bin/nginx")
          "--error-log-path=/var/log/nginx/error.log"
          "--http-log-path=/var/log/nginx/access.log"
          "--pid-path=/run/nginx.pid"
          "--lock-path=/run/nginx.lock"
          "--http-client-body-temp-path=/var/lib/nginx/client-body"
          "--http-proxy-temp-path=/var/lib/nginx/proxy"
          "--http-fastcgi-temp-path=/var/lib/nginx/fastcgi"
          "--http-uwsgi-temp-path=/var/lib/nginx/uwsgi"
          "--http-scgi-temp-path=/var/lib/nginx/scgi"
          "--user=nginx"
          "--group=nginx"
          (string-append "--with-ld-opt=" (getenv "LDFLAGS"))
          "--with-threads"
          "--with-pcre-jit"
          "--with-stream"
          "--with-http_auth_request_module"
          "--with-http_gunzip_module"
          "--with-http_gzip_static_module"
          "--with-http_realip_module"
          "--with-http_stub_status_module"
          "--with-http_sub_module"))

;; A phase: a server answers what a location with a regular expression says.
(define answer-a-request
  #~(lambda* (#:key outputs #:allow-other-keys)
      (define folder (string-append (getcwd) "/../site"))
      (mkdir-p folder)
      (call-with-output-file (string-append folder "/nginx.conf")
        (lambda (port)
          (display "pid nginx.pid; error_log stderr; daemon off; events {}
http {
  access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server {
    listen 127.0.0.1:8080;
    location ~ ^/greet/([a-z]+)$ { return 200 \"good day, $1\\n\"; }
  }
}\n" port)))
      (with-directory-excursion folder
        (invoke "bash" "-e" "-c"
                (string-append (assoc-ref outputs "out") "/bin/nginx -p . -c nginx.conf & "
                               "until test -s nginx.pid; do sleep 1; done; "
                               "exec 3<>/dev/tcp/127.0.0.1/8080; "
                               "printf 'GET /greet/packager HTTP/1.0\\r\\n\\r\\n' >&3; "
                               "grep -q 'good day, packager' <&3; "
                               "kill -QUIT $!; "
                               "wait $!")))))

(define-public nginx
  (package
    (name "nginx")
    ;; Not that of Debian 12, whose holes are mended by patches there.
    (version "1.26.3")
    (source
     (origin
       (method url-fetch)
       (uri (list (string-append "https://nginx.org/download/nginx-" version ".tar.gz")
                  (string-append "mirror://debian/pool/main/n/nginx/nginx_" version
                                 ".orig.tar.gz")))
       (sha256 (base16 "69ee2b237744036e61d24b836668aad3040dda461fe6f570f1787eab570c75aa"))))
    (build-system gnu-build-system)
    (arguments
     ;; Its tests are a project of their own, in Perl.
     (list #:tests? #f
           #:phases
           #~(modify-phases %standard-phases
               (add-after 'unpack 'name-the-shell
                 (lambda _
                   (substitute* "auto/feature"
                     (("/bin/sh") (which "sh")))
                   #t))
               ;; This configure is not autoconf's.
               (replace 'configure
                 (lambda _
                   (apply invoke "bash" "./configure" #$nginx-flags)))
               ;; The folders that it writes to belong to whoever runs it.
               (add-after 'configure 'install-in-the-store-only
                 (lambda _
                   (substitute* "objs/Makefile"
                     (("^\t+(test -d|\\|\\| mkdir -p) '\\$\\(DESTDIR\\)/(run|var)[/'].*\n") ""))
                   #t))
               (add-after 'install 'install-manual
                 (lambda* (#:key outputs #:allow-other-keys)
                   (install-file "objs/nginx.8"
                                 (string-append (assoc-ref outputs "out") "/share/man/man8"))
                   #t))
               (add-after 'install 'answer-a-request #$answer-a-request))))
    (inputs (list pcre2 zlib))
    (synopsis "Serve the web, and pass requests on")
    (description "nginx is a server of files for the web that also passes requests on to other servers, and
balances between them.")
    (license bsd-2)
    (home-page "https://nginx.org/")))
