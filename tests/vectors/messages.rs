//! Vectors about whole messages.
