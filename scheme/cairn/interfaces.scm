;; SPDX-License-Identifier: GPL-3.0-or-later
;; What a module sees of another one that it imports: the names it asked for.  A channel's module is loaded
;; only when one of them is looked up.

(define-module (cairn interfaces)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (cairn imports)
  #:export (interface-names
            interface-of
            language-module?
            use-all!))

;; The names that each channel module exports, by interface: a thunk.
(define interface-exports (make-weak-key-hash-table))

(define (interface-names interface)
  "Return the names that INTERFACE shows."
  (match (hashq-ref interface-exports interface)
    ;; The language shows what others show.
    (#f (append (module-map (lambda (name variable) name) interface)
                (append-map interface-names (module-uses interface))))
    (names (names))))

(define (lazy-interface name load select hide rename)
  "Return an interface of channel module NAME that calls LOAD for it at the first look-up.  SELECT is #f or
an alist from names here to names there; names in HIDE are left out; RENAME is a procedure of the names
there."
  (define interface (make-module))
  (define names
    (let ((table #f))
      (lambda ()
        (unless table
          (set! table (renamed (exports-of name load) select hide rename)))
        table)))
  (set-module-kind! interface 'custom-interface)
  (set-module-name! interface name)
  (set-module-binder! interface
                      (lambda (interface symbol define?)
                        (match (hashq-ref (names) symbol)
                          (#f #f)
                          (there
                           (let ((variable (variable-of name load there)))
                             (when variable (module-add! interface symbol variable))
                             variable)))))
  (hashq-set! interface-exports interface
              (lambda () (hash-map->list (lambda (here there) here) (names))))
  interface)

(define (renamed exports select hide rename)
  "Return a hash table from the names that an interface shows to those that EXPORTS has."
  (define table (make-hash-table))
  (match select
    (#f (for-each (lambda (name)
                    (unless (memq name hide)
                      (hashq-set! table (rename name) name)))
                  exports))
    (_ (for-each (match-lambda
                   ((here . there) (hashq-set! table (rename here) there)))
                 select)))
  table)

(define (exports-of name load)
  (call-with-values (lambda () (load name))
    (lambda (module exports) exports)))

(define (variable-of name load symbol)
  (call-with-values (lambda () (load name))
    (lambda (module exports) (module-variable module symbol))))

(define (interface-of spec load)
  "Return the interface that SPEC, the value of a #:use-module, asks for.  LOAD is called with the name of a
channel's module when something in it is first looked up, and returns the module and the names it exports."
  (match spec
    (((? pair? name) . options)
     (apply find-interface name load options))
    (name (find-interface name load))))

(define* (find-interface name load #:key select (hide '()) (prefix #f) (renamer identity)
                         #:allow-other-keys)
  (define rename
    (if prefix (lambda (symbol) (symbol-append prefix symbol)) renamer))
  (if (or (guile-module? name) (language-module? name))
      (resolve-interface name #:select select #:hide hide
                         #:renamer rename)
      (lazy-interface name load (and select (map normal-selection select)) hide rename)))

(define (normal-selection selection)
  "Return SELECTION, an element of a #:select, as a pair: the name here and the name there."
  (match selection
    ((there . here) (cons here there))
    (name (cons name name))))

(define (language-module? name)
  "Return whether NAME is a module of the language itself."
  (or (equal? name '(cairn))
      (match name
        (('cairn . _) #t)
        (_ #f))))


(define (use-all! module specs load)
  "Let MODULE import what SPECS, values of #:use-module, ask for, channels' modules by LOAD as in
`interface-of': Guile's modules before those of channels, so that names of Guile need no look into a channel."
  (define-values (guile channel)
    (partition (lambda (interface) (not (hashq-ref interface-exports interface)))
               (map (lambda (spec) (interface-of spec load)) specs)))
  (for-each (lambda (interface) (module-use! module interface))
            (append guile channel)))
