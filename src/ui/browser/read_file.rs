//! Reading a file in slices, so that it may be larger than the memory, and stops when it is told to.

use crate::app::{Action, DecodeAction, FileProgress, Paste, TrafficAction, key_file};
use crate::traffic::reader::{
    FileContents, ReadMode, TrafficReader, no_traffic, read_mode, too_large, unreadable,
};
use crate::ui::store::Dispatch;
use js_sys::Uint8Array;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{File, FileReader};

/// So many bytes are read at once.
const SLICE: f64 = 2_000_000.0;
/// Larger files that are read as a whole are not read: a browser keeps several copies of them.
const MOST: f64 = 150_000_000.0;

/// A file that is being read.
pub struct ReadFile {
    file: File,
    name: Rc<str>,
    dispatch: Dispatch,
    at: f64,
    stop: Rc<Cell<bool>>,
    reader: Option<TrafficReader>,
    /// Whether no other file came with it.
    alone: bool,
}

impl ReadFile {
    /// Begins with the first slice, which tells what it is.
    pub fn start(file: File, alone: bool, dispatch: Dispatch) {
        let name = file.name().into();
        Self {
            file,
            name,
            dispatch,
            at: 0.0,
            stop: Rc::default(),
            reader: None,
            alone,
        }
        .next();
    }

    /// Reads a slice and goes on with it.
    fn next(self) {
        let end = (self.at + SLICE).min(self.file.size());
        let slice = self.file.slice_with_f64_and_f64(self.at, end);
        let (Ok(slice), Ok(reader)) = (slice, FileReader::new()) else {
            return;
        };
        let failed = {
            let (name, dispatch) = (self.name.clone(), self.dispatch.clone());
            Closure::once_into_js(move || say(&dispatch, name, unreadable()))
        };
        let loaded = {
            let reader = reader.clone();
            Closure::once_into_js(move || {
                let Ok(result) = reader.result() else { return };
                self.take(&Uint8Array::new(&result).to_vec(), end);
            })
        };
        reader.set_onload(Some(loaded.unchecked_ref()));
        reader.set_onerror(Some(failed.unchecked_ref()));
        // What goes wrong is told by its event.
        let _ = reader.read_as_array_buffer(&slice);
    }

    fn take(mut self, bytes: &[u8], end: f64) {
        let whole = end >= self.file.size();
        self.at = end;
        let reader = match self.reader.take() {
            Some(reader) => reader,
            None => match read_mode(bytes) {
                ReadMode::Other if whole => return self.other(bytes.to_vec()),
                ReadMode::Whole | ReadMode::Other if self.file.size() > MOST => {
                    return say(&self.dispatch, self.name, too_large(bytes));
                }
                _ => TrafficReader::new(bytes).of_size(self.file.size() as usize),
            },
        };
        self.go_on(reader, bytes, whole);
    }

    fn go_on(mut self, mut reader: TrafficReader, bytes: &[u8], whole: bool) {
        reader.push(bytes);
        if whole || self.stop.get() {
            return match reader.finish() {
                Ok(read) => say(&self.dispatch, self.name, read),
                Err(bytes) => self.other(bytes),
            };
        }
        let (unit, count, found) = reader.progress();
        let reading = FileProgress {
            name: self.name.clone(),
            percent: (self.at / self.file.size() * 100.0) as u8,
            unit,
            count,
            found,
            stop: self.stop.clone(),
        };
        self.dispatch
            .emit(Action::Traffic(TrafficAction::Progress(reading)));
        self.reader = Some(reader);
        self.next();
    }

    /// What is no traffic: keys, or something with tokens in it. Text becomes text that can be edited; other files stay bytes.
    fn other(self, bytes: Vec<u8>) {
        if self.alone && bytes.is_empty() {
            return say(&self.dispatch, self.name, no_traffic(&bytes));
        }
        if let Some(keys) = key_file(&bytes) {
            let add = TrafficAction::Keys(self.name.clone(), keys);
            self.dispatch.emit(Action::Traffic(add));
        } else if !self.alone {
            let unread = TrafficAction::Unread(self.name.clone(), Rc::new(no_traffic(&bytes)));
            self.dispatch.emit(Action::Traffic(unread));
        }
        self.lay(match String::from_utf8(bytes) {
            Ok(text) => Paste::Text(text.into()),
            Err(error) => Paste::File(self.name.clone(), error.into_bytes().into()),
        });
    }

    fn lay(&self, paste: Paste) {
        self.dispatch.emit(Action::Desk(DecodeAction::Lay(paste)));
    }
}

/// Shows what was read of a file, or why it was not.
fn say(dispatch: &Dispatch, name: Rc<str>, read: Vec<FileContents>) {
    let read = TrafficAction::Read(name, Rc::new(read));
    dispatch.emit(Action::Traffic(read));
}
