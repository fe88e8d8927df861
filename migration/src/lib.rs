//! Schema history, oldest first. A published migration is never edited.
