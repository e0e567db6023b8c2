# SPDX-License-Identifier: EUPL-1.2
# One static library per layer, linked only downwards.
function(piket_layer name)
    cmake_parse_arguments(L "" "" "DIRS;LINK" ${ARGN})
    set(files)
    foreach(dir ${L_DIRS})
        file(GLOB found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${dir}/*.c)
        list(APPEND files ${found})
    endforeach()
    add_library(piket_${name} STATIC ${files})
    target_link_libraries(piket_${name} PUBLIC piket_flags ${L_LINK})
endfunction()

piket_layer(base DIRS src/base LINK PkgConfig::GLIB PkgConfig::UUID ${UNISTRING_LIBRARY})
piket_layer(model DIRS src/model LINK piket_base)
piket_layer(format DIRS src/format LINK piket_model PkgConfig::JANSSON piket_ical)
piket_layer(store DIRS src/store LINK piket_model PkgConfig::SQLITE PkgConfig::PQ)
piket_layer(link DIRS src/link LINK piket_model PkgConfig::JANSSON PkgConfig::CURL PkgConfig::GPGME
    PkgConfig::NOTIFY)
piket_layer(app DIRS src/app LINK piket_store piket_format PkgConfig::GPGME)
piket_layer(cli DIRS src/cli LINK piket_app)
piket_layer(ui DIRS ui ui/screens LINK piket_app PkgConfig::NCURSES)
target_include_directories(piket_ui PUBLIC ${PROJECT_SOURCE_DIR}/ui)

include(cmake/pack.cmake)

add_executable(piket src/main.c)
target_link_libraries(piket PRIVATE piket_ui piket_cli)

piket_layer(watch DIRS src/watch LINK piket_app piket_link PkgConfig::SYSTEMD)
target_include_directories(piket_watch PUBLIC ${PROJECT_SOURCE_DIR}/src)
add_executable(piket-watch src/watch.c)
target_link_libraries(piket-watch PRIVATE piket_watch)
