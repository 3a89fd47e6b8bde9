/* PNG: a signature, then chunks of length, type, data and checksum (RFC 2083). */
#include "sandbox/seed/picture.h"

#include <string.h>
#include <zlib.h>

enum {
    WIDTH = 48,
    HEIGHT = 32,
    LINE_BYTES = 1 + WIDTH * 3, /* a filter byte, then the pixels */
};

static void append_number(struct atl_buffer *bytes, uint32_t number)
{
    const unsigned char digits[] = {(unsigned char)(number >> 24), (unsigned char)(number >> 16),
                                    (unsigned char)(number >> 8), (unsigned char)number};
    atl_buffer_append(bytes, digits, sizeof digits);
}

static void append_chunk(struct atl_buffer *bytes, const char *type, const void *data,
                         size_t length)
{
    append_number(bytes, (uint32_t)length);
    size_t start = bytes->length;
    atl_buffer_append(bytes, type, strlen(type));
    atl_buffer_append(bytes, data, length);
    const Bytef *checked = (const Bytef *)bytes->data + start;
    append_number(bytes,
                  (uint32_t)crc32(crc32(0, NULL, 0), checked, (uInt)(length + strlen(type))));
}

static void paint(unsigned char *lines, uint32_t number)
{
    for (size_t y = 0; y < HEIGHT; y++) {
        for (size_t x = 0; x < WIDTH; x++) {
            unsigned char *pixel = &lines[y * LINE_BYTES + 1 + x * 3];
            pixel[0] = (unsigned char)(number * 37 + x * 4);
            pixel[1] = (unsigned char)(number * 59 + y * 6);
            pixel[2] = (unsigned char)(number * 83);
        }
    }
}

void picture_append_png(struct atl_buffer *bytes, uint32_t number)
{
    unsigned char lines[HEIGHT * LINE_BYTES] = {0};
    unsigned char packed[sizeof lines + 1024];
    uLongf length = sizeof packed;
    static const unsigned char header[] = {0, 0, 0, WIDTH, 0, 0, 0, HEIGHT, 8, 2, 0, 0, 0};
    paint(lines, number);
    compress2(packed, &length, lines, sizeof lines, 6);
    atl_buffer_append(bytes, "\x89PNG\r\n\x1A\n", 8);
    append_chunk(bytes, "IHDR", header, sizeof header);
    append_chunk(bytes, "IDAT", packed, length);
    append_chunk(bytes, "IEND", "", 0);
}
