//! Reading a file in slices, so that it may be larger than the memory, and stops when it is told to.

use super::destination::Destination;
use crate::app::{Action, FileProgress, TrafficAction};
use crate::traffic::reader::{ReadMode, TrafficReader, read_mode, too_large, unreadable};
use crate::ui::dispatch::Dispatch;
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
    /// Where what is in it goes.
    to: Destination,
    /// So many bytes of it are read.
    at: f64,
    stop: Rc<Cell<bool>>,
    reader: Option<TrafficReader>,
}

impl ReadFile {
    /// Begins with the first slice, which tells what it is.
    pub fn start(file: File, alone: bool, dispatch: Dispatch) {
        let to = Destination {
            name: file.name().into(),
            alone,
            dispatch,
        };
        Self {
            file,
            to,
            at: 0.0,
            stop: Rc::default(),
            reader: None,
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
            let to = self.to.clone();
            Closure::once_into_js(move || to.traffic(unreadable()))
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
                ReadMode::Other if whole => return self.to.other(bytes.to_vec()),
                ReadMode::Whole | ReadMode::Other if self.file.size() > MOST => {
                    return self.to.traffic(too_large(bytes));
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
                Ok(read) => self.to.traffic(read),
                Err(bytes) => self.to.other(bytes),
            };
        }
        let (unit, count, found) = reader.progress();
        let reading = FileProgress {
            name: self.to.name.clone(),
            percent: (self.at / self.file.size() * 100.0) as u8,
            unit,
            count,
            found,
            stop: self.stop.clone(),
        };
        self.to
            .dispatch
            .emit(Action::Traffic(TrafficAction::Progress(reading)));
        self.reader = Some(reader);
        self.next();
    }
}
