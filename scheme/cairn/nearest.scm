;; SPDX-License-Identifier: GPL-3.0-or-later
;; The name that somebody who misspelt it probably meant.

(define-module (cairn nearest)
  #:use-module (srfi srfi-1)
  #:export (distance nearest))

(define (distance one other)
  "Return how many characters must be inserted, deleted, replaced or exchanged with their neighbour to
turn the string ONE into OTHER (Damerau's distance, in its restricted form)."
  (define width (1+ (string-length other)))
  (define (next-row row before i)
    (let ((new (make-vector width i)))
      (do ((j 1 (1+ j))) ((= j width) new)
        (let* ((a (string-ref one (1- i)))
               (b (string-ref other (1- j)))
               (cost (if (char=? a b) 0 1))
               (swapped? (and before (> j 1)
                              (char=? a (string-ref other (- j 2)))
                              (char=? b (string-ref one (- i 2))))))
          (vector-set! new j
                       (min (1+ (vector-ref row j))
                            (1+ (vector-ref new (1- j)))
                            (+ cost (vector-ref row (1- j)))
                            (if swapped? (1+ (vector-ref before (- j 2))) width)))))))
  (let loop ((i 1) (row (list->vector (iota width))) (before #f))
    (if (> i (string-length one))
        (vector-ref row (1- width))
        (loop (1+ i) (next-row row before i) row))))

(define (nearest name names)
  "Return the one of NAMES, which are symbols, that is nearest to the symbol NAME, or #f if none is near
enough to be what was meant."
  (define text (symbol->string name))
  (define limit (max 1 (quotient (string-length text) 3)))
  (define (nearer candidate best)
    (let* ((candidate-text (symbol->string candidate))
           (difference (abs (- (string-length text) (string-length candidate-text)))))
      (if (> difference (cdr best))
          best
          (let ((found (distance text candidate-text)))
            (if (< found (cdr best)) (cons candidate found) best)))))
  (car (fold nearer (cons #f (1+ limit)) names)))
