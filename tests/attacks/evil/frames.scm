;; SPDX-License-Identifier: GPL-3.0-or-later
;; Talks to the command in the evaluator's place: frames of its own at the socket.

(define-module (evil frames)
  #:use-module (rnrs bytevectors)
  #:use-module (evil system-call)
  #:export (say
            say-bytes
            say-zeros
            say-for-ever
            hang-up
            ask-without-reading))

(define channel 3)

(define (length-bytes length)
  (let ((bytes (make-bytevector 4)))
    (bytevector-u32-set! bytes 0 length (endianness little))
    bytes))

(define (say-bytes length text)
  "Say a frame that claims to have LENGTH bytes and has those that TEXT says in base 16."
  (write-bytes channel (length-bytes length))
  (unless (string-null? text)
    (write-bytes channel (base16->bytes text))))

(define (base16->bytes text)
  (let ((bytes (make-bytevector (quotient (string-length text) 2))))
    (let loop ((i 0))
      (if (= i (bytevector-length bytes))
          bytes
          (begin
            (bytevector-u8-set! bytes i
                                (string->number (substring text (* 2 i) (* 2 (1+ i))) 16))
            (loop (1+ i)))))))

(define (say text)
  "Say a frame of what TEXT says in base 16, and leave."
  (say-bytes (quotient (string-length text) 2) text)
  (primitive-_exit 0))

(define (say-zeros count)
  "Say a frame that is a list of COUNT zeros, each of one byte, and leave."
  (let ((list (make-bytevector (+ 5 count) 0)))
    (bytevector-u8-set! list 0 #x9a)
    (bytevector-u32-set! list 1 count (endianness big))
    (write-bytes channel (length-bytes (bytevector-length list)))
    (write-all list)
    (primitive-_exit 0)))

(define (write-all bytes)
  "Write BYTES in as many pieces as it takes."
  (let ((written (write-bytes channel bytes)))
    (when (< 0 written (bytevector-length bytes))
      (let ((rest (make-bytevector (- (bytevector-length bytes) written))))
        (bytevector-copy! bytes written rest 0 (bytevector-length rest))
        (write-all rest)))))

(define (say-for-ever text)
  "Say the frame of TEXT again and again."
  (let ((frame (base16->bytes text)))
    (let loop ()
      (write-bytes channel (length-bytes (bytevector-length frame)))
      (write-bytes channel frame)
      (loop))))

(define (hang-up)
  "Close the socket and go on for ever."
  (attack 3 channel)
  (let loop () (loop)))

(define (ask-without-reading text)
  "Ask the question of TEXT many times and read no answer."
  (let ((frame (base16->bytes text)))
    (let loop ((i 0))
      (when (< i 1000)
        (write-bytes channel (length-bytes (bytevector-length frame)))
        (write-bytes channel frame)
        (loop (1+ i))))
    (sleep 100000)))
