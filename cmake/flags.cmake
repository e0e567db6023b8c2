# SPDX-License-Identifier: EUPL-1.2
add_library(piket_flags INTERFACE)
target_compile_definitions(piket_flags INTERFACE _GNU_SOURCE PIKET_VERSION="${PROJECT_VERSION}"
    PIKET_INSTALLED_LOCALEDIR="${CMAKE_INSTALL_FULL_LOCALEDIR}"
    GLIB_VERSION_MIN_REQUIRED=GLIB_VERSION_2_74 GLIB_VERSION_MAX_ALLOWED=GLIB_VERSION_2_74)
# clang calls a variable unused that only its cleaner uses; gcc finds those that nothing uses.
target_compile_options(piket_flags INTERFACE -Wall -Wextra -Wshadow -Wswitch-enum -Wformat=2
    -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wwrite-strings -fno-common
    $<$<C_COMPILER_ID:GNU>:-Wjump-misses-init> $<$<C_COMPILER_ID:Clang>:-Wno-unused-variable>
    $<$<BOOL:${PIKET_WERROR}>:-Werror>)
# A library that nothing is asked of is not loaded: starting must stay fast.
target_link_options(piket_flags INTERFACE LINKER:--as-needed)
target_include_directories(piket_flags INTERFACE ${PROJECT_SOURCE_DIR}/include)
if(PIKET_SANITIZE)
    target_compile_options(piket_flags INTERFACE -fsanitize=${PIKET_SANITIZE}
        -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(piket_flags INTERFACE -fsanitize=${PIKET_SANITIZE})
endif()
if(PIKET_FUZZ)
    target_compile_options(piket_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
