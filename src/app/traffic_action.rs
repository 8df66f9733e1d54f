//! What can be done with other people's traffic.

use super::TrafficSide;
use crate::present::evidence::AttemptFilter;
use crate::traffic::collection::FileRead;
use crate::traffic::leg::Unit;
use crate::wire::Layer;
use std::rc::Rc;

/// Something done with traffic.
#[derive(Clone, Debug, PartialEq)]
pub enum TrafficAction {
    /// A file is read that far.
    Progress(FileProgress),
    /// Files are read.
    Read(Rc<Vec<FileRead>>),
    /// One of several files is no traffic: what is said of it.
    Unread(Rc<FileRead>),
    /// A file of keys is added.
    Keys(Rc<str>, Rc<Layer>),
    /// Show that sign-in.
    Choose(usize),
    /// Show those that have that in them.
    Filter(String),
    /// Show those that end so.
    Only(AttemptFilter),
    /// Show steps as far apart as they were in time, or evenly.
    ToScale(bool),
    /// Show that side of the inspector.
    Side(TrafficSide),
    /// Check with that password or NT hash.
    Secret(String),
    /// Show other names and addresses, or those that are there.
    Hide(bool),
    /// Give what leaves the page other names, or not.
    Redact(bool),
    /// Show it, or the tokens.
    Open(bool),
    /// All files are forgotten, and what was asked of them.
    Clear,
    /// What is being read is left at what was read so far.
    Stop,
}

/// A file that is being read.
#[derive(Clone, Debug, PartialEq)]
pub struct FileProgress {
    /// The name of the file.
    pub name: Rc<str>,
    /// How much of it is read, of 100.
    pub percent: u8,
    /// What `count` counts: packets, entries, events or lines.
    pub unit: Unit,
    /// So many of them were read.
    pub count: u64,
    /// So many messages of sign-ins were found.
    pub found: usize,
}

/// What is to be done with files that are being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReadOrder {
    /// They are read to their end, one after the other.
    #[default]
    GoOn,
    /// No more is read; what was is shown.
    Keep,
    /// No more is read, and what was is forgotten.
    Forget,
}
