# SPDX-License-Identifier: EUPL-1.2
install(TARGETS piket RUNTIME)
install(DIRECTORY ${PROJECT_BINARY_DIR}/bin/locale/ DESTINATION ${CMAKE_INSTALL_LOCALEDIR}
    FILES_MATCHING PATTERN "*.mo")
file(GLOB man1 ${PROJECT_SOURCE_DIR}/docs/man/en/*.1)
file(GLOB man7 ${PROJECT_SOURCE_DIR}/docs/man/en/*.7)
file(GLOB man1_nl ${PROJECT_SOURCE_DIR}/docs/man/nl/*.1)
file(GLOB man7_nl ${PROJECT_SOURCE_DIR}/docs/man/nl/*.7)
install(FILES ${man1} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${man7} DESTINATION ${CMAKE_INSTALL_MANDIR}/man7)
install(FILES ${man1_nl} DESTINATION ${CMAKE_INSTALL_MANDIR}/nl/man1)
install(FILES ${man7_nl} DESTINATION ${CMAKE_INSTALL_MANDIR}/nl/man7)
