//! Pass-through validation, simplified.
