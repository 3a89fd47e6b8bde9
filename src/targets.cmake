# The library, the programs, the benchmarks. Sources are found by directory: a new file needs no
# entry here.

function(find_sources variable)
    set(found "")
    foreach(pattern IN LISTS ARGN)
        file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${pattern})
        list(APPEND found ${files})
    endforeach()
    set(${variable} ${found} PARENT_SCOPE)
endfunction()

# libatlcli: everything below the commands.
set(library_modules base loop config http atlassian query content bulk sync)
list(TRANSFORM library_modules REPLACE "(.+)" "src/\\1/*.c" OUTPUT_VARIABLE library_patterns)
find_sources(library_sources ${library_patterns} src/atlassian/*/*.c src/content/*/*.c src/sync/*/*.c)
add_library(libatlcli STATIC ${library_sources})
set_target_properties(libatlcli PROPERTIES OUTPUT_NAME atlcli)
target_include_directories(libatlcli PUBLIC ${CMAKE_SOURCE_DIR}/include PRIVATE ${CMAKE_SOURCE_DIR}/src)
target_link_libraries(libatlcli
    PUBLIC ext_curl ext_deflate ext_cjson ext_ev ext_wolfssl ext_cares ext_idn2 ext_md4c ext_yaml ext_sqlite ${CMAKE_DL_LIBS} PRIVATE atlcli_flags)
target_include_directories(libatlcli SYSTEM PRIVATE ${LIBXML2_HEADERS} ${LIBGIT2_HEADERS})
if(secret_FOUND)
    target_include_directories(libatlcli SYSTEM PRIVATE ${secret_INCLUDE_DIRS})
    target_compile_definitions(libatlcli PRIVATE ATLCLI_HAVE_LIBSECRET)
endif()
# Valgrind is told of the fibers' stacks. A definition, so that they are compiled again when it gets
# installed after a first build.
find_path(VALGRIND_HEADERS valgrind/valgrind.h)
if(VALGRIND_HEADERS)
    set_source_files_properties(src/loop/stack.c PROPERTIES COMPILE_DEFINITIONS ATLCLI_HAVE_VALGRIND)
endif()
if(APPLE)
    target_link_libraries(libatlcli PUBLIC "-framework Security" "-framework CoreFoundation" resolv)
endif()

# A static library of internal sources, if there are any.
function(add_internal_library name)
    find_sources(sources ${ARGN})
    list(FILTER sources EXCLUDE REGEX "/main\\.c$")
    if(sources)
        add_library(${name} STATIC ${sources})
        target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
        target_link_libraries(${name} PUBLIC libatlcli PRIVATE atlcli_flags)
    endif()
endfunction()

# Commands and their command line: linked into atlcli and into the unit tests.
add_internal_library(atlcli_commands src/cli/*.c src/cmd/*.c src/cmd/*/*.c src/cmd/*/*/*.c)

find_sources(main_source src/main.c)
if(main_source AND TARGET atlcli_commands)
    add_executable(atlcli ${main_source})
    target_link_libraries(atlcli PRIVATE atlcli_commands libatlcli atlcli_flags)
endif()

# The sandbox uses base, query and content of libatlcli; being an archive, no more gets linked.
if(TARGET ext_microhttpd AND TARGET ext_gnutls)
    add_internal_library(sandbox src/sandbox/*.c src/sandbox/*/*.c src/sandbox/*/*/*.c)
    if(TARGET sandbox)
        target_link_libraries(sandbox PUBLIC ext_microhttpd ext_gnutls ext_sqlite)
    endif()
    find_sources(sandbox_main src/sandbox/main.c)
    if(sandbox_main AND TARGET sandbox)
        add_executable(atlcli-sandbox ${sandbox_main})
        target_link_libraries(atlcli-sandbox PRIVATE sandbox atlcli_flags)
    endif()
endif()

# bench/bench_NAME.c becomes bench_NAME.
find_sources(benchmarks bench/*.c)
foreach(source IN LISTS benchmarks)
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE libatlcli atlcli_flags)
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/src)
endforeach()
