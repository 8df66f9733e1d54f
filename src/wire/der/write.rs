//! Appends elements in DER (X.690 10): lengths and numbers take as few bytes as can be, so that a value has one encoding.
//!
//! As for reading, a type is a list of identifier octets, explicit tags first.

/// Appends an element that holds what `write` appends.
pub fn constructed(out: &mut Vec<u8>, tags: &[u8], write: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    write(out);
    wrap(out, start, tags);
}

/// Appends an element of these bytes: OCTET STRING, a text, a time, an object identifier.
pub fn primitive(out: &mut Vec<u8>, tags: &[u8], content: &[u8]) {
    let start = out.len();
    out.extend_from_slice(content);
    wrap(out, start, tags);
}

/// Appends a number: INTEGER or ENUMERATED, in two's complement.
pub fn integer(out: &mut Vec<u8>, tags: &[u8], value: i64) {
    let bytes = value.to_be_bytes();
    let mut content = &bytes[..];
    // A first byte that only repeats the sign says nothing.
    while let [0, next, ..] | [0xff, next, ..] = content
        && (content.first() == Some(&0xff)) == (*next >= 0x80)
        && let Some((_, rest)) = content.split_first()
    {
        content = rest;
    }
    primitive(out, tags, content);
}

/// Appends flags: a BIT STRING of 32 bits, the highest of the number first.
pub fn bits(out: &mut Vec<u8>, tags: &[u8], value: u32) {
    let [a, b, c, d] = value.to_be_bytes();
    primitive(out, tags, &[0, a, b, c, d]);
}

/// Appends a BOOLEAN, whose true is 0xff in DER (X.690 11.1).
pub fn boolean(out: &mut Vec<u8>, tags: &[u8], value: bool) {
    primitive(out, tags, &[if value { 0xff } else { 0 }]);
}

/// Puts the headers of `tags` before all that stands from `start` on.
pub fn wrap(out: &mut Vec<u8>, start: usize, tags: &[u8]) {
    let mut length = out.len().saturating_sub(start);
    // From the innermost header outwards, so back to front.
    let mut heads = Vec::new();
    for &tag in tags.iter().rev() {
        let before = heads.len();
        if length < 0x80 {
            heads.push(length as u8);
        } else {
            let mut rest = length;
            while rest > 0 {
                heads.push(rest as u8);
                rest >>= 8;
            }
            heads.push(0x80 | (heads.len() - before) as u8);
        }
        heads.push(tag);
        length += heads.len() - before;
    }
    out.extend(heads.iter().rev());
    if let Some(part) = out.get_mut(start..) {
        part.rotate_right(heads.len());
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BIT_STRING, INTEGER, OCTET_STRING, SEQUENCE, context};
    use super::*;
    use hex_literal::hex;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
        let mut out = Vec::new();
        write(&mut out);
        out
    }

    #[test]
    fn numbers_take_as_few_bytes_as_can_be() {
        let number = |value| written(|out| integer(out, &[INTEGER], value));
        assert_eq!(number(0), hex!("02 01 00"));
        assert_eq!(number(127), hex!("02 01 7f"));
        assert_eq!(number(128), hex!("02 02 00 80"));
        assert_eq!(number(-1), hex!("02 01 ff"));
        assert_eq!(number(-128), hex!("02 01 80"));
        assert_eq!(number(-129), hex!("02 02 ff 7f"));
        assert_eq!(number(0xca14_9a9a), hex!("02 05 00 ca149a9a"));
        assert_eq!(number(i64::MIN), hex!("02 08 80 00000000000000"));
    }

    #[test]
    fn lengths_of_each_header_count_the_headers_inside() {
        let bytes =
            |length| written(|out| primitive(out, &[context(2), OCTET_STRING], &vec![0; length]));
        assert_eq!(bytes(0), hex!("a2 02 04 00"));
        assert_eq!(bytes(0x7d)[..4], hex!("a2 7f 04 7d"));
        assert_eq!(bytes(0x7e)[..5], hex!("a2 81 80 04 7e"));
        assert_eq!(bytes(0x80)[..6], hex!("a2 81 83 04 81 80"));
        assert_eq!(bytes(0x100)[..8], hex!("a2 82 0104 04 82 0100"));
    }

    #[test]
    fn what_stands_before_an_element_stays() {
        let two = written(|out| {
            constructed(out, &[SEQUENCE], |out| {
                integer(out, &[context(0), INTEGER], 5);
                bits(out, &[context(1), BIT_STRING], 0x4000_0000);
                boolean(out, &[super::super::BOOLEAN], true);
            });
        });
        assert_eq!(
            two,
            hex!("30 11 a0 03 02 01 05 a1 07 03 05 00 40000000 01 01 ff")
        );
    }
}
