# SPDX-License-Identifier: EUPL-1.2
# One catalogue per language, in a locale/ folder beside the binary (and under the prefix once installed).
set(mo ${PROJECT_BINARY_DIR}/bin/locale/nl/LC_MESSAGES/piket.mo)
file(GLOB po_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/po/nl.po ${PROJECT_SOURCE_DIR}/po/nl.d/*.po)
if(po_files)
    file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/bin/locale/nl/LC_MESSAGES)
    add_custom_command(OUTPUT ${mo}
        COMMAND ${MSGCAT} --use-first -o ${PROJECT_BINARY_DIR}/nl.po ${po_files}
        COMMAND ${MSGFMT} --check-format --check-domain -o ${mo} ${PROJECT_BINARY_DIR}/nl.po
        DEPENDS ${po_files} VERBATIM)
    add_custom_target(words ALL DEPENDS ${mo})
    add_dependencies(piket words)
    add_dependencies(piket-watch words)
endif()
