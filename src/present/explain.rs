//! What a step is, why it is so, and where that is written.
