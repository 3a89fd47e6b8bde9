# cmake --install: programs, library, headers, and what atlcli writes about itself.
install(TARGETS libatlcli ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/atlcli DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
foreach(program IN ITEMS atlcli atlcli-sandbox)
    if(TARGET ${program})
        install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    endif()
endforeach()

# Manual pages and completions come from the table of commands, so atlcli itself writes them.
if(TARGET atlcli AND NOT ATLCLI_SANITIZE AND NOT CMAKE_CROSSCOMPILING)
    set(written ${CMAKE_BINARY_DIR}/written)
    add_custom_command(OUTPUT ${written}/stamp
        COMMAND ${CMAKE_COMMAND} -E rm -rf ${written}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${written}/man1
        COMMAND atlcli man --quiet --output-dir ${written}/man1
        COMMAND atlcli completion bash > ${written}/atlcli.bash
        COMMAND atlcli completion zsh > ${written}/_atlcli
        COMMAND atlcli completion fish > ${written}/atlcli.fish
        COMMAND ${CMAKE_COMMAND} -E touch ${written}/stamp
        DEPENDS atlcli COMMENT "Writing manual pages and completions" VERBATIM)
    add_custom_target(documents ALL DEPENDS ${written}/stamp)

    install(DIRECTORY ${written}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR})
    install(FILES ${written}/atlcli.bash RENAME atlcli
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
    install(FILES ${written}/_atlcli DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
    install(FILES ${written}/atlcli.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()
