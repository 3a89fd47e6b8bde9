# Tests are found by directory:
#
#   tests/unit/test_NAME.c    a cmocka program                         ctest name unit.NAME, label unit
#                             and once more under Valgrind             valgrind.NAME, label valgrind
#   tests/cli/NAME.bats       runs the programs as a user would        ctest name cli.NAME, label cli
#                             if it starts sessions, through Prism     contract.NAME, label contract
#   tests/cli/valgrind_*.bats runs them as `$VALGRIND "$ATLCLI"`        label valgrind
#   tests/contract/NAME.bats  requests and answers against the API     ctest name contract.NAME
#                             documents
#   tests/matrix              each command, all that can go wrong      ctest name cli.matrix, label cli
#   tests/dev/NAME.bats       tests of the project's own scripts       ctest name dev.NAME, label dev
#   tests/fuzz/fuzz_NAME.c    a libFuzzer entry point; corpus/NAME/    ctest name fuzz.NAME, label fuzz
#
# Each runs through tests/run, which gives it a home and a scratch directory of its own.
enable_testing()

# Far more than a test needs on a slow, busy machine: it ends a hang, nothing else.
set(test_timeout 900)

# A status that no program of ours uses tells a finding from a failure that a test expects. To read which
# functions the compiler put into others would be a fifth of each start.
set(valgrind_options -q --read-inline-info=no --error-exitcode=99 --leak-check=full
    --errors-for-leak-kinds=definite,indirect,possible)
find_program(VALGRIND valgrind)
if(ATLCLI_SANITIZE)
    unset(VALGRIND CACHE)
    set(VALGRIND "")
endif()

function(register_test name label)
    add_test(NAME ${name} COMMAND ${CMAKE_SOURCE_DIR}/tests/run ${name} ${ARGN})
    set(environment PROJECT_SOURCE=${CMAKE_SOURCE_DIR} PROJECT_BUILD=${CMAKE_BINARY_DIR}
        ATLCLI_PREFIX=${pinned_prefix})
    if(VALGRIND)
        list(JOIN valgrind_options " " options)
        list(APPEND environment "VALGRIND=${VALGRIND} ${options}")
    endif()
    if(TARGET atlcli)
        list(APPEND environment ATLCLI=$<TARGET_FILE:atlcli>)
    endif()
    if(TARGET watch_secrets)
        list(APPEND environment ATLCLI_WATCHER=$<TARGET_FILE:watch_secrets>)
    endif()
    if(TARGET broken_disk)
        list(APPEND environment ATLCLI_BROKEN_DISK=$<TARGET_FILE:broken_disk>)
    endif()
    if(TARGET atlcli-sandbox)
        list(APPEND environment ATLCLI_SANDBOX=$<TARGET_FILE:atlcli-sandbox>)
    endif()
    set_tests_properties(${name} PROPERTIES
        LABELS ${label} TIMEOUT ${test_timeout} SKIP_RETURN_CODE 77 ENVIRONMENT "${environment}")
    # The longest begin first, so that at the end no core waits for one that began late.
    if(name MATCHES "^cli\\.valgrind_")
        set_tests_properties(${name} PROPERTIES COST 30)
    elseif(label STREQUAL "contract")
        set_tests_properties(${name} PROPERTIES COST 20)
    elseif(label STREQUAL "cli")
        set_tests_properties(${name} PROPERTIES COST 10)
    endif()
endfunction()

# Unit tests that only repeat what others do under Valgrind: thousands of trees, of which the corpus has
# each kind; hundreds of changes to a file of credentials; sites as large as can be; thousands of
# command lines.
set(no_valgrind command_usage content_properties credentials_writers sandbox_seed)

if(TARGET ext_cmocka)
    # What several unit tests share, such as servers that misbehave.
    find_sources(unit_support tests/unit/support/*.c)
    if(unit_support)
        add_library(unit_support STATIC ${unit_support})
        target_include_directories(unit_support PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests/unit)
        target_link_libraries(unit_support PUBLIC libatlcli PRIVATE atlcli_flags)
    endif()
    find_sources(unit_tests tests/unit/test_*.c)
    foreach(source IN LISTS unit_tests)
        get_filename_component(program ${source} NAME_WE)
        string(REPLACE "test_" "" name ${program})
        add_executable(${program} ${source})
        target_include_directories(${program} PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests/unit)
        foreach(library IN ITEMS unit_support atlcli_commands sandbox)
            if(TARGET ${library})
                target_link_libraries(${program} PRIVATE ${library})
            endif()
        endforeach()
        target_link_libraries(${program} PRIVATE libatlcli ext_cmocka atlcli_flags)
        register_test(unit.${name} unit $<TARGET_FILE:${program}>)
        if(VALGRIND AND NOT name IN_LIST no_valgrind)
            register_test(valgrind.${name} valgrind ${VALGRIND} ${valgrind_options} $<TARGET_FILE:${program}>)
            set_property(TEST valgrind.${name} APPEND PROPERTY ENVIRONMENT ATLCLI_WATCHED=yes)
        endif()
    endforeach()
endif()

# Files of tests/cli that are no contract tests as well: what one sends is in no document, on purpose; in
# another a hundred thousand issues go by; of the others the answers are broken.
set(no_contract api safety jira_search_large jobs sandbox_faults wiki_docs_rounds wiki_docs_converge
    wiki_docs_combinations wiki_docs_watch wiki_docs_killed wiki_docs_meanwhile wiki_docs_soak killed)

# Files of tests/cli that run once, where the programs are watched: in the build with sanitizers. They hold
# texts against what they should be, or break what they can.
set(sanitized_alone safety sandbox_faults auth_profiles auth_status init_terminal robustness api auth_keychain
    auth_login doctor secrets wiki_convert wiki_docs_watch wiki_docs_meanwhile)

# And those that run once as released. They ask the sandbox server with curl alone, whose parsers its fuzzer
# watches, and which serves all other files with sanitizers, too; start a program for each command there is;
# kill them all the time; hold their memory against what it was, or preload a library into them; or wait for
# pandoc or mandoc. What those call has unit tests.
set(released_alone memory sandbox sandbox_agile sandbox_command sandbox_confluence sandbox_confluence_v1
    sandbox_issues sandbox_jira_site completion help jobs man wiki_pandoc jira_search_large wiki_docs_rounds
    wiki_docs_converge wiki_docs_combinations wiki_docs_disk wiki_docs_killed wiki_docs_soak killed)

# What goes through Prism takes long, so each file runs once: these with sanitizers, the others as released.
set(sanitized_contract jira_attachments jira_bulk jira_export jira_issue jira_search wiki_docs_push coverage)

# Preloaded by tests/cli/memory.bats and wiki_docs_disk.bats; sanitizers must be loaded before all others.
if(CMAKE_SYSTEM_NAME STREQUAL Linux AND NOT ATLCLI_SANITIZE AND NOT ATLCLI_FUZZ)
    add_library(watch_secrets MODULE tests/memory/watch_secrets.c)
    target_link_libraries(watch_secrets PRIVATE atlcli_flags ${CMAKE_DL_LIBS})
    add_library(broken_disk MODULE tests/disk/broken_disk.c)
    target_link_libraries(broken_disk PRIVATE atlcli_flags)
endif()

find_program(BATS bats)
if(BATS)
    # What tests have written stays until tests/run has looked through it.
    set(bats ${BATS} --no-tempdir-cleanup --tap)
    foreach(directory IN ITEMS cli contract dev)
        find_sources(files tests/${directory}/*.bats)
        foreach(file IN LISTS files)
            get_filename_component(name ${file} NAME_WE)
            set(label ${directory})
            if(name MATCHES "^valgrind_")
                if(NOT VALGRIND)
                    continue()
                endif()
                set(label valgrind)
            endif()
            # What commands ask for, and get, is as documented: what uses sessions runs with Prism in
            # between.
            file(STRINGS ${file} sessions REGEX "^ *start_session ")
            if(label STREQUAL "cli" AND sessions AND NOT name IN_LIST no_contract AND NOT ATLCLI_ALL_TESTS)
                set(label contract)
                set(command ${CMAKE_SOURCE_DIR}/tests/contract/under-contract ${bats} ${file})
            else()
                set(command ${bats} ${file})
            endif()
            if(label STREQUAL "contract")
                if((ATLCLI_SANITIZE AND NOT name IN_LIST sanitized_contract) OR
                   (NOT ATLCLI_SANITIZE AND name IN_LIST sanitized_contract AND NOT ATLCLI_ALL_TESTS))
                    continue()
                endif()
            endif()
            if(NOT ATLCLI_SANITIZE AND name IN_LIST sanitized_alone AND NOT ATLCLI_ALL_TESTS)
                continue()
            endif()
            if(ATLCLI_SANITIZE AND name IN_LIST released_alone)
                continue()
            endif()
            if(label STREQUAL "contract")
                register_test(contract.${name} contract ${command})
            else()
                register_test(${directory}.${name} ${label} ${command})
            endif()
        endforeach()
    endforeach()
    # They share one server of Prism, which is there as long as one of them needs it.
    get_directory_property(contract_tests TESTS)
    list(FILTER contract_tests INCLUDE REGEX "^contract\\.")
    set_tests_properties(${contract_tests} PROPERTIES FIXTURES_REQUIRED prism)
    set(prism_server ${CMAKE_SOURCE_DIR}/tests/contract/prism-server)
    register_test(contract.prism_start contract ${prism_server} start)
    register_test(contract.prism_stop contract ${prism_server} stop)
    set_tests_properties(contract.prism_start PROPERTIES FIXTURES_SETUP prism COST 40)
    set_tests_properties(contract.prism_stop PROPERTIES FIXTURES_CLEANUP prism)
    # One looks back on all that the others did, in both builds: the released one is tested first.
    if(TEST contract.coverage)
        list(REMOVE_ITEM contract_tests contract.coverage)
        set_tests_properties(${contract_tests} PROPERTIES FIXTURES_SETUP contract)
        set_tests_properties(contract.coverage PROPERTIES FIXTURES_REQUIRED contract)
    endif()
endif()

# Commands on sites and networks that fail: a sample; `./dev matrix` runs all of it.
find_program(PYTHON3 python3)
if(PYTHON3 AND TARGET atlcli AND TARGET atlcli-sandbox)
    if(ATLCLI_SANITIZE)
        set(how --thin)
    else()
        set(how --quick)
    endif()
    register_test(cli.matrix cli ${CMAKE_SOURCE_DIR}/tests/reliability/matrix ${how} ${CMAKE_BINARY_DIR})
    set_tests_properties(cli.matrix PROPERTIES COST 50)
endif()

# Fuzzers: libFuzzer programs in the fuzz preset; everywhere else the seed corpus is replayed as a test.
find_sources(fuzzers tests/fuzz/fuzz_*.c)
if(NOT ATLCLI_FUZZ)
    add_library(fuzz_replay OBJECT tests/fuzz/replay.c)
    target_link_libraries(fuzz_replay PUBLIC libatlcli PRIVATE atlcli_flags)
endif()
# What several of them share: a site in the same process.
find_sources(fuzz_support tests/fuzz/support/*.c)
if(TARGET sandbox)
    add_library(fuzz_support STATIC ${fuzz_support})
    target_include_directories(fuzz_support PRIVATE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(fuzz_support PUBLIC sandbox libatlcli PRIVATE atlcli_flags)
    # In place of the network and of the clock; the linker knows these names.
    set_source_files_properties(tests/fuzz/support/wire.c PROPERTIES COMPILE_OPTIONS -Wno-reserved-identifier)
    set(fuzz_wire -Wl,--wrap=atl_http_send,--wrap=atl_sleep,--wrap=atl_clock_monotonic_ms,--wrap=atl_clock_wall_ms)
endif()
foreach(source IN LISTS fuzzers)
    get_filename_component(program ${source} NAME_WE)
    string(REPLACE "fuzz_" "" name ${program})
    add_executable(${program} ${source})
    target_include_directories(${program} PRIVATE ${CMAKE_SOURCE_DIR}/src)
    foreach(library IN ITEMS fuzz_support atlcli_commands sandbox)
        if(TARGET ${library})
            target_link_libraries(${program} PRIVATE ${library})
        endif()
    endforeach()
    target_link_libraries(${program} PRIVATE libatlcli atlcli_flags)
    if(name MATCHES "^(answers|workspace)$")
        target_link_options(${program} PRIVATE ${fuzz_wire})
    endif()
    # libFuzzer calls it by name, so no header declares it.
    set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS -Wno-missing-prototypes)
    if(ATLCLI_FUZZ)
        target_link_options(${program} PRIVATE -fsanitize=fuzzer)
    else()
        target_link_libraries(${program} PRIVATE fuzz_replay)
        register_test(fuzz.${name} fuzz $<TARGET_FILE:${program}> ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name})
    endif()
endforeach()
