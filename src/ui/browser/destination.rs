//! Where what a file holds goes: traffic, and what is none.

use crate::app::{Action, OtherFile, TrafficAction};
use crate::traffic::reader::FileContents;
use crate::ui::dispatch::Dispatch;
use std::rc::Rc;

/// A file that somebody gave the page.
#[derive(Clone)]
pub struct Destination {
    /// What the file is called, without the folder that it was in.
    pub name: Rc<str>,
    /// Whether no other file came with it.
    pub alone: bool,
    /// Takes what becomes of the file to the state of the page.
    pub dispatch: Dispatch,
}

impl Destination {
    /// Shows the traffic in it, or why it was not read.
    pub fn traffic(self, read: Vec<FileContents>) {
        let read = TrafficAction::Read(self.name, Rc::new(read));
        self.dispatch.emit(Action::Traffic(read));
    }

    /// Gives what is no traffic to the page.
    pub fn other(self, bytes: Vec<u8>) {
        let Self { name, alone, .. } = self;
        let file = OtherFile { name, bytes, alone };
        self.dispatch.emit(Action::OtherFile(file));
    }
}
