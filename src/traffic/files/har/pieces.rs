//! A HAR as it comes in: entries are read as soon as they are there, and what was read is not kept.

use super::super::characters::utf8;
use super::super::json::Json;
use super::{Har, Reading, log, read};

/// A HAR of which the bytes come in pieces.
#[derive(Default)]
pub struct HarPieces {
    /// What has come and is not read.
    bytes: Vec<u8>,
    stage: Stage,
    /// With fewer bytes than these the next entry is not tried again: one that is large would be scanned over and over.
    worth: usize,
}

#[derive(Default)]
enum Stage {
    /// Nothing has come.
    #[default]
    Start,
    /// The entries are being read.
    Entries(Box<Entries>),
    /// Only the whole file tells who wrote it, and so what its entries mean.
    Whole,
}

struct Entries {
    reading: Reading,
    /// In the array of the entries.
    json: Json<'static>,
    /// How many objects and arrays are open there.
    inside: usize,
}

/// More than this is not kept of what cannot be read yet: the file is read as far as that.
const MOST: usize = 150_000_000;

impl HarPieces {
    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        let room = MOST.saturating_sub(self.bytes.len());
        let kept = bytes.get(..room).unwrap_or(bytes);
        self.bytes.extend_from_slice(kept);
        if matches!(self.stage, Stage::Start) && !bytes.is_empty() {
            self.stage = match begun(&self.bytes) {
                Some(entries) => Stage::Entries(Box::new(entries)),
                None => Stage::Whole,
            };
        }
        if let Stage::Entries(entries) = &mut self.stage
            && self.bytes.len() >= self.worth
        {
            let read = entries.read_on(&self.bytes);
            self.bytes.drain(..read);
            self.worth = self.bytes.len().saturating_mul(2);
        }
    }

    /// How many entries were read, and how many messages of sign-ins were found so far.
    pub fn progress(&self) -> (u64, usize) {
        match &self.stage {
            Stage::Entries(entries) => {
                let reading = &entries.reading;
                (reading.entries.into(), reading.har.contents.legs.len())
            }
            Stage::Start | Stage::Whole => (0, 0),
        }
    }

    /// How many bytes are kept, because what they belong to has not ended.
    #[cfg(test)]
    pub fn kept(&self) -> usize {
        self.bytes.len()
    }

    /// What is in it; the same, in whatever pieces it came.
    pub fn finish(self) -> Har {
        match self.stage {
            Stage::Entries(entries) => entries.finish(&self.bytes),
            Stage::Start | Stage::Whole => read(&self.bytes),
        }
    }
}

/// The entries, where the first piece of the file has their beginning and says who wrote it.
fn begun(first: &[u8]) -> Option<Entries> {
    // Positions are those of the file only where it is UTF-8 without a mark.
    if utf8(first).len() != first.len() {
        return None;
    }
    let mut reading = Reading::default();
    let mut array = None;
    log(&mut Json::new(first), |json, name| {
        if name == "entries" && array.is_none() && json.at_array() {
            array = Some(json.clone());
        }
        reading.header(json, name);
    });
    let mut json = array.filter(|_| reading.creator.is_some())?;
    json.token();
    Some(Entries {
        reading,
        inside: json.depth(),
        json: json.over(&[]),
    })
}

impl Entries {
    /// Reads what is there of the entries; how many bytes of it are done with.
    fn read_on(&mut self, bytes: &[u8]) -> usize {
        let mut json = self.json.over(bytes);
        while json.depth() >= self.inside {
            let mut ahead = json.clone();
            ahead.next_item(self.inside, Json::skip);
            if ahead.is_cut() {
                break;
            }
            json.next_item(self.inside, |json| self.reading.entry(json));
        }
        self.json = json.without_what_is_read();
        json.position()
    }

    fn finish(mut self, bytes: &[u8]) -> Har {
        let mut json = self.json.over(bytes);
        while json.depth() >= self.inside {
            json.next_item(self.inside, |json| self.reading.entry(json));
        }
        // What stands behind the entries, in the same object and around it, may say more of who wrote the file.
        for depth in [self.inside.saturating_sub(2), 0] {
            json.rest_of_members(depth, |json, key| self.reading.header(json, &key.text()));
        }
        self.reading.finish(&json, true)
    }
}
