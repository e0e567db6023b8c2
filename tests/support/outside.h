/* SPDX-License-Identifier: EUPL-1.2 */
/* The world outside, on this machine: servers that the tests of the link layer talk to. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A temporary folder; outside_stop removes it. */
char *outside_dir(void);

/* Puts ca.pem, other.pem, server.pem and server.key in dir. */
void outside_certs(const char *dir);

/* Writes a file of this mode. The path; owned. */
char *outside_file(const char *dir, const char *name, const char *text, int mode);

/* Starts argv and waits for its first line of output, which is returned (owned). *ret_pid: to be
 * handed to outside_stop. */
char *outside_start(const char *const *argv, GPid *ret_pid);

/* tests/support/NAME with /usr/bin/python3. The port. */
int outside_server(const char *name, const char *dir, const char *mode, GPid *ret_pid);

/* Is there a Python with aiosmtpd? Says that the test is skipped when there is not. */
bool outside_there(const char *needs);

void outside_end(GPid pid);
void outside_remove(char *dir);

/* The contents; "" when there is no such file. Owned. */
char *outside_read(const char *dir, const char *name);
