# drey_library(NAME [DEPENDS target…] [PRIVATE target…]): the static library of the folder it is called in, from all its
# sources. Tests of the folder live under tests/, in a mirror of the tree.
set_property(GLOBAL PROPERTY DREY_LIBRARIES "")

function(drey_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPENDS;PRIVATE;EXCLUDE")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cc" "${CMAKE_CURRENT_SOURCE_DIR}/*.h")
  foreach(excluded IN LISTS arg_EXCLUDE)
    list(FILTER sources EXCLUDE REGEX "${excluded}")
  endforeach()
  if(sources MATCHES "\\.cc")
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC drey_own_code ${arg_DEPENDS} PRIVATE ${arg_PRIVATE})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE drey_own_code ${arg_DEPENDS})
  endif()
  set_property(GLOBAL APPEND PROPERTY DREY_LIBRARIES ${name})
endfunction()
