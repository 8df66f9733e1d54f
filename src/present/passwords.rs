//! Whether passwords go along with what is shown of a run or a token.

/// What becomes of passwords, and of what is as good as one, where something is taken along.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Passwords {
    /// They are left out, or stars stand in their place.
    #[default]
    Hidden,
    /// They are there: somebody asked for them.
    Shown,
}

impl Passwords {
    /// Shown if `holds`, hidden otherwise.
    pub fn shown_if(holds: bool) -> Self {
        if holds { Self::Shown } else { Self::Hidden }
    }

    /// Whether they are left out.
    pub fn are_hidden(self) -> bool {
        self == Self::Hidden
    }
}
