//! Log → pictures and words.
