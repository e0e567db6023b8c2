/* SPDX-License-Identifier: EUPL-1.2 */
/* main() for a fuzz target where libFuzzer is not linked: runs the target on every file of the
 * folders and files named, on every truncation of it, and with every single byte changed. Of a long
 * file only some places are varied, so that one costs at most VARIED_BYTES a kind of change. Exit 1
 * when there was no input: a test that replays nothing tests nothing. */
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { VARIED_BYTES = 4 << 20 };

static unsigned long n_runs;

/* An exact copy on the heap, so that AddressSanitizer sees a read beyond the end. */
static void
run(const uint8_t *bytes, size_t size)
{
    g_autofree uint8_t *copy = g_malloc(size + (size == 0));

    if (size > 0)
        memcpy(copy, bytes, size);
    LLVMFuzzerTestOneInput(copy, size);
    n_runs++;
}

static void
run_varied(uint8_t *bytes, size_t size)
{
    static const uint8_t masks[] = { 0x01, 0x80, 0xff };
    size_t step = size * size / VARIED_BYTES + 1;

    run(bytes, size);
    for (size_t at = 0; at < size; at += step) {
        run(bytes, at);
        for (size_t m = 0; m < G_N_ELEMENTS(masks); m++) {
            bytes[at] ^= masks[m];
            run(bytes, size);
            bytes[at] ^= masks[m];
        }
    }
}

static bool
run_file(const char *path)
{
    g_autofree char *bytes = NULL;
    g_autoptr(GError) error = NULL;
    gsize size = 0;

    if (!g_file_get_contents(path, &bytes, &size, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return false;
    }
    run_varied((uint8_t *)bytes, size);
    return true;
}

/* Returns the number of files run, or -1 when one cannot be read. */
static int
run_path(const char *path)
{
    if (!g_file_test(path, G_FILE_TEST_IS_DIR))
        return run_file(path) ? 1 : -1;
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    int n = 0;

    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *inside = g_build_filename(path, name, NULL);
        int more = run_path(inside);
        if (more < 0)
            return -1;
        n += more;
    }
    return n;
}

int
main(int argc, char **argv)
{
    int n_files = 0;

    for (int i = 1; i < argc; i++) {
        int n = run_path(argv[i]);
        if (n < 0)
            return 1;
        n_files += n;
    }
    printf("%d files, %lu runs\n", n_files, n_runs);
    return n_files > 0 ? 0 : 1;
}
