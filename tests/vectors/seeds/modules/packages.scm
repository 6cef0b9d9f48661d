;; A module with all that skimming knows.
(define-module (games chess)
  #:use-module (cairn)
  #:use-module ((cairn licenses) #:prefix license:)
  #:export (chess-old))
#| a comment #| in a comment |# |#
(define-public chess
  (package
    (name "chess")
    (version "1.2\"\n\
3")
    (source #f)
    (outputs '("out" "doc"))
    (synopsis "Play \\ chess")
    (description (string-append "a" "b"))
    (home-page #f)
    (license (list license:gpl3+ expat))
    (inputs (list zlib (list gcc "lib") #;gone `#(1 2)))
    (native-inputs `(("pkg-config" ,pkg-config) ("gcc" ,gcc "lib")))
    (propagated-inputs '())
    (properties '((hidden? . #t)))))
(define chess-old
  (let ((version "0.9") (base chess))
    (hidden-package (package (inherit chess) (version version) (name "chess-old")))))
(define ((curried a) b) #\( #\space #:key [1 #vu8(1 2) #{odd name}#])
(define* (procedure #:key (x 1)) #~(begin #$x #$@(list 1) #+y))
