/* core/uuid.h -- names to UUIDs (version 5, RFC 4122): the same name always gives the same one.
 *
 * Threads  pure
 */
#ifndef GNBS_CORE_UUID_H
#define GNBS_CORE_UUID_H

#include <stddef.h>
#include <stdint.h>

#define GNBS_UUID_TEXT 37 /* with the NUL */

/* SHA-1 (FIPS 180-4), which version 5 is made of; not for anything that must withstand an attacker. */
void gnbs_uuid_sha1(const uint8_t *bytes, size_t n, uint8_t digest[20]);
/* "cfbff0d1-9375-5685-968c-48ce8b15ae17", in RFC 4122's namespace of URLs. */
void gnbs_uuid_of_name(const char *name, char text[GNBS_UUID_TEXT]);

#endif
