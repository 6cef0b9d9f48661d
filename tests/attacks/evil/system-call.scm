;; SPDX-License-Identifier: GPL-3.0-or-later
;; Makes system calls past Guile.

(define-module (evil system-call)
  #:use-module (rnrs bytevectors)
  #:use-module (system foreign)
  #:export (attack
            write-bytes))

(define call
  (pointer->procedure long (dynamic-func "syscall" (dynamic-link))
                      (make-list 7 long)
                      #:return-errno? #t))

(define (number-of argument)
  "Return ARGUMENT as the kernel takes it; a string becomes its address."
  (cond ((string? argument) (pointer-address (string->pointer argument)))
        ((bytevector? argument) (pointer-address (bytevector->pointer argument)))
        (else argument)))

(define (attack . numbers)
  "Make the system call that NUMBERS, a number and its arguments, say.  Return its result, or why there is
none."
  (let* ((words (map number-of numbers))
         (missing (make-list (- 7 (length words)) 0)))
    (call-with-values (lambda () (apply call (append words missing)))
      (lambda (result errno)
        (if (negative? result)
            (strerror errno)
            result)))))

(define (write-bytes descriptor bytes)
  "Write BYTES, a bytevector, to DESCRIPTOR, past all ports."
  (attack 1 descriptor bytes (bytevector-length bytes)))
