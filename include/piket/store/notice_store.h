/* SPDX-License-Identifier: EUPL-1.2 */
/* Notices and the channels of persons, as rows. The states and their order: piket/model/notice.h.
 */
#pragma once

#include "piket/model/notice.h"
#include "piket/store/db.h"

/* Array of PkPersonChannel, by login and channel. login "": everybody. */
GPtrArray *pk_channel_rows(PkDb *db, const char *login, GError **error);
bool pk_channel_put(PkDb *db, const PkPersonChannel *channel, const char *by_who, int64_t at_us,
                    GError **error);

/* *ret_value becomes NULL when it was never set. Owned. */
bool pk_notice_setting(PkDb *db, const char *name, char **ret_value, GError **error);
bool pk_notice_setting_put(PkDb *db, const char *name, const char *value, const char *by_who,
                           int64_t at_us, GError **error);

/* State queued, no attempts. */
bool pk_notice_insert(PkDb *db, const PkNotice *notice, GError **error);

/* Array of PkNotice in order; login NULL: of everybody. */
GPtrArray *pk_notice_rows_due(PkDb *db, PkChannel channel, const char *login, int64_t now_us,
                              unsigned n, GError **error);

/* INT64_MAX when none waits. */
bool pk_notice_next_due(PkDb *db, PkChannel channel, const char *login, int64_t *ret_us,
                        GError **error);

/* Claims a notice that is as it was read; address is that of the struct. Errors: CONFLICT. */
bool pk_notice_take(PkDb *db, const PkNotice *notice, const char *who, int64_t until_us,
                    GError **error);

/* next_us 0: it is over. */
bool pk_notice_settle(PkDb *db, int64_t key, PkNoticeState state, int64_t next_us, int64_t sent_us,
                      const char *last_error, GError **error);

/* login "": of everybody. */
bool pk_notice_drop(PkDb *db, int64_t page, const char *login, const char *reason, int64_t *ret_n,
                    GError **error);
bool pk_notice_supersede(PkDb *db, const PkNotice *by, const char *reason, GError **error);

/* *ret_notice becomes NULL when there is none. */
bool pk_notice_row(PkDb *db, const char *uuid, PkNotice **ret_notice, GError **error);

/* Newest first. login "": of everybody; state -1: any. */
GPtrArray *pk_notice_rows(PkDb *db, const char *login, int state, unsigned limit, GError **error);
GPtrArray *pk_notice_rows_of(PkDb *db, const char *login, PkChannel channel, unsigned limit,
                             GError **error);
