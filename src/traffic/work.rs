//! How much work a search was, for the tests that hold it against the size of what is searched.

use std::cell::Cell;

/// What was done since the last [`take`].
#[derive(Clone, Copy, Debug, Default)]
pub struct SearchWork {
    /// How often decoders were called.
    pub calls: usize,
    /// Bytes that they were given.
    pub decoded: usize,
    /// Bytes that were copied to be kept.
    pub copied: usize,
    /// Bytes of the lines that were taken or looked ahead at.
    pub looked_at: usize,
}

thread_local! {
    static WORK: Cell<SearchWork> = Cell::default();
}

/// A decoder was given that many bytes.
pub fn decoded(bytes: usize) {
    WORK.set(SearchWork {
        calls: WORK.get().calls + 1,
        decoded: WORK.get().decoded + bytes,
        ..WORK.get()
    });
}

/// That many bytes were copied.
pub fn copied(bytes: usize) {
    WORK.set(SearchWork {
        copied: WORK.get().copied + bytes,
        ..WORK.get()
    });
}

/// A line of that many bytes was taken, or looked at before it is its turn.
pub fn looked_at(bytes: usize) {
    WORK.set(SearchWork {
        looked_at: WORK.get().looked_at + bytes,
        ..WORK.get()
    });
}

/// What was done; from here on it is counted anew.
pub fn take() -> SearchWork {
    WORK.take()
}
