//! Tests of single rules; whole passages are in `tests/extract`.
