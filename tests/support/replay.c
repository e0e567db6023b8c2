/* SPDX-License-Identifier: EUPL-1.2 */
/* main() for a fuzz target without libFuzzer: gives it every file of the corpus folders or files
 * named on the command line, and the empty input. An empty or missing corpus is a failure, for a
 * test that replays nothing tests nothing. */
#include <glib.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned
replay_file(const char *path)
{
    g_autofree char *bytes = NULL;
    size_t size = 0;
    g_autoptr(GError) error = NULL;

    if (!g_file_get_contents(path, &bytes, &size, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return 0;
    }
    /* An exact copy: a read past the end is then seen by AddressSanitizer. */
    g_autofree uint8_t *exact = g_memdup2(bytes, size);
    LLVMFuzzerTestOneInput(exact ? exact : (const uint8_t *)"", size);
    return 1;
}

static unsigned
replay(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    unsigned n = 0;

    if (!dir)
        return replay_file(path);
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        n += replay_file(file);
    }
    return n;
}

int
main(int argc, char **argv)
{
    unsigned n = 0;

    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++)
        n += replay(argv[i]);
    printf("%u inputs replayed\n", n);
    return n == 0;
}
