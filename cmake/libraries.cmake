# Outside libraries, each under a short name of ours. Static, so that a command need not load twenty
# shared objects before it can answer; headers are system headers, so that only our warnings count.

function(outside_library NAME)
  cmake_parse_arguments(ARG "" "" "FILES;AFTER" ${ARGN})
  add_library(outside_${NAME} INTERFACE)
  foreach(file IN LISTS ARG_FILES)
    find_library(path_${file} NAMES ${file} REQUIRED)
    target_link_libraries(outside_${NAME} INTERFACE ${path_${file}})
  endforeach()
  foreach(other IN LISTS ARG_AFTER)
    target_link_libraries(outside_${NAME} INTERFACE outside_${other})
  endforeach()
  add_library(outside::${NAME} ALIAS outside_${NAME})
endfunction()

add_library(outside_fmt STATIC ${CMAKE_CURRENT_LIST_DIR}/fmt.cc)
target_compile_options(outside_fmt PRIVATE -w)  # its code, not ours
add_library(outside::fmt ALIAS outside_fmt)
outside_library(crypto FILES libcrypto.a)
outside_library(sodium FILES libsodium.a)
outside_library(sqlite FILES libsqlite3.a)
outside_library(seccomp FILES libseccomp.a)
outside_library(bzip2 FILES libbz2.a)
outside_library(archive FILES libarchive.a libnettle.a libz.a liblzma.a libzstd.a liblz4.a AFTER bzip2)
outside_library(curl FILES libcurl.so)
# Loaded when it is first needed: channels/git/libgit2.hh.
outside_library(git2)
outside_library(cli11)
outside_library(json)

# Guile keeps to its shared library: the evaluator needs Guile's own files in any case.
outside_library(guile FILES libguile-3.0.so libgc.so)
target_include_directories(outside_guile SYSTEM INTERFACE /usr/include/guile/3.0)
