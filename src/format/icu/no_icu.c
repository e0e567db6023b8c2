/* SPDX-License-Identifier: EUPL-1.2 */
/* Stands in for ICU where libical is linked from its archive.
 *
 * libical asks ICU for one thing, iterating recurrences, and Piket does that itself
 * (format/ical.h). Loading ICU and the C++ library behind it would add 2 ms and 34 MB of mappings
 * to every start of `piket`. So these are here: a calendar can not be opened, which libical reports
 * as an error, and nothing of the rest is ever reached. Names get ICU's version from its own
 * headers. */
#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

U_CAPI UCalendar *U_EXPORT2
ucal_open(const UChar *zone, int32_t len, const char *locale, UCalendarType type,
          UErrorCode *status)
{
    (void)zone, (void)len, (void)locale, (void)type;
    *status = U_UNSUPPORTED_ERROR;
    return NULL;
}

U_CAPI UChar *U_EXPORT2
u_strFromUTF8Lenient(UChar *to, int32_t capacity, int32_t *ret_len, const char *from, int32_t len,
                     UErrorCode *status)
{
    (void)capacity, (void)ret_len, (void)from, (void)len;
    *status = U_UNSUPPORTED_ERROR;
    return to;
}

U_CAPI int32_t U_EXPORT2
uloc_setKeywordValue(const char *keyword, const char *value, char *buffer, int32_t capacity,
                     UErrorCode *status)
{
    (void)keyword, (void)value, (void)buffer, (void)capacity;
    *status = U_UNSUPPORTED_ERROR;
    return 0;
}

U_CAPI UEnumeration *U_EXPORT2
ucal_getKeywordValuesForLocale(const char *key, const char *locale, UBool common,
                               UErrorCode *status)
{
    (void)key, (void)locale, (void)common;
    *status = U_UNSUPPORTED_ERROR;
    return NULL;
}

/* Only with an open calendar. */

U_CAPI void U_EXPORT2
ucal_close(UCalendar *calendar)
{
    (void)calendar;
}

U_CAPI void U_EXPORT2
ucal_add(UCalendar *calendar, UCalendarDateFields field, int32_t amount, UErrorCode *status)
{
    (void)calendar, (void)field, (void)amount, (void)status;
}

U_CAPI int32_t U_EXPORT2
ucal_get(const UCalendar *calendar, UCalendarDateFields field, UErrorCode *status)
{
    (void)calendar, (void)field, (void)status;
    return 0;
}

U_CAPI int32_t U_EXPORT2
ucal_getLimit(const UCalendar *calendar, UCalendarDateFields field, UCalendarLimitType type,
              UErrorCode *status)
{
    (void)calendar, (void)field, (void)type, (void)status;
    return 0;
}

U_CAPI UDate U_EXPORT2
ucal_getMillis(const UCalendar *calendar, UErrorCode *status)
{
    (void)calendar, (void)status;
    return 0;
}

U_CAPI void U_EXPORT2
ucal_setMillis(UCalendar *calendar, UDate at, UErrorCode *status)
{
    (void)calendar, (void)at, (void)status;
}

U_CAPI void U_EXPORT2
ucal_setAttribute(UCalendar *calendar, UCalendarAttribute attribute, int32_t value)
{
    (void)calendar, (void)attribute, (void)value;
}

U_CAPI void U_EXPORT2
ucal_set(UCalendar *calendar, UCalendarDateFields field, int32_t value)
{
    (void)calendar, (void)field, (void)value;
}

U_CAPI void U_EXPORT2
ucal_setDate(UCalendar *calendar, int32_t year, int32_t month, int32_t day, UErrorCode *status)
{
    (void)calendar, (void)year, (void)month, (void)day, (void)status;
}

U_CAPI void U_EXPORT2
ucal_setDateTime(UCalendar *calendar, int32_t year, int32_t month, int32_t day, int32_t hour,
                 int32_t minute, int32_t second, UErrorCode *status)
{
    (void)calendar, (void)year, (void)month, (void)day, (void)hour, (void)minute, (void)second,
        (void)status;
}

U_CAPI void U_EXPORT2
uenum_close(UEnumeration *list)
{
    (void)list;
}

U_CAPI const char *U_EXPORT2
uenum_next(UEnumeration *list, int32_t *ret_len, UErrorCode *status)
{
    (void)list, (void)ret_len, (void)status;
    return NULL;
}
