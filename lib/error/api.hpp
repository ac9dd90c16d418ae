#pragma once

/// Marks what libdeed's shared library shows to its users; everything else stays hidden.
#define DEED_API __attribute__((visibility("default")))
