/*
 * Fuzz targets: one file each, a function that takes any bytes and must end
 * without a finding (crash, sanitizer report, assertion, hang).  Linked with
 * libFuzzer (meson setup -Dfuzz=true, clang) they search; linked with replay.c
 * they run over given inputs and mutations of them, as ordinary tests.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
