#include "core/uuid.h"

#include <stdio.h>
#include <string.h>

typedef struct sha1 {
    uint32_t h[5];
    uint8_t block[64];
    size_t n; /* bytes in block */
    uint64_t total;
} sha1_t;

static uint32_t rotate(uint32_t x, int n) { return (x << n) | (x >> (32 - n)); }

static void spread(const uint8_t block[64], uint32_t w[80]) {
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 80; i++)
        w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
}

static void take_block(sha1_t *s) {
    uint32_t w[80], a = s->h[0], b = s->h[1], c = s->h[2], d = s->h[3], e = s->h[4];
    spread(s->block, w);
    for (int i = 0; i < 80; i++) {
        uint32_t f, k;
        if (i < 20)
            f = (b & c) | (~b & d), k = 0x5A827999;
        else if (i < 40)
            f = b ^ c ^ d, k = 0x6ED9EBA1;
        else if (i < 60)
            f = (b & c) | (b & d) | (c & d), k = 0x8F1BBCDC;
        else
            f = b ^ c ^ d, k = 0xCA62C1D6;
        uint32_t t = rotate(a, 5) + f + e + k + w[i];
        e = d, d = c, c = rotate(b, 30), b = a, a = t;
    }
    s->h[0] += a, s->h[1] += b, s->h[2] += c, s->h[3] += d, s->h[4] += e;
    s->n = 0;
}

static void take(sha1_t *s, const uint8_t *bytes, size_t n) {
    for (size_t i = 0; i < n; i++) {
        s->block[s->n++] = bytes[i];
        if (s->n == sizeof s->block) take_block(s);
    }
    s->total += n;
}

static void finish(sha1_t *s, uint8_t digest[20]) {
    uint64_t bits = s->total * 8;
    const uint8_t one = 0x80, zero = 0;
    take(s, &one, 1);
    while (s->n != 56) take(s, &zero, 1);
    for (int i = 7; i >= 0; i--) {
        uint8_t byte = (uint8_t)(bits >> (8 * i));
        take(s, &byte, 1);
    }
    for (int i = 0; i < 20; i++) digest[i] = (uint8_t)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}

static sha1_t begin(void) {
    return (sha1_t){.h = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0}};
}

void gnbs_uuid_sha1(const uint8_t *bytes, size_t n, uint8_t digest[20]) {
    sha1_t s = begin();
    take(&s, bytes, n);
    finish(&s, digest);
}

void gnbs_uuid_of_name(const char *name, char text[GNBS_UUID_TEXT]) {
    static const uint8_t URLS[16] = {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1,
                                     0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
    uint8_t d[20];
    sha1_t s = begin();
    take(&s, URLS, sizeof URLS);
    take(&s, (const uint8_t *)name, strlen(name));
    finish(&s, d);
    d[6] = (uint8_t)((d[6] & 0x0F) | 0x50); /* version 5 */
    d[8] = (uint8_t)((d[8] & 0x3F) | 0x80); /* variant of RFC 4122 */
    snprintf(text, GNBS_UUID_TEXT,
             "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", d[0],
             d[1], d[2], d[3], d[4], d[5], d[6], d[7], d[8], d[9], d[10], d[11], d[12],
             d[13], d[14], d[15]);
}
