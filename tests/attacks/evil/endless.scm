;; SPDX-License-Identifier: GPL-3.0-or-later
;; Takes processor time, memory, stack and threads without end; or a little of each, to compare.

(define-module (evil endless)
  #:use-module (ice-9 threads)
  #:export (count
            allocate
            recurse
            start-threads
            wait))

(define (count limit)
  "Count to LIMIT, or for ever if it is #f."
  (let loop ((i 0))
    (if (eqv? i limit)
        'counted
        (loop (1+ i)))))

(define (allocate megabytes)
  "Take MEGABYTES of memory and touch them."
  (let loop ((i 0) (taken '()))
    (if (= i megabytes)
        (length taken)
        (loop (1+ i) (cons (make-string 262144 #\λ) taken)))))

(define (recurse depth)
  "Return DEPTH, or nothing if it is #f, by as many calls in each other."
  (if (eqv? depth 0)
      0
      (1+ (recurse (and depth (1- depth))))))

(define (start-threads number)
  "Start NUMBER threads that wait, and return how many there are."
  (let loop ((i 0))
    (if (= i number)
        i
        (begin
          (call-with-new-thread (lambda () (sleep 1000)))
          (loop (1+ i))))))

(define (wait)
  "Do nothing for longer than anybody waits."
  (sleep 100000))
