//! The places of the sources that panics come from: each a line, a column and a path, many of them paths of the computer
//! that built the page.

use crate::wasm;
use std::ops::Range;

const WORD: usize = 4;

/// The data section of a module, with zeros where it says from which line of which source a panic came. `None` where it
/// is not laid out as Rust lays it out.
pub fn blank(section: &[u8]) -> Option<Vec<u8>> {
    let segments = segments(section)?;
    let mut out = section.to_vec();
    for segment in &segments {
        for at in (0..segment.bytes.len()).step_by(WORD) {
            if let Some(path) = path(segment.bytes.get(at..)?, &segments) {
                let at = segment.at + at;
                out.get_mut(at..at + 4 * WORD)?.fill(0);
                out.get_mut(path)?.fill(0);
            }
        }
    }
    Some(out)
}

/// Part of the memory as the module starts with it.
struct Segment<'a> {
    address: usize,
    bytes: &'a [u8],
    /// Where in the section the bytes are.
    at: usize,
}

/// The segments, each at an address that is known when the module is built.
fn segments(section: &[u8]) -> Option<Vec<Segment<'_>>> {
    const ACTIVE: u8 = 0;
    const CONST: u8 = 0x41;
    const END: u8 = 0x0b;
    let mut rest = section;
    let count = wasm::number(&mut rest)?;
    let read = (0..count).map(|_| {
        let start = [wasm::byte(&mut rest)?, wasm::byte(&mut rest)?];
        let address = wasm::number(&mut rest)?;
        let end = wasm::byte(&mut rest)?;
        let bytes = wasm::bytes(&mut rest)?;
        let at = section.len().checked_sub(rest.len() + bytes.len())?;
        (start == [ACTIVE, CONST] && end == END).then_some(Segment { address, bytes, at })
    });
    read.collect()
}

/// Where in the section the path is that a location names, if these bytes start with one: with a `core::panic::Location`,
/// which is the path's address and length, a line and a column. Nothing else in the page looks like that, for it names no
/// Rust sources.
fn path(bytes: &[u8], segments: &[Segment<'_>]) -> Option<Range<usize>> {
    let (words, _) = bytes.as_chunks::<WORD>();
    let word = |at: usize| usize::try_from(u32::from_le_bytes(*words.get(at)?)).ok();
    let (address, length) = (word(0)?, word(1)?);
    // No address is so low.
    let small = |value| (1..0x1_0000).contains(&value);
    if !small(length) || !small(word(2)?) || !small(word(3)?) {
        return None;
    }
    segments.iter().find_map(|segment| {
        let start = address.checked_sub(segment.address)?;
        let path = segment.bytes.get(start..)?.get(..length)?;
        let at = segment.at + start;
        path.ends_with(b".rs").then_some(at..at + length)
    })
}

#[cfg(test)]
mod tests {
    use super::blank;
    use crate::wasm::put_bytes;

    #[test]
    fn a_location_and_its_path_become_zeros_and_nothing_else_does() {
        let section = |content: &[u8]| {
            let mut section = b"\x01\0\x41\x80\x80\xc0\0\x0b".to_vec();
            put_bytes(&mut section, content);
            section
        };
        let record = b"\0\0\x10\0\x04\0\0\0\x07\0\0\0\x05\0\0\0";
        let location = section(&[b"a.rs", &record[..], b"text"].concat());
        let blanked = section(&[&[0; 20], &b"text"[..]].concat());
        assert_eq!(blank(&location), Some(blanked));
        let text = section(&[b"a.rt", &record[..], b"text"].concat());
        assert_eq!(blank(&text), Some(text));
    }
}
