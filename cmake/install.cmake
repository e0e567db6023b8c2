# SPDX-License-Identifier: EUPL-1.2
install(TARGETS piket piket-watch RUNTIME)
install(DIRECTORY ${PROJECT_BINARY_DIR}/bin/locale/ DESTINATION ${CMAKE_INSTALL_LOCALEDIR}
    FILES_MATCHING PATTERN "*.mo")
foreach(section 1 5 7 8)
    file(GLOB pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/man/en/*.${section})
    file(GLOB pages_nl CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/man/nl/*.${section})
    install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
    install(FILES ${pages_nl} DESTINATION ${CMAKE_INSTALL_MANDIR}/nl/man${section})
endforeach()
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

# Units for the machine and for a person, and the environment that says which database is watched.
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
    install(FILES packaging/systemd/piket-watch.service DESTINATION lib/systemd/system)
    install(FILES packaging/systemd/piket-watch-desktop.service DESTINATION lib/systemd/user)
    install(FILES packaging/debian/watch.env DESTINATION /etc/piket)
    install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
endif()
