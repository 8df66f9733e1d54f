//! Reading files in slices, one after the other, so that each may be larger than the memory, and stops when it is told to.

use crate::app::{Action, FileProgress, OtherFile, ReadOrder, TrafficAction};
use crate::traffic::collection::FileRead;
use crate::traffic::files::MOST_WHOLE;
use crate::traffic::reader::{
    FileContents, ReadMode, TrafficReader, read_mode, too_large, unreadable,
};
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
        read: Vec::new(),
        dispatch,
        order,
    }
    .next();
}

/// Files that are still to be read.
struct ReadFiles {
    files: VecDeque<File>,
    /// The traffic in those that were read, which is shown together: each time everything is put together again.
    read: Vec<FileRead>,
    /// Whether there was one from the beginning.
    alone: bool,
    /// Takes what becomes of the files to the state of the page.
    dispatch: Dispatch,
    /// What the person wants done.
    order: Rc<Cell<ReadOrder>>,
}

impl ReadFiles {
    /// Begins with the first slice of the next file, which tells what it is.
    fn next(mut self) {
        let going_on = self.order.get() == ReadOrder::GoOn;
        let Some(file) = self.files.pop_front().filter(|_| going_on) else {
            return self.show();
        };
        ReadFile {
            name: file.name().into(),
            file,
            at: 0.0,
            reader: None,
            others: self,
        }
        .next();
    }

    /// Shows the traffic that was read, or why it was not, unless it is to be forgotten.
    fn show(&mut self) {
        let read = std::mem::take(&mut self.read);
        if !read.is_empty() && self.order.get() != ReadOrder::Forget {
            let read = TrafficAction::Read(Rc::new(read));
            self.dispatch.emit(Action::Traffic(read));
        }
    }
}

/// A file that is being read.
struct ReadFile {
    file: File,
    /// What it is called, without the folder that it was in.
    name: Rc<str>,
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
            return self.break_off();
        };
        let bytes = slice.array_buffer();
        spawn_local(async move {
            match bytes.await {
                Ok(bytes) => self.take(&Uint8Array::new(&bytes).to_vec(), end),
                Err(_) => self.break_off(),
            }
        });
    }

    /// Keeps what was read of a file of which no more can be.
    fn break_off(mut self) {
        let reader = self.reader.take();
        self.end(Ok(unreadable(reader)));
    }

    fn take(mut self, bytes: &[u8], end: f64) {
        let whole = end >= self.file.size();
        self.at = end;
        let reader = match self.reader.take() {
            Some(reader) => reader,
            None => match read_mode(bytes) {
                ReadMode::Other if whole => return self.end(Err(bytes.to_vec())),
                ReadMode::Whole | ReadMode::Other if self.file.size() > MOST_WHOLE as f64 => {
                    return self.end(Ok(too_large(bytes)));
                }
                _ => TrafficReader::new(bytes).of_size(self.file.size() as usize),
            },
        };
        self.go_on(reader, bytes, whole);
    }

    fn go_on(mut self, mut reader: TrafficReader, bytes: &[u8], whole: bool) {
        reader.push(bytes);
        let goes_on = self.others.order.get() == ReadOrder::GoOn;
        let over = whole || !goes_on;
        // Who has stopped reads of nothing more that it is read.
        if over && (self.others.files.is_empty() || !goes_on) {
            return self.end(reader.finish());
        }
        let (unit, count, found) = reader.progress();
        let reading = FileProgress {
            name: self.name.clone(),
            percent: (self.at / self.file.size() * 100.0) as u8,
            unit,
            count,
            found,
        };
        self.others
            .dispatch
            .emit(Action::Traffic(TrafficAction::Progress(reading)));
        if over {
            return self.end(reader.finish());
        }
        self.reader = Some(reader);
        self.next();
    }

    /// Keeps the traffic that was read, gives the bytes of what is none to the page, and goes on with the next file.
    fn end(self, read: Result<Vec<FileContents>, Vec<u8>>) {
        let (name, mut others) = (self.name, self.others);
        match read {
            Ok(parts) => others.read.push(FileRead { name, parts }),
            Err(bytes) if others.order.get() != ReadOrder::Forget => {
                // It may be for the traffic that came before it.
                others.show();
                let alone = others.alone;
                let file = OtherFile { name, bytes, alone };
                others.dispatch.emit(Action::OtherFile(file));
            }
            Err(_) => {}
        }
        others.next();
    }
}
