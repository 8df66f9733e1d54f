//! What the window is like.

/// Whether the system asks for less motion.
pub fn reduced_motion() -> bool {
    matches_media("(prefers-reduced-motion: reduce)")
}

/// Whether a media query applies.
pub fn matches_media(query: &str) -> bool {
    let found = gloo::utils::window().match_media(query).ok().flatten();
    found.is_some_and(|query| query.matches())
}
