# The libraries atlcli stands on: pinned ones from third_party/, the others from the distribution.
# Archives are preferred throughout, so that the program runs where none of them is installed.

set(ATLCLI_PREFIX "" CACHE PATH "Where curl, wolfSSL, cJSON and md4c are; empty: built from third_party/")

set(pinned_prefix ${ATLCLI_PREFIX})
if(NOT pinned_prefix)
    file(GLOB recipes CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/third_party/recipes/*)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
        third_party/libraries.txt third_party/build ${recipes})
    message(STATUS "Pinned libraries: third_party/build (takes about two minutes the first time)")
    # One prefix serves every preset: which compiler atlcli itself is built with makes no difference.
    execute_process(COMMAND ${CMAKE_COMMAND} -E env --unset=CC --unset=CFLAGS ${CMAKE_SOURCE_DIR}/third_party/build
        OUTPUT_VARIABLE pinned_prefix OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
endif()
message(STATUS "Pinned libraries: ${pinned_prefix}")

# An imported target `name`: the header's directory and the archives (shared libraries where there
# is no archive), in link order. PREFIX: look there and nowhere else. SHARED: never the archive.
function(add_external name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "OPTIONAL;SHARED" "HEADER;PREFIX" "LIBRARIES;NEEDS")
    set(where "")
    if(arg_PREFIX)
        set(where PATHS ${arg_PREFIX} NO_DEFAULT_PATH)
    endif()
    set(files "")
    foreach(library IN LISTS arg_LIBRARIES)
        set(variable library_${name}_${library})
        unset(${variable} CACHE)
        set(archive lib${library}.a)
        if(arg_SHARED)
            set(archive "")
        endif()
        find_library(${variable} NAMES ${archive} ${library} ${where} PATH_SUFFIXES lib)
        list(APPEND files ${${variable}})
    endforeach()
    unset(header_${name} CACHE)
    find_path(header_${name} ${arg_HEADER} ${where} PATH_SUFFIXES include)
    if(NOT header_${name} OR files MATCHES "NOTFOUND")
        if(arg_OPTIONAL)
            return()
        endif()
        message(FATAL_ERROR "${name} was not found. ./dev build installs what is missing.")
    endif()
    add_library(${name} INTERFACE IMPORTED GLOBAL)
    target_include_directories(${name} INTERFACE ${header_${name}})
    target_link_libraries(${name} INTERFACE ${files} ${arg_NEEDS})
endfunction()

add_external(ext_wolfssl PREFIX ${pinned_prefix} HEADER wolfssl/ssl.h LIBRARIES wolfssl NEEDS m)
add_external(ext_cjson PREFIX ${pinned_prefix} HEADER cjson/cJSON.h LIBRARIES cjson NEEDS m)
add_external(ext_md4c PREFIX ${pinned_prefix} HEADER md4c.h LIBRARIES md4c-html md4c)
add_external(ext_yaml HEADER yaml.h LIBRARIES yaml)
add_external(ext_ev HEADER ev.h LIBRARIES ev NEEDS m)
add_external(ext_nghttp2 HEADER nghttp2/nghttp2.h LIBRARIES nghttp2)
add_external(ext_cares HEADER ares.h LIBRARIES cares)
add_external(ext_brotli HEADER brotli/decode.h LIBRARIES brotlidec brotlicommon)
add_external(ext_zstd HEADER zstd.h LIBRARIES zstd)
add_external(ext_zlib HEADER zlib.h LIBRARIES z)
add_external(ext_deflate HEADER libdeflate.h LIBRARIES deflate)
add_external(ext_sqlite HEADER sqlite3.h LIBRARIES sqlite3 NEEDS m)
add_external(ext_idn2 HEADER idn2.h LIBRARIES idn2 unistring)
add_external(ext_curl PREFIX ${pinned_prefix} HEADER curl/curl.h LIBRARIES curl
    NEEDS ext_wolfssl ext_nghttp2 ext_cares ext_brotli ext_zstd ext_zlib ext_idn2)
target_compile_definitions(ext_curl INTERFACE CURL_STATICLIB)

# What only the sandbox and the tests need may be missing; their targets are then left out.
# GnuTLS has no archive of everything it stands on, so the sandbox links it as a shared library.
add_external(ext_microhttpd OPTIONAL SHARED HEADER microhttpd.h LIBRARIES microhttpd)
add_external(ext_gnutls OPTIONAL SHARED HEADER gnutls/gnutls.h LIBRARIES gnutls)
add_external(ext_cmocka OPTIONAL HEADER cmocka.h LIBRARIES cmocka)

# The XML parser is opened with dlopen when first needed, since it brings Unicode tables of 30 MB that
# would slow every start: only its headers count here.
find_path(LIBXML2_HEADERS libxml/parser.h PATH_SUFFIXES libxml2)
if(NOT LIBXML2_HEADERS)
    message(FATAL_ERROR "libxml2's headers were not found. ./dev build installs what is missing.")
endif()

# So is libgit2, whose start reads every certificate of the system.
find_path(LIBGIT2_HEADERS git2.h)
if(NOT LIBGIT2_HEADERS)
    message(FATAL_ERROR "libgit2's headers were not found. ./dev build installs what is missing.")
endif()

# The Secret Service client is opened with dlopen when first needed: only its headers count here.
find_package(PkgConfig)
if(PkgConfig_FOUND)
    pkg_check_modules(secret QUIET libsecret-1)
endif()
