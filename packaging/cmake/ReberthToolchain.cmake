# Compiler, warnings, sanitizers, linker: the one place for flags.
find_program(REBERTH_CCACHE ccache)
if(REBERTH_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Without this ccache leaves everything alone that uses a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${REBERTH_CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER "${REBERTH_CCACHE}")
endif()

find_program(REBERTH_LLD ld.lld)
if(REBERTH_LLD)
  add_link_options(-fuse-ld=lld)
endif()

add_library(reberth_warnings INTERFACE)
target_compile_options(reberth_warnings INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wpedantic;-Wshadow;-Wnon-virtual-dtor;-Woverloaded-virtual;-Wcast-align;-Wunused;-Wnull-dereference>
  $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-Wduplicated-cond;-Wlogical-op>)
# GCC 12 reports null dereferences inside the standard library and coroutine frames at -O2.
target_compile_options(reberth_warnings INTERFACE
  $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>,$<NOT:$<CONFIG:Debug>>>:-Wno-null-dereference>)
option(REBERTH_WERROR "Treat warnings as errors" OFF)
if(REBERTH_WERROR)
  target_compile_options(reberth_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Werror>)
endif()
target_compile_definitions(reberth_warnings INTERFACE
  QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
  QT_NO_FOREACH QT_STRICT_ITERATORS)

# REBERTH_SANITIZE: "", "address,undefined", "thread", "fuzzer-no-link,address,undefined"
set(REBERTH_SANITIZE "" CACHE STRING "Value for -fsanitize=")
if(REBERTH_SANITIZE)
  add_compile_options(-fsanitize=${REBERTH_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${REBERTH_SANITIZE})
  if(REBERTH_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()

option(REBERTH_COVERAGE "Instrument for gcov" OFF)
if(REBERTH_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()

if(BUILD_SHARED_LIBS)
  add_link_options($<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,SHARED_LIBRARY>:-Wl,-z,defs>)
endif()
