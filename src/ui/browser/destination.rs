//! Where what a file holds goes: to the traffic, to the keys, or to the box.

use crate::app::{Action, DecodeAction, Paste, TrafficAction, key_file};
use crate::traffic::reader::{FileContents, no_traffic};
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

    /// What is no traffic: keys, or something with tokens in it. Text becomes text that can be edited; other files stay bytes.
    pub fn other(self, bytes: Vec<u8>) {
        if self.alone && bytes.is_empty() {
            return self.traffic(no_traffic(&bytes));
        }
        if let Some(keys) = key_file(&bytes) {
            let add = TrafficAction::Keys(self.name.clone(), keys);
            self.dispatch.emit(Action::Traffic(add));
        } else if !self.alone {
            let unread = TrafficAction::Unread(self.name.clone(), Rc::new(no_traffic(&bytes)));
            self.dispatch.emit(Action::Traffic(unread));
        }
        let paste = match String::from_utf8(bytes) {
            Ok(text) => Paste::Text(text.into()),
            Err(error) => Paste::File(self.name, error.into_bytes().into()),
        };
        self.dispatch.emit(Action::Decode(DecodeAction::Lay(paste)));
    }
}
