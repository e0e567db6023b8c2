# SPDX-License-Identifier: EUPL-1.2
# Every tests/<kind>/test_*.c is one ctest entry; fuzz targets replay their corpus.
pkg_check_modules(VTERM IMPORTED_TARGET vterm)

file(GLOB support_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/support/*.c)
list(FILTER support_files EXCLUDE REGEX "pty|replay")
if(support_files)
    add_library(piket_support STATIC ${support_files})
    target_link_libraries(piket_support PUBLIC piket_ui piket_cli)
    target_include_directories(piket_support PUBLIC ${PROJECT_SOURCE_DIR}/tests/support
        ${PROJECT_BINARY_DIR}/generated)
endif()

set(test_env "G_TEST_SRCDIR=${PROJECT_SOURCE_DIR}/tests" "G_TEST_BUILDDIR=${PROJECT_BINARY_DIR}"
    "PIKET_SOURCE_DIR=${PROJECT_SOURCE_DIR}" "PIKET_BIN=$<TARGET_FILE:piket>"
    "PIKET_LOCALEDIR=${PROJECT_BINARY_DIR}/bin/locale" "G_DEBUG=fatal-criticals"
    "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.supp:print_suppressions=0"
    "PIKET_SANITIZED=${PIKET_SANITIZE}" "PIKET_VERSION=${PROJECT_VERSION}"
    "PIKET_TEST_PG_FILE=${PROJECT_BINARY_DIR}/pg.url" "HOME=${PROJECT_BINARY_DIR}/home")
# No test may come near the data of whoever runs it.
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/home)
set(test_unset)
foreach(kind DATA CONFIG STATE CACHE)
    list(APPEND test_unset "XDG_${kind}_HOME=unset:")
endforeach()
list(APPEND test_unset "XDG_RUNTIME_DIR=unset:")
# Nor may what somebody's own psql listens to reach a test.
foreach(name HOST HOSTADDR PORT USER PASSWORD PASSFILE DATABASE OPTIONS SERVICE SERVICEFILE SSLMODE
        TARGETSESSIONATTRS CLIENTENCODING DATESTYLE TZ APPNAME CONNECT_TIMEOUT)
    list(APPEND test_unset "PG${name}=unset:")
endforeach()

# One PostgreSQL server for each run of ctest; it is started only when a chosen test needs it.
foreach(verb start stop)
    add_test(NAME pg/${verb} COMMAND bash ${PROJECT_SOURCE_DIR}/tests/support/pg_fixture.sh ${verb}
        ${PROJECT_BINARY_DIR}/pg.url)
endforeach()
set_tests_properties(pg/start PROPERTIES FIXTURES_SETUP pg TIMEOUT 120)
set_tests_properties(pg/stop PROPERTIES FIXTURES_CLEANUP pg TIMEOUT 120)
set(pg_kinds store app fault cli pg pty)

function(piket_tests kind)
    file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${kind}/test_*.c)
    foreach(file ${files})
        get_filename_component(name ${file} NAME_WE)
        add_executable(${kind}_${name} ${file})
        target_link_libraries(${kind}_${name} PRIVATE ${ARGN})
        target_include_directories(${kind}_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support
            ${PROJECT_BINARY_DIR}/generated)
        add_dependencies(${kind}_${name} piket)
        add_test(NAME ${kind}/${name} COMMAND ${kind}_${name} --tap)
        set_tests_properties(${kind}/${name} PROPERTIES LABELS ${kind} TIMEOUT 300
            SKIP_RETURN_CODE 77 ENVIRONMENT "${test_env}"
            ENVIRONMENT_MODIFICATION "${test_unset}")
        if(kind IN_LIST pg_kinds)
            set_tests_properties(${kind}/${name} PROPERTIES FIXTURES_REQUIRED pg)
        endif()
    endforeach()
endfunction()

set(support)
if(TARGET piket_support)
    set(support piket_support)
endif()
piket_tests(unit piket_format ${support})
piket_tests(store piket_store ${support})
piket_tests(app piket_app ${support})
piket_tests(ui piket_ui ${support})
piket_tests(link piket_link ${support})
add_executable(notifyd ${PROJECT_SOURCE_DIR}/tests/link/notifyd.c)
target_link_libraries(notifyd PRIVATE piket_flags PkgConfig::NOTIFY)
add_executable(link_desktop ${PROJECT_SOURCE_DIR}/tests/link/desktop.c)
target_link_libraries(link_desktop PRIVATE piket_link ${support})
add_dependencies(link_desktop notifyd)
# A desktop of its own: nothing reaches the one of whoever runs the tests.
add_test(NAME link/desktop COMMAND dbus-run-session -- $<TARGET_FILE:link_desktop> --tap)
set_tests_properties(link/desktop PROPERTIES LABELS link TIMEOUT 60
    ENVIRONMENT "${test_env};PIKET_NOTIFYD=$<TARGET_FILE:notifyd>;ASAN_OPTIONS=fast_unwind_on_malloc=0"
    ENVIRONMENT_MODIFICATION "${test_unset}")
# What people do, once more on a server. What is about files alone is not among them.
foreach(name test_change test_party test_report test_undo test_read_detail test_read_list
        test_read_timeline test_need_to_know test_watch test_watch_month
        test_watch_night test_notice
        test_handover test_duty_calendar test_duty test_page test_callback test_deadlines
        test_sync_rota)
    add_test(NAME app-pg/${name} COMMAND app_${name} --tap)
    set_tests_properties(app-pg/${name} PROPERTIES LABELS app-pg TIMEOUT 300 FIXTURES_REQUIRED pg
        SKIP_RETURN_CODE 77 ENVIRONMENT "${test_env};PIKET_TEST_ENGINE=postgresql"
        ENVIRONMENT_MODIFICATION "${test_unset}")
endforeach()
piket_tests(fault piket_app ${support})
piket_tests(pg piket_app ${support})
if(VTERM_FOUND)
    file(GLOB pty_support CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/support/pty*.c)
    if(pty_support)
        add_library(piket_pty STATIC ${pty_support})
        target_link_libraries(piket_pty PUBLIC piket_app PkgConfig::VTERM util)
        target_include_directories(piket_pty PUBLIC ${PROJECT_SOURCE_DIR}/tests/support)
        add_executable(pty-probe ${PROJECT_SOURCE_DIR}/tests/pty/probe.c)
        target_link_libraries(pty-probe PRIVATE piket_ui)
        piket_tests(pty piket_pty piket_app ${support})
        if(TARGET pty_test_term)
            add_dependencies(pty_test_term pty-probe)
        endif()
    endif()
endif()

foreach(kind cli lint fault pg)
    file(GLOB scripts CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${kind}/*.sh)
    foreach(script ${scripts})
        get_filename_component(name ${script} NAME_WE)
        if(NOT name MATCHES "^lib")
            add_test(NAME ${kind}/${name} COMMAND bash ${script}
                WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
            set_tests_properties(${kind}/${name} PROPERTIES LABELS ${kind} TIMEOUT 300
                SKIP_RETURN_CODE 77 ENVIRONMENT "${test_env}"
                ENVIRONMENT_MODIFICATION "${test_unset}")
            if(kind IN_LIST pg_kinds)
                set_tests_properties(${kind}/${name} PROPERTIES FIXTURES_REQUIRED pg)
            endif()
        endif()
    endforeach()
endforeach()

file(GLOB fuzz_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/fuzz/fuzz_*.c)
foreach(file ${fuzz_files})
    get_filename_component(name ${file} NAME_WE)
    string(REPLACE "fuzz_" "" subject ${name})
    if(PIKET_FUZZ)
        add_executable(${name} ${file})
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    else()
        add_executable(${name} ${file} ${PROJECT_SOURCE_DIR}/tests/support/replay.c)
        add_test(NAME fuzz/${subject} COMMAND ${name} ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${subject})
        set_tests_properties(fuzz/${subject} PROPERTIES LABELS fuzz TIMEOUT 300
            ENVIRONMENT "${test_env}" ENVIRONMENT_MODIFICATION "${test_unset}")
    endif()
    target_link_libraries(${name} PRIVATE piket_ui piket_cli piket_link)
endforeach()

file(GLOB bench_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/bench/*.c)
if(bench_files AND TARGET piket_pty)
    add_executable(piket-bench ${bench_files})
    target_link_libraries(piket-bench PRIVATE piket_pty ${support} piket_app PkgConfig::SQLITE
        PkgConfig::PQ)
    # What the store sends to a server is recorded on its way to libpq.
    target_link_options(piket-bench PRIVATE -Wl,--wrap=PQsendPrepare -Wl,--wrap=PQsendQueryPrepared)
    target_include_directories(piket-bench PRIVATE ${PROJECT_BINARY_DIR}/generated)
    add_executable(piket-bench-paint ${PROJECT_SOURCE_DIR}/tests/bench/bare/paint.c)
    target_link_libraries(piket-bench-paint PRIVATE PkgConfig::NCURSES)
    add_dependencies(piket-bench piket piket-bench-paint)
endif()
