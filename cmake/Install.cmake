# The install tree: the program, and for programs of others find_package(drey) with drey::engine (compiles jobs) and drey::runtime
# (runs them). Every folder is a static library of its own; headers keep their paths below include/drey.
include(CMakePackageConfigHelpers)

add_library(drey_engine INTERFACE)
target_link_libraries(drey_engine INTERFACE drey_check)
add_library(drey_runtime INTERFACE)
target_link_libraries(drey_runtime INTERFACE drey_engine drey_runner drey_connectors drey_log)
set_target_properties(drey_engine PROPERTIES EXPORT_NAME engine)
set_target_properties(drey_runtime PROPERTIES EXPORT_NAME runtime)

get_property(drey_installed_libraries GLOBAL PROPERTY DREY_LIBRARIES)
# The program's own library is no part of the interface.
list(REMOVE_ITEM drey_installed_libraries drey_cli)

install(TARGETS ${drey_installed_libraries} drey_grammar drey_own_code drey_engine drey_runtime
  EXPORT drey-targets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}/drey")
# For editors of unit tests.
install(FILES "${PROJECT_SOURCE_DIR}/runtime/testing/test-file.schema.json" DESTINATION "${CMAKE_INSTALL_DATADIR}/drey")
install(TARGETS drey RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/engine" "${PROJECT_SOURCE_DIR}/runtime"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/drey"
  FILES_MATCHING PATTERN "*.h"
  PATTERN "cli" EXCLUDE)

set(drey_package_directory "${CMAKE_INSTALL_LIBDIR}/cmake/drey")
install(EXPORT drey-targets NAMESPACE drey:: DESTINATION "${drey_package_directory}")
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/drey-config.cmake.in" "${PROJECT_BINARY_DIR}/drey-config.cmake"
  INSTALL_DESTINATION "${drey_package_directory}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/drey-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/drey-config.cmake" "${PROJECT_BINARY_DIR}/drey-config-version.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/StaticAbseil.cmake"
  DESTINATION "${drey_package_directory}")
