# SPDX-License-Identifier: EUPL-1.2
# schema/pack.c embeds migrations, queries and reference data, and refuses what one engine alone knows.
add_executable(piket-pack ${PROJECT_SOURCE_DIR}/schema/pack.c)
set_target_properties(piket-pack PROPERTIES C_CLANG_TIDY "")
target_compile_options(piket-pack PRIVATE -Wall -Wextra)
target_link_libraries(piket-pack PRIVATE PkgConfig::GLIB)
file(GLOB_RECURSE schema_files CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/schema/*.sql ${PROJECT_SOURCE_DIR}/schema/*.csv)
set(packed ${PROJECT_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${packed})
add_custom_command(
    OUTPUT ${packed}/schema_packed.c ${packed}/piket_sql.h
    COMMAND piket-pack ${PROJECT_SOURCE_DIR}/schema ${packed}/schema_packed.c ${packed}/piket_sql.h
    DEPENDS piket-pack ${schema_files}
    COMMENT "Packing schema" VERBATIM)
target_sources(piket_store PRIVATE ${packed}/schema_packed.c ${packed}/piket_sql.h)
target_include_directories(piket_store PRIVATE ${packed})
