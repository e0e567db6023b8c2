# SPDX-License-Identifier: EUPL-1.2
# cpack -G DEB, in a build with CMAKE_INSTALL_PREFIX=/usr: the programs, their units, manual pages and words.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME piket)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "Piket maintainers <maintainers@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "incident-coordination console for on-call officers")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# libical, ncurses and the rest come from shlibdeps; time zones are data, gpg is run by GPGME.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "gpg, gpg-agent, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "postgresql-client")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Piket helps on-call officers of municipalities and their response teams to
 write down reports, follow incidents, page colleagues until someone answers,
 and hand over in the morning. It works on a file or on PostgreSQL.
 .
 This package holds the console, the watch (piket-watch) with its systemd
 units, and manual pages in English and Dutch.")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(control ${PROJECT_BINARY_DIR}/debian)
file(MAKE_DIRECTORY ${control})
file(WRITE ${control}/conffiles "/etc/piket/watch.env\n")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${control}/conffiles
    ${PROJECT_SOURCE_DIR}/packaging/debian/postinst ${PROJECT_SOURCE_DIR}/packaging/debian/prerm
    ${PROJECT_SOURCE_DIR}/packaging/debian/postrm)
include(CPack)
