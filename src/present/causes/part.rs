//! What the unusual in a configuration has to do with how it fails.

use crate::lab::Reached;
use crate::lab::space::{Configuration, Explored, Space};

/// What it has to do with it. What has more to do with it comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// It works without: then nothing else has to be mended.
    All,
    /// It gets further without.
    First,
    /// It gets as far without, or nothing is unusual.
    Nothing,
}

impl Part {
    pub(super) fn of(space: &Space, explored: &Explored) -> Self {
        match ordinary(space, &explored.configuration) {
            Some(it) if !it.fails() => Self::All,
            Some(it) if Reached::of(&it.shows) > Reached::of(&explored.shows) => Self::First,
            _ => Self::Nothing,
        }
    }
}

/// The set-up without what is unusual in it.
pub(super) fn ordinary<'a>(
    space: &'a Space,
    configuration: &Configuration,
) -> Option<&'a Explored> {
    space.find(&Configuration {
        ordinary: configuration.ordinary,
        unusual: Vec::new(),
    })
}
