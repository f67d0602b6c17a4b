/*
 * Mails, and mailboxes of several, as "git am" reads them: the bodies as they
 * were written.  What is no mail stays as it is.
 *
 * The text is untrusted; what is encoded wrongly becomes some text or other.
 */
#pragma once

#include <glib.h>

/* Quoted-printable and base64 bodies and parts are decoded, line ends are made "\n"; headers stay.  Where nothing is
 * encoded the lines have their numbers.  Caller owns the string. */
GString *lo_mail_decode(const char *text, gsize len);
