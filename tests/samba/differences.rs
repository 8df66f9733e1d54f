//! Where Samba answers otherwise than our KDC, and why.

/// A difference that is known.
pub struct Difference {
    /// The rows it is in; all where there is none.
    pub rows: &'static [&'static str],
    /// What was asked for; anything where it is empty.
    pub asked: &'static str,
    /// What differs.
    pub field: &'static str,
    /// What our KDC says; `*` for anything.
    pub ours: &'static str,
    /// What Samba says; `*` for anything.
    pub samba: &'static str,
    /// The reason.
    pub why: &'static str,
}

pub const DIFFERENCES: &[Difference] = &[];
