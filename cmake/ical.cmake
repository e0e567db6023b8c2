# SPDX-License-Identifier: EUPL-1.2
# libical from its archive, without ICU, where that links (Debian); else the shared library, which
# costs every start the loading of ICU (src/format/icu/no_icu.c).
find_library(ICAL_ARCHIVE libical.a)
if(ICAL_ARCHIVE AND NOT DEFINED ICAL_WITHOUT_ICU)
    file(WRITE ${PROJECT_BINARY_DIR}/probe_ical.c "#include <libical/ical.h>\n"
        "int main(void) { return icalrecurrencetype_from_string(\"FREQ=DAILY\").freq; }\n")
    try_compile(ICAL_WITHOUT_ICU ${PROJECT_BINARY_DIR}/probe_ical
        SOURCES ${PROJECT_BINARY_DIR}/probe_ical.c ${PROJECT_SOURCE_DIR}/src/format/icu/no_icu.c
        CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${ICAL_INCLUDE_DIRS}"
        LINK_LIBRARIES ${ICAL_ARCHIVE})
endif()
if(ICAL_WITHOUT_ICU)
    add_library(piket_no_icu STATIC src/format/icu/no_icu.c)
    add_library(piket_ical INTERFACE)
    target_link_libraries(piket_ical INTERFACE ${ICAL_ARCHIVE} piket_no_icu)
else()
    add_library(piket_ical ALIAS PkgConfig::ICAL)
endif()
