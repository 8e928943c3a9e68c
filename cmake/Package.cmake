# Debian packages, made by `cpack --config build/release/CPackConfig.cmake`: drey, the program, and libdrey-dev, the library. The packages that drey
# depends on are found by dpkg-shlibdeps.
set(drey_debian_files "${PROJECT_BINARY_DIR}/debian")
set(drey_maintainer "The drey maintainers <maintainers@drey.example>")
file(MAKE_DIRECTORY "${drey_debian_files}")
execute_process(COMMAND date -u -R -d "${DREY_RELEASE_DATE}" OUTPUT_VARIABLE drey_changelog_date OUTPUT_STRIP_TRAILING_WHITESPACE
  COMMAND_ERROR_IS_FATAL ANY)
configure_file("${PROJECT_SOURCE_DIR}/cmake/debian/changelog.in" "${drey_debian_files}/changelog" @ONLY)
execute_process(COMMAND gzip -9nf "${drey_debian_files}/changelog" COMMAND_ERROR_IS_FATAL ANY)
foreach(package drey libdrey-dev)
  install(FILES "${PROJECT_SOURCE_DIR}/cmake/debian/copyright" "${drey_debian_files}/changelog.gz"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/${package}" COMPONENT ${package})
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME drey)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "runs Apache Flink SQL jobs in one native process")
set(CPACK_PACKAGE_CONTACT "${drey_maintainer}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
# Debian's policy for folders.
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL drey libdrey-dev)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION TRUE)

set(CPACK_DEBIAN_DREY_PACKAGE_NAME drey)
set(CPACK_DEBIAN_DREY_PACKAGE_SECTION database)
set(CPACK_DEBIAN_DREY_PACKAGE_SHLIBDEPS ON)
set(CPACK_COMPONENT_DREY_DESCRIPTION
  "drey runs an existing Apache Flink SQL job without a cluster and answers\nexactly as Flink does. It checks, tests and explains the SQL of jobs too.")
set(CPACK_DEBIAN_LIBDREY-DEV_PACKAGE_NAME libdrey-dev)
set(CPACK_DEBIAN_LIBDREY-DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_LIBDREY-DEV_PACKAGE_DEPENDS
  "libabsl-dev, libantlr4-runtime-dev, libpcre2-dev, librdkafka-dev, libssl-dev, pkg-config")
set(CPACK_COMPONENT_LIBDREY-DEV_DESCRIPTION
  "The static libraries and headers of drey, for programs that compile and run\nFlink SQL jobs themselves: find_package(drey) of CMake.")
include(CPack)
