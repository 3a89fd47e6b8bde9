# cmake --install: programs, library, headers, and what atlcli writes about itself.
install(TARGETS libatlcli ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/atlcli DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
if(TARGET atlcli-sandbox)
    install(TARGETS atlcli-sandbox RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
