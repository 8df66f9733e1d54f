//! The layout of a WebAssembly module, as far as the build has to change one: sections, and what their entries are
//! made of (WebAssembly 2.0, 5.2 and 5.5).

/// The ids of the sections that the build looks into.
pub const CUSTOM: u8 = 0;
pub const IMPORTS: u8 = 2;
pub const EXPORTS: u8 = 7;
pub const CODE: u8 = 10;
pub const DATA: u8 = 11;

const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// A section: its id, and what is in it.
pub type Section<'a> = (u8, &'a [u8]);

/// The sections of a module; nothing where it does not read as one.
pub fn sections(wasm: &[u8]) -> Option<Vec<Section<'_>>> {
    let mut rest = wasm.strip_prefix(HEADER)?;
    let mut sections = Vec::new();
    while let Some(id) = byte(&mut rest) {
        sections.push((id, bytes(&mut rest)?));
    }
    Some(sections)
}

/// The module of these sections, each as `change` makes it; where that is nothing, there is no module.
pub fn rewritten<'a>(
    sections: &[Section<'a>],
    mut change: impl FnMut(Section<'a>) -> Option<Vec<u8>>,
) -> Option<Vec<u8>> {
    let mut out = HEADER.to_vec();
    for section in sections {
        out.push(section.0);
        put_bytes(&mut out, &change(*section)?);
    }
    Some(out)
}

/// Bytes behind their length.
pub fn bytes<'a>(from: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = number(from)?;
    let (bytes, rest) = from.split_at_checked(length)?;
    *from = rest;
    Some(bytes)
}

/// A name behind its length.
pub fn name<'a>(from: &mut &'a [u8]) -> Option<&'a str> {
    std::str::from_utf8(bytes(from)?).ok()
}

/// One byte.
pub fn byte(from: &mut &[u8]) -> Option<u8> {
    let (byte, rest) = from.split_first()?;
    *from = rest;
    Some(*byte)
}

/// A number in LEB128, of 32 bits. A signed one that is not negative reads as the same number.
pub fn number(from: &mut &[u8]) -> Option<usize> {
    let mut value: u32 = 0;
    for shift in [0, 7, 14, 21, 28] {
        let byte = byte(from)?;
        value |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return usize::try_from(value).ok();
        }
    }
    None
}

pub fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len());
    out.extend_from_slice(bytes);
}

pub fn put_number(out: &mut Vec<u8>, mut value: usize) {
    loop {
        let low = u8::try_from(value & 0x7f).unwrap_or_default();
        value >>= 7;
        if value == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::{number, put_number, rewritten, sections};

    #[test]
    fn a_module_comes_back() {
        let wasm = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x0b\x01\0";
        let read = sections(wasm).unwrap_or_default();
        assert_eq!(read, [(1, &b"\x01\x60\0\0"[..]), (11, b"\0")]);
        let written = rewritten(&read, |(_, content)| Some(content.to_vec()));
        assert_eq!(written.as_deref(), Some(&wasm[..]));
    }

    #[test]
    fn what_is_no_module_is_refused() {
        for wrong in [&b"\0asm"[..], b"\0asm\x01\0\0\0\x02\x05\x01"] {
            assert_eq!(sections(wrong), None);
        }
    }

    #[test]
    fn numbers_come_back() {
        for value in [0, 127, 128, 300_000] {
            let mut out = Vec::new();
            put_number(&mut out, value);
            assert_eq!(number(&mut out.as_slice()), Some(value));
        }
    }
}
