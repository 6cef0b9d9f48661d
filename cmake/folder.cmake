# How a folder becomes a target: core/nar is the static library cairn_core_nar of every *.cc in it.

# Turn the names of folders and outside libraries into the names of their targets.
function(cairn_targets OUT)
  set(targets)
  foreach(name IN LISTS ARGN)
    string(REPLACE "/" "_" target cairn_${name})
    if(TARGET ${target})
      list(APPEND targets ${target})
    else()
      list(APPEND targets outside::${name})
    endif()
  endforeach()
  set(${OUT} ${targets} PARENT_SCOPE)
endfunction()

# The headers that nearly every file includes are read once; core/base, the first folder, owns them.
# (That each of our headers stands alone is checked by a test, without this.)
function(cairn_precompile NAME)
  if(NAME STREQUAL cairn_core_base)
    target_precompile_headers(${NAME} PRIVATE <fmt/format.h> <algorithm> <functional> <map>
      <memory> <optional> <set> <string> <string_view> <unordered_map> <variant> <vector>)
  else()
    target_precompile_headers(${NAME} REUSE_FROM cairn_core_base)
  endif()
endfunction()

function(cairn_folder FOLDER)
  cmake_parse_arguments(ARG "" "" "USES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${FOLDER}/*.cc)
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  string(REPLACE "/" "_" target cairn_${FOLDER})
  cairn_targets(uses ${ARG_USES})
  if(sources)
    add_library(${target} STATIC ${sources})
    target_link_libraries(${target} PUBLIC ${uses})
    cairn_precompile(${target})
  else()
    add_library(${target} INTERFACE)  # headers alone
    target_link_libraries(${target} INTERFACE ${uses})
  endif()
endfunction()

# A program is FOLDER's main.cc; what else is in the folder is a library, so that tests reach it too.
# STATIC ones need no library when they run; no sanitizer works in such a one.
function(cairn_program NAME)
  cmake_parse_arguments(ARG "STATIC" "FROM" "USES" ${ARGN})
  add_executable(${NAME} ${CMAKE_SOURCE_DIR}/${ARG_FROM}/main.cc)
  cairn_targets(uses ${ARG_USES})
  target_link_libraries(${NAME} PRIVATE ${uses})
  cairn_precompile(${NAME})
  if(ARG_STATIC AND NOT CAIRN_SANITIZE AND NOT CAIRN_FUZZ)
    target_link_options(${NAME} PRIVATE -static)
  endif()
endfunction()
