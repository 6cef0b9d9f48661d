#!/usr/bin/guile -s
!#
#!fold-case (define-syntax-rule (a b) ; to the end
  'b) "a string" x ,@y)
(export a b)
