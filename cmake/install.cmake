# SPDX-License-Identifier: EUPL-1.2
install(TARGETS piket RUNTIME)
install(DIRECTORY ${PROJECT_BINARY_DIR}/bin/locale/ DESTINATION ${CMAKE_INSTALL_LOCALEDIR}
    FILES_MATCHING PATTERN "*.mo")
foreach(section 1 5 7)
    file(GLOB pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/man/en/*.${section})
    file(GLOB pages_nl CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/man/nl/*.${section})
    install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
    install(FILES ${pages_nl} DESTINATION ${CMAKE_INSTALL_MANDIR}/nl/man${section})
endforeach()
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
