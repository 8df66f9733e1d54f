//! RFC 7617 Basic credentials.
