//! All sentences, as functions from data to text.
