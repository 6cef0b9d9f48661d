# The service: units for systemd and a script for other inits, written when Cairn is installed, for
# only then it is known where its programs lie.
set(CAIRN_SYSTEMD_FOLDER lib/systemd/system CACHE STRING "Where units of systemd go, below the prefix")
set(CAIRN_INIT_FOLDER etc/init.d CACHE STRING "Where the script for other inits goes, below the prefix")

function(cairn_service_file NAME FOLDER MODE)
  install(CODE "
    set(programs \"\${CMAKE_INSTALL_PREFIX}/bin\")
    configure_file(\"${CMAKE_SOURCE_DIR}/daemon/service/${NAME}.in\" \"${CMAKE_BINARY_DIR}/service/${NAME}\" @ONLY)")
  string(REGEX REPLACE "\\.init$" "" installed ${NAME})
  install(FILES ${CMAKE_BINARY_DIR}/service/${NAME} DESTINATION ${FOLDER} RENAME ${installed} PERMISSIONS ${MODE})
endfunction()

set(data OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
set(program ${data} OWNER_EXECUTE GROUP_EXECUTE WORLD_EXECUTE)
cairn_service_file(cairn-daemon.service ${CAIRN_SYSTEMD_FOLDER} "${data}")
cairn_service_file(cairn-daemon.socket ${CAIRN_SYSTEMD_FOLDER} "${data}")
cairn_service_file(cairn-daemon.init ${CAIRN_INIT_FOLDER} "${program}")
