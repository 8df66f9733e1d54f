//! Pure functions over RustCrypto.
