//! Retracting, restoring: what every kind of record may go through.
