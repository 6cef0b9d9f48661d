;; SPDX-License-Identifier: GPL-3.0-or-later
;; Servers of the web.

(define-module (distro services web)
  #:use-module (cairn)
  #:use-module (cairn accounts)
  #:use-module (cairn records)
  #:use-module (cairn services)
  #:use-module (cairn supervision)
  #:use-module (cairn system)
  #:use-module (distro services accounts)
  #:use-module (distro services supervision)
  #:use-module (distro web)
  #:use-module (srfi srfi-1)
  #:export (<static-web-site>
            static-web-site
            static-web-site?
            <nginx-configuration>
            nginx-configuration
            nginx-configuration?
            nginx-service-type
            static-web-site-service-type))

(define (port? value)
  (and (exact-integer? value) (<= 1 value 65535)))

(define (host? value)
  (and (string? value)
       (not (string-null? value))
       (string-every (char-set-union (char-set-intersection char-set:ascii char-set:letter+digit)
                                     (string->char-set "-._*"))
                     value)))

(define-record <static-web-site> static-web-site static-web-site? "static web site" ()
  (static-web-site-host host host? "the name of a host" "_"
                        "The host whose requests it answers; _ is any.")
  (static-web-site-port port port? "a number from 1 to 65535" 80
                        "Where it listens.")
  (static-web-site-root root file-like? "a folder, as (local-file \"site\" #:recursive? #t)" required
                        "The files that it shows."))

(define-record <nginx-configuration> nginx-configuration nginx-configuration? "nginx configuration" ()
  (nginx-configuration-package package package? "a package" nginx
                               "The nginx that runs.")
  (nginx-configuration-sites sites (list-of static-web-site?) "a list of static web sites" '()
                             "The sites that it serves.")
  (nginx-configuration-workers workers (lambda (value) (and (exact-integer? value) (<= 1 value 64)))
                               "a number from 1 to 64" 1
                               "How many processes answer requests."))

(define (site-parts site)
  "Return what the settings say of SITE, as parts of a text."
  (list "  server {\n    listen " (number->string (static-web-site-port site))
        ";\n    server_name " (static-web-site-host site)
        ";\n    root " (static-web-site-root site) ";\n  }\n"))

(define (nginx-settings configuration)
  (apply mixed-text-file "nginx.conf"
         `("daemon off;\nuser nginx nginx;\npid /run/nginx.pid;\nerror_log stderr;\nworker_processes "
           ,(number->string (nginx-configuration-workers configuration))
           ";\nevents {}\nhttp {\n  include "
           ,(file-append (nginx-configuration-package configuration) "/share/nginx/conf/mime.types")
           ";\n  access_log /dev/stdout;\n"
           ,@(append-map site-parts (nginx-configuration-sites configuration))
           "}\n")))

(define (nginx-services configuration)
  (define settings (nginx-settings configuration))
  (define program (file-append (nginx-configuration-package configuration) "/bin/nginx"))
  (list (supervised-service
         (name "nginx")
         (prepare (list (list program "-t" "-q" "-c" settings)))
         (command (list program "-c" settings))
         (readiness (runs-by-number "/run/nginx.pid"))
         (stop-signal 'QUIT)
         (vital? #t))))

(define nginx-accounts
  (service-account "nginx" "Web server"))

(define nginx-service-type
  (service-type
   (name 'nginx)
   (extensions
    (list (service-extension supervision-service-type nginx-services)
          (service-extension account-service-type (const nginx-accounts))
          (service-extension state-folder-service-type
                             (const (list (state-folder (path "/var/lib/nginx")
                                                        (owner "nginx") (group "nginx")
                                                        (mode #o700))
                                          (state-folder (path "/var/log/nginx")))))))
   (extend (lambda (configuration sites)
             (nginx-configuration
              (inherit configuration)
              (sites (append (nginx-configuration-sites configuration) sites)))))
   (default-value (nginx-configuration))
   (configuration <nginx-configuration>)
   (description "Serve the web with nginx.  It is extended with lists of static web sites.")))

(define static-web-site-service-type
  (service-type
   (name 'static-web-site)
   (extensions (list (service-extension nginx-service-type list)))
   (configuration <static-web-site>)
   (description "Serve a folder of files with nginx.")))
