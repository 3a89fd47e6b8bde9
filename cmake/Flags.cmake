# What every target is compiled and linked with.
include(CheckPIESupported)
check_pie_supported()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

add_library(atlcli_flags INTERFACE)
target_compile_options(atlcli_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
    -Wvla -Wformat -Wformat-security -fstack-protector-strong -ffunction-sections -fdata-sections)
# Empty, as a source file's own #define would have it.
target_compile_options(atlcli_flags INTERFACE -D_GNU_SOURCE=)
target_compile_definitions(atlcli_flags INTERFACE ATLCLI_VERSION="${PROJECT_VERSION}")
if(ATLCLI_WERROR)
    target_compile_options(atlcli_flags INTERFACE -Werror)
endif()

if(APPLE)
    target_link_options(atlcli_flags INTERFACE -Wl,-dead_strip)
else()
    target_compile_options(atlcli_flags INTERFACE -fstack-clash-protection)
    target_link_options(atlcli_flags INTERFACE -Wl,--gc-sections -Wl,--as-needed -Wl,-z,relro,-z,now -Wl,-z,noexecstack)
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64" AND CMAKE_C_COMPILER_ID STREQUAL "GNU")
        # Not the shadow stack: a fiber's switch jumps from one stack to another.
        target_compile_options(atlcli_flags INTERFACE -fcf-protection=branch)
    endif()
endif()

if(ATLCLI_SANITIZE)
    target_compile_options(atlcli_flags INTERFACE
        -fsanitize=${ATLCLI_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
        # The sanitizers' own code hides from gcc what a conversion can't lose; other builds look.
        -Wno-conversion)
    target_link_options(atlcli_flags INTERFACE -fsanitize=${ATLCLI_SANITIZE})
elseif(CMAKE_BUILD_TYPE MATCHES "Rel")
    # The sanitizers bring their own checks in place of these.
    target_compile_options(atlcli_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
endif()

if(ATLCLI_FUZZ)
    target_compile_options(atlcli_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(ATLCLI_LTO)
    include(CheckIPOSupported)
    check_ipo_supported()
    set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
endif()
