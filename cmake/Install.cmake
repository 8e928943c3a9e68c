# The install tree. Component drey: the program with its manual page, shell completions, documents and examples. Component libdrey-dev, for
# programs of others: find_package(drey) with drey::engine (compiles jobs) and drey::runtime (runs them). Every folder is a static
# library of its own; headers keep their paths below include/drey.
include(CMakePackageConfigHelpers)

add_library(drey_engine INTERFACE)
target_link_libraries(drey_engine INTERFACE drey_check)
add_library(drey_runtime INTERFACE)
target_link_libraries(drey_runtime INTERFACE drey_engine drey_runner drey_connectors drey_log)
set_target_properties(drey_engine PROPERTIES EXPORT_NAME engine)
set_target_properties(drey_runtime PROPERTIES EXPORT_NAME runtime)

get_property(drey_installed_libraries GLOBAL PROPERTY DREY_LIBRARIES)
# What only the program has is no part of the interface.
list(REMOVE_ITEM drey_installed_libraries drey_cli drey_terminal)

install(TARGETS ${drey_installed_libraries} drey_grammar drey_own_code drey_engine drey_runtime
  EXPORT drey-targets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}/drey" COMPONENT libdrey-dev)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/engine" "${PROJECT_SOURCE_DIR}/runtime"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/drey" COMPONENT libdrey-dev
  FILES_MATCHING PATTERN "*.h"
  PATTERN "cli" EXCLUDE
  PATTERN "terminal" EXCLUDE)

set(drey_package_directory "${CMAKE_INSTALL_LIBDIR}/cmake/drey")
install(EXPORT drey-targets NAMESPACE drey:: DESTINATION "${drey_package_directory}" COMPONENT libdrey-dev)
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/drey-config.cmake.in" "${PROJECT_BINARY_DIR}/drey-config.cmake"
  INSTALL_DESTINATION "${drey_package_directory}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/drey-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/drey-config.cmake" "${PROJECT_BINARY_DIR}/drey-config-version.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/StaticAbseil.cmake"
  DESTINATION "${drey_package_directory}" COMPONENT libdrey-dev)

install(TARGETS drey RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT drey)
# For editors of unit tests.
install(FILES "${PROJECT_SOURCE_DIR}/runtime/testing/test-file.schema.json" DESTINATION "${CMAKE_INSTALL_DATADIR}/drey" COMPONENT drey)
install(FILES "${PROJECT_SOURCE_DIR}/README.md" DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT drey)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs" "${PROJECT_SOURCE_DIR}/examples" "${PROJECT_SOURCE_DIR}/flink-applications"
  DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT drey
  PATTERN "run.sh" EXCLUDE)

# What the program says about itself.
set(drey_documents "${PROJECT_BINARY_DIR}/documents")
file(MAKE_DIRECTORY "${drey_documents}")
function(drey_document file)
  list(JOIN ARGN " " command)
  add_custom_command(OUTPUT "${drey_documents}/${file}"
    COMMAND sh -c "${command} >'${drey_documents}/${file}'"
    DEPENDS drey VERBATIM)
endfunction()
drey_document(drey.1.gz "'$<TARGET_FILE:drey>' help --man | gzip -9n")
drey_document(drey.bash "'$<TARGET_FILE:drey>' completion bash")
drey_document(_drey "'$<TARGET_FILE:drey>' completion zsh")
drey_document(drey.fish "'$<TARGET_FILE:drey>' completion fish")
add_custom_target(drey_documents ALL
  DEPENDS "${drey_documents}/drey.1.gz" "${drey_documents}/drey.bash" "${drey_documents}/_drey" "${drey_documents}/drey.fish")
install(FILES "${drey_documents}/drey.1.gz" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT drey)
install(FILES "${drey_documents}/drey.bash" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" RENAME drey COMPONENT drey)
install(FILES "${drey_documents}/_drey" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions" COMPONENT drey)
install(FILES "${drey_documents}/drey.fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d" COMPONENT drey)
