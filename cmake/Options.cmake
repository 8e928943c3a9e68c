# Build options and the compiler settings of every own target.
include(GNUInstallDirs)
include(CheckPIESupported)

option(DREY_BUILD_TESTS "Build the tests" ${PROJECT_IS_TOP_LEVEL})
option(DREY_COMPILE_BY_FOLDER "Compile the files of a folder together" ON)
set(DREY_SANITIZER "" CACHE STRING "Sanitizers of own code: empty, address (with undefined) or thread")
set_property(CACHE DREY_SANITIZER PROPERTY STRINGS "" address thread)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
check_pie_supported(LANGUAGES CXX)

find_program(DREY_CCACHE ccache)
if(DREY_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${DREY_CCACHE}")
endif()

# What own code is compiled with; generated and foreign code is not held to these warnings.
add_library(drey_own_code INTERFACE)
# GCC 12 sees overlaps in inlined std::string code (GCC bug 105651) and uninitialized members of empty optionals (GCC bug 80635)
# that are not there.
target_compile_options(drey_own_code INTERFACE
  "$<BUILD_INTERFACE:-Wall;-Wextra;-Wshadow;-Wconversion;-Werror;-Wno-restrict;-Wno-maybe-uninitialized>")
if(DREY_COMPILE_BY_FOLDER)
  # Of files that are compiled together none is the main file, which alone may have types with internal linkage inside others; and the
  # compiler's limits for inlining are meant for files.
  target_compile_options(drey_own_code INTERFACE
    "$<BUILD_INTERFACE:-Wno-subobject-linkage;SHELL:--param inline-unit-growth=400;SHELL:--param large-unit-insns=100000>")
endif()
target_include_directories(drey_own_code INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/drey>)
target_compile_features(drey_own_code INTERFACE cxx_std_20)

find_program(DREY_LLD ld.lld)
if(DREY_LLD)
  add_link_options(-fuse-ld=lld)
endif()

# The sanitizer presets are release builds whose code under test is compiled like this instead: hardly optimized, because with
# -fsanitize=undefined the compiler spends most of its time on what it inlines, and with assertions. engine/ and runtime/ say where.
set(DREY_SANITIZER_FLAGS "")
if(DREY_SANITIZER STREQUAL "address")
  set(DREY_SANITIZER_FLAGS -O0 -fsanitize=address,undefined -fno-sanitize-recover=all)
elseif(DREY_SANITIZER STREQUAL "thread")
  set(DREY_SANITIZER_FLAGS -O1 -fsanitize=thread)
elseif(NOT DREY_SANITIZER STREQUAL "")
  message(FATAL_ERROR "DREY_SANITIZER is '${DREY_SANITIZER}'; it is empty, address or thread")
endif()
if(DREY_SANITIZER_FLAGS)
  add_link_options(${DREY_SANITIZER_FLAGS})
  list(APPEND DREY_SANITIZER_FLAGS -g1 -fno-omit-frame-pointer -UNDEBUG -U_FORTIFY_SOURCE)
endif()

# Hardening of the release build: PIE, read-only relocations, stack protector, FORTIFY.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-fstack-protector-strong -D_FORTIFY_SOURCE=2)
  add_link_options(-Wl,-z,relro,-z,now -Wl,--gc-sections)
  add_compile_options(-ffunction-sections -fdata-sections)
endif()
