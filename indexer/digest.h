/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a document is known by: the SHA-256 of its bytes. */
#ifndef RC_DIGEST_H
#define RC_DIGEST_H

/* The SHA-256 of an open file's bytes as 64 hex digits, yours to free.  The descriptor is
 * rewound.  NULL with errno set if it cannot be read. */
char *rc_digest_file(int descriptor);

#endif
