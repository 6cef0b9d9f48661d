;; SPDX-License-Identifier: GPL-3.0-or-later
;; Services extend each other, and the graph of it is folded into one value.

(use-modules (checks)
             (cairn errors)
             (cairn services)
             (ice-9 match)
             (srfi srfi-1))

(define (said thunk)
  "Return the message of the error that THUNK raises, or #f."
  (with-exception-handler
      (lambda (exception) (cairn-error-message exception))
    (lambda () (thunk) #f)
    #:unwind? #t))

;; Its value is a list of strings, to which others add.
(define words-type
  (service-type
   (name 'words)
   (extend append)
   (default-value '("base"))
   (description "Words.")))

;; Contributes its own value, with what extends it.
(define phrase-type
  (service-type
   (name 'phrase)
   (extensions (list (service-extension words-type (lambda (value) (list (string-join value))))))
   (extend append)))

(define stubborn-type
  (service-type (name 'stubborn) (default-value '())))

(define (folded . services)
  (fold-services (with-missing-services services) words-type))

(tests "services"
  (test-equal "a service without extensions has its own value"
    '("a") (folded (service words-type '("a"))))
  (test-equal "what is extended and missing is there with its default value"
    '("base" "x y") (folded (service phrase-type '("x" "y"))))
  (test-equal "an extension is extended itself before it contributes"
    '("base" "x z")
    (folded (service phrase-type '("x"))
            (simple-service 'more phrase-type '("z"))))
  (test-equal "several contribute, in the order in which they are listed"
    '("base" "1" "2")
    (folded (simple-service 'one words-type '("1")) (simple-service 'two words-type '("2"))))
  (test-equal "a default value can be asked for"
    '("base") (service-value (service words-type)))
  (test-equal "a value of a listed service can be changed"
    '("a" "b")
    (match (modify-services (list (service words-type '("a")))
             (words-type value => (append value '("b"))))
      ((service) (service-value service))))
  (test-equal "a listed service can be left out"
    1
    (length (modify-services (list (service words-type '("a")) (service phrase-type '("b")))
              (delete phrase-type))))
  (test-equal "a service that is extended twice is told"
    "there are several services of type 'words', so that nobody can extend it"
    (said (lambda ()
            (folded (service words-type) (service words-type)
                    (simple-service 'more words-type '("z"))))))
  (test-equal "a service that is extended and has no default value is told to be missing"
    "there is no service of type 'phrase', which 'more' extends"
    (said (lambda () (folded (simple-service 'more phrase-type '("z"))))))
  (test-equal "what cannot be extended is told"
    "services extend 'stubborn', which cannot be extended"
    (said (lambda ()
            (fold-services (with-missing-services
                            (list (simple-service 'more stubborn-type '("z"))))
                           stubborn-type))))
  (test-equal "a service without a value is told"
    "a service of type 'phrase' needs a value"
    (said (lambda () (service phrase-type))))
  (test-equal "what is no type is told"
    "a service needs a service type, and this is 5"
    (said (lambda () (service 5))))
  (test-equal "changing what is not there is told"
    "there is no service of type 'phrase' to change"
    (said (lambda () (modify-services '() (delete phrase-type)))))
  (test-equal "a circle is told"
    "services extend each other in a circle: one -> two -> one"
    (letrec* ((one (service-type (name 'one) (extend append) (default-value '())
                                 (extensions (list (service-extension two identity)))))
              (two (service-type (name 'two) (extend append) (default-value '())
                                 (extensions (list (service-extension one identity))))))
      (said (lambda ()
              (fold-services (list (service one) (service two)) one))))))
