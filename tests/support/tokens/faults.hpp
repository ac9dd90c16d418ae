#pragma once

// What the module of faulty_module.cpp exports beside PKCS#11, found by dlsym.

extern "C" {
/// No faults, no calls counted.
void deed_module_reset();
/// The next `times` calls of "C_Sign", say, answer this and do nothing.
void deed_module_answer(const char* function, unsigned long answer, int times);
/// How often it was called since the reset; of the functions that can be made to fail.
int deed_module_calls(const char* function);
/// "absent": no token in any slot; "lying": a bit of each signature is wrong; "bare_points": public
/// points without their OCTET STRING; "token_flags": these flags are set in addition.
void deed_module_set(const char* fault, unsigned long value);
}
