//! A file of JSON as it comes in: the items of its one large array are read as soon as they are there, and what was read
//! is not kept.

use super::MOST_WHOLE;
use super::characters::utf8;
use super::json::JsonReader;

/// A reader of such a file.
pub trait Items: Sized {
    /// What is in the file.
    type Found;

    /// Begins where the first piece of the file has the beginning of the array and all that its items need; also says
    /// where the array is.
    fn begin(first: &[u8]) -> Option<(Self, JsonReader<'_>)>;

    /// Reads the item that comes.
    fn item(&mut self, json: &mut JsonReader<'_>);

    /// Reads a member of that name, which stands behind the array.
    fn member(&mut self, json: &mut JsonReader<'_>, name: &str);

    /// How many items were read, and how many messages of sign-ins were found.
    fn progress(&self) -> (u64, usize);

    /// What was read, up to where `json` is.
    fn finish(self, json: &JsonReader<'_>) -> Self::Found;

    /// Reads a file that is there as a whole.
    fn whole(bytes: &[u8]) -> Self::Found;
}

/// A file of which the bytes come in pieces.
pub struct Pieces<R> {
    /// What has come and is not read.
    bytes: Vec<u8>,
    stage: Stage<R>,
    /// With fewer bytes than these the next item is not tried again: one that is large would be scanned over and over.
    worth: usize,
}

enum Stage<R> {
    /// Nothing has come.
    Start,
    /// The items are being read.
    Items(Reading<R>),
    /// Only the whole file tells what its items mean.
    Whole,
}

struct Reading<R> {
    reader: R,
    /// Reads the array, piece by piece.
    json: JsonReader<'static>,
    /// How many objects and arrays are open there.
    inside: usize,
}

impl<R> Default for Pieces<R> {
    fn default() -> Self {
        Self {
            bytes: Vec::new(),
            stage: Stage::Start,
            worth: 0,
        }
    }
}

impl<R: Items> Pieces<R> {
    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        // The file is read as far as what can be kept of it.
        let room = MOST_WHOLE.saturating_sub(self.bytes.len());
        let kept = bytes.get(..room).unwrap_or(bytes);
        self.bytes.extend_from_slice(kept);
        if matches!(self.stage, Stage::Start) && !bytes.is_empty() {
            self.stage = match Reading::begun(&self.bytes) {
                Some(reading) => Stage::Items(reading),
                None => Stage::Whole,
            };
        }
        if let Stage::Items(reading) = &mut self.stage
            && self.bytes.len() >= self.worth
        {
            let read = reading.read_on(&self.bytes);
            self.bytes.drain(..read);
            self.worth = self.bytes.len().saturating_mul(2);
        }
    }

    /// How many items were read, and how many messages of sign-ins were found so far.
    pub fn progress(&self) -> (u64, usize) {
        match &self.stage {
            Stage::Items(reading) => reading.reader.progress(),
            Stage::Start | Stage::Whole => (0, 0),
        }
    }

    /// How many bytes are kept, because what they belong to has not ended.
    #[cfg(test)]
    pub fn kept(&self) -> usize {
        self.bytes.len()
    }

    /// What is in it; the same, in whatever pieces it came.
    pub fn finish(self) -> R::Found {
        match self.stage {
            Stage::Items(reading) => reading.finish(&self.bytes),
            Stage::Start | Stage::Whole => R::whole(&self.bytes),
        }
    }
}

impl<R: Items> Reading<R> {
    fn begun(first: &[u8]) -> Option<Self> {
        // Positions are those of the file only where it is UTF-8 without a mark.
        if utf8(first).len() != first.len() {
            return None;
        }
        let (reader, mut json) = R::begin(first)?;
        json.token();
        Some(Self {
            reader,
            inside: json.depth(),
            json: json.over(&[]),
        })
    }

    /// Reads what is there of the items; how many bytes of it are done with.
    fn read_on(&mut self, bytes: &[u8]) -> usize {
        let mut json = self.json.over(bytes);
        while json.depth() >= self.inside {
            let mut ahead = json.clone();
            ahead.next_item(self.inside, JsonReader::skip);
            if ahead.is_cut() {
                break;
            }
            json.next_item(self.inside, |json| self.reader.item(json));
        }
        self.json = json.without_what_is_read();
        json.position()
    }

    fn finish(mut self, bytes: &[u8]) -> R::Found {
        let mut json = self.json.over(bytes);
        while json.depth() >= self.inside {
            json.next_item(self.inside, |json| self.reader.item(json));
        }
        // Behind the array, in the same object and around it.
        for depth in [self.inside.saturating_sub(2), 0] {
            json.rest_of_members(depth, |json, key| self.reader.member(json, &key.text()));
        }
        self.reader.finish(&json)
    }
}

/// Reads a text in two sorts of pieces, for tests.
#[cfg(test)]
pub fn in_pieces<R: Items>(bytes: &[u8], first: usize, more: usize) -> R::Found {
    let (first, rest) = bytes.split_at(first.min(bytes.len()));
    let mut pieces = Pieces::<R>::default();
    pieces.push(first);
    for piece in rest.chunks(more.max(1)) {
        pieces.push(piece);
    }
    pieces.finish()
}
