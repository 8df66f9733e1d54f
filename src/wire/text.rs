//! Character encodings on the wire.
