# The language: its modules are compiled beside the programs, and both are found from there:
# bin/cairn-eval, lib/cairn/compiled, share/cairn/scheme, share/cairn/packages.
find_program(GUILD guild REQUIRED)

set(language_sources ${CMAKE_SOURCE_DIR}/scheme)
set(language_compiled ${CMAKE_BINARY_DIR}/lib/cairn/compiled)
file(GLOB language_modules CONFIGURE_DEPENDS RELATIVE ${language_sources}
  ${language_sources}/cairn.scm ${language_sources}/cairn/*.scm)

# Macros and inlined procedures cross modules, so each is compiled anew when any has changed.
set(language_files ${language_modules})
list(TRANSFORM language_files PREPEND ${language_sources}/)
foreach(module IN LISTS language_modules)
  string(REGEX REPLACE "\\.scm$" ".go" compiled ${language_compiled}/${module})
  add_custom_command(OUTPUT ${compiled}
    COMMAND ${CMAKE_COMMAND} -E env GUILE_AUTO_COMPILE=0 GUILE_LOAD_COMPILED_PATH=
      ${GUILD} compile -O1 -L ${language_sources} -L ${language_sources}/eval/compile-time -o ${compiled} ${language_sources}/${module}
    DEPENDS ${language_files} VERBATIM COMMENT "Compiling ${module}")
  list(APPEND language_outputs ${compiled})
endforeach()
# What is remembered of evaluations holds for the program and the language that made it.
set(identity ${CMAKE_BINARY_DIR}/lib/cairn/evaluator.sha256)
add_custom_command(OUTPUT ${identity}
  COMMAND cat $<TARGET_FILE:cairn-eval> ${language_outputs} | sha256sum > ${identity}
  DEPENDS cairn-eval ${language_outputs} COMMENT "Telling this evaluator from others")
add_custom_target(language ALL DEPENDS ${language_outputs} ${identity})

file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/cairn)
file(CREATE_LINK ${language_sources} ${CMAKE_BINARY_DIR}/share/cairn/scheme SYMBOLIC)
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/packages ${CMAKE_BINARY_DIR}/share/cairn/packages SYMBOLIC)

install(DIRECTORY ${language_compiled} DESTINATION lib/cairn)
install(FILES ${identity} DESTINATION lib/cairn)
install(DIRECTORY ${language_sources}/ DESTINATION share/cairn/scheme FILES_MATCHING PATTERN "*.scm"
  PATTERN "eval" EXCLUDE PATTERN "border" EXCLUDE)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/packages DESTINATION share/cairn)

# What bash completes comes from the table of verbs that was compiled in.
set(completion ${CMAKE_BINARY_DIR}/share/bash-completion/completions/cairn)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/bash-completion/completions)
add_custom_command(OUTPUT ${completion} COMMAND cairn completion bash > ${completion} DEPENDS cairn VERBATIM)
add_custom_target(completion ALL DEPENDS ${completion})
install(FILES ${completion} DESTINATION share/bash-completion/completions)
