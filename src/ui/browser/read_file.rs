//! Reading files in slices, one after the other, so that each may be larger than the memory, and stops when it is told to.

use super::destination::Destination;
use crate::app::{Action, FileProgress, ReadOrder, TrafficAction};
use crate::traffic::files::MOST_WHOLE;
use crate::traffic::reader::{ReadMode, TrafficReader, read_mode, too_large, unreadable};
use crate::ui::dispatch::Dispatch;
use js_sys::Uint8Array;
use js_sys::futures::spawn_local;
use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use web_sys::File;

/// So many bytes are read at once.
const SLICE: f64 = 2_000_000.0;

/// Reads these files in their order, until `order` says otherwise: each goes where what is in it belongs.
pub fn read_files(files: VecDeque<File>, dispatch: Dispatch, order: Rc<Cell<ReadOrder>>) {
    ReadFiles {
        alone: files.len() == 1,
        files,
        dispatch,
        order,
    }
    .next();
}

/// Files that are still to be read.
struct ReadFiles {
    files: VecDeque<File>,
    /// Whether there was one from the beginning.
    alone: bool,
    dispatch: Dispatch,
    /// What the person wants done.
    order: Rc<Cell<ReadOrder>>,
}

impl ReadFiles {
    /// Begins with the first slice of the next file, which tells what it is.
    fn next(mut self) {
        if self.order.get() != ReadOrder::GoOn {
            return;
        }
        let Some(file) = self.files.pop_front() else {
            return;
        };
        let to = Destination {
            name: file.name().into(),
            alone: self.alone,
            dispatch: self.dispatch.clone(),
        };
        ReadFile {
            file,
            to,
            at: 0.0,
            reader: None,
            others: self,
        }
        .next();
    }
}

/// A file that is being read.
struct ReadFile {
    file: File,
    /// Where what is in it goes.
    to: Destination,
    /// So many bytes of it are read.
    at: f64,
    reader: Option<TrafficReader>,
    /// What comes after it.
    others: ReadFiles,
}

impl ReadFile {
    /// Reads a slice and goes on with it.
    fn next(self) {
        let end = (self.at + SLICE).min(self.file.size());
        let Ok(slice) = self.file.slice_with_f64_and_f64(self.at, end) else {
            return self.end(|to| to.traffic(unreadable()));
        };
        let bytes = slice.array_buffer();
        spawn_local(async move {
            match bytes.await {
                Ok(bytes) => self.take(&Uint8Array::new(&bytes).to_vec(), end),
                Err(_) => self.end(|to| to.traffic(unreadable())),
            }
        });
    }

    fn take(mut self, bytes: &[u8], end: f64) {
        let whole = end >= self.file.size();
        self.at = end;
        let reader = match self.reader.take() {
            Some(reader) => reader,
            None => match read_mode(bytes) {
                ReadMode::Other if whole => return self.end(|to| to.other(bytes.to_vec())),
                ReadMode::Whole | ReadMode::Other if self.file.size() > MOST_WHOLE as f64 => {
                    return self.end(|to| to.traffic(too_large(bytes)));
                }
                _ => TrafficReader::new(bytes).of_size(self.file.size() as usize),
            },
        };
        self.go_on(reader, bytes, whole);
    }

    fn go_on(mut self, mut reader: TrafficReader, bytes: &[u8], whole: bool) {
        reader.push(bytes);
        if whole || self.others.order.get() != ReadOrder::GoOn {
            return self.end(|to| match reader.finish() {
                Ok(read) => to.traffic(read),
                Err(bytes) => to.other(bytes),
            });
        }
        let (unit, count, found) = reader.progress();
        let reading = FileProgress {
            name: self.to.name.clone(),
            percent: (self.at / self.file.size() * 100.0) as u8,
            unit,
            count,
            found,
        };
        self.to
            .dispatch
            .emit(Action::Traffic(TrafficAction::Progress(reading)));
        self.reader = Some(reader);
        self.next();
    }

    /// Gives what was read to where it belongs, unless it is to be forgotten, and goes on with the next file.
    fn end(self, give: impl FnOnce(Destination)) {
        if self.others.order.get() != ReadOrder::Forget {
            give(self.to);
        }
        self.others.next();
    }
}
