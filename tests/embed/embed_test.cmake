# Installs the build, builds examples/embed against the install tree as a stranger would, and runs it.
#
# usage: cmake -DBUILD=… -DSOURCE=… -DWORK=… -DCXX_FLAGS=… -P embed_test.cmake
function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGV}\n${output}")
  endif()
endfunction()

file(REMOVE_RECURSE "${WORK}")
run(${CMAKE_COMMAND} --install "${BUILD}" --prefix "${WORK}/prefix")
run(${CMAKE_COMMAND} -G Ninja -S "${SOURCE}/examples/embed" -B "${WORK}/build"
  "-DCMAKE_PREFIX_PATH=${WORK}/prefix" "-DCMAKE_CXX_FLAGS=${CXX_FLAGS}")
run(${CMAKE_COMMAND} --build "${WORK}/build")
execute_process(COMMAND "${WORK}/build/embed" RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT result EQUAL 0 OR NOT output STREQUAL "{\"name\":\"BOB\"}\n")
  message(FATAL_ERROR "the embedded job returned ${result} and wrote: ${output}")
endif()
execute_process(COMMAND "${WORK}/prefix/bin/drey" --version RESULT_VARIABLE result OUTPUT_VARIABLE output)
if(NOT result EQUAL 0 OR NOT output MATCHES "^drey ")
  message(FATAL_ERROR "the installed program returned ${result} and wrote: ${output}")
endif()
