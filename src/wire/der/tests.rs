use super::*;
use crate::wire::{Decoded, Field, Value};
use hex_literal::hex;
use proptest::prelude::*;

/// Fails unless a message that is cut anywhere is refused, and keeps the leaves that are there whole.
pub fn keeps_what_came_before<T>(bytes: &[u8], decode: fn(&[u8]) -> Decoded<T>) {
    let whole = decode(bytes).layout;
    for length in 0..bytes.len() {
        let read = decode(&bytes[..length]);
        assert!(read.value.is_err(), "{length}");
        let kept = read.layout.leaves();
        for (kept, whole) in kept.iter().zip(whole.leaves()) {
            let start = |leaf: &Field| (leaf.name.clone(), leaf.range.start);
            assert_eq!(start(kept), start(whole));
        }
        // A leaf is there when its last byte is; of two headers that are one leaf, the first may be there alone.
        let leaves = whole.leaves();
        let complete = leaves.iter().filter(|leaf| leaf.range.end <= length);
        let complete = complete.count();
        assert!((complete..=complete + 1).contains(&kept.len()), "{length}");
    }
}

fn decode<T>(bytes: &[u8], read: impl FnOnce(&mut Reader<'_>) -> T) -> Decoded<T> {
    Decoded::run(bytes, read)
}

fn number(bytes: &[u8]) -> Decoded<i64> {
    decode(bytes, |reader| {
        integer(
            reader,
            "n",
            "",
            &[context(0), INTEGER],
            &[(-2, "two below")],
        )
    })
}

#[test]
fn headers_are_one_leaf_and_the_value_another() {
    let read = number(&hex!("a0 03 02 01 05"));
    assert_eq!(read.value, Ok(5));
    let leaves: Vec<_> = read.layout.leaves().into_iter().cloned().collect();
    assert_eq!((&*leaves[0].name, leaves[0].range.clone()), (HEADER, 0..4));
    assert_eq!(leaves[0].value, Value::Text("[0] INTEGER, 1".to_owned()));
    assert_eq!((&*leaves[1].name, leaves[1].range.clone()), ("n", 4..5));
    assert_eq!(leaves[1].value, Value::Number(5));
}

#[test]
fn numbers_have_signs_and_names() {
    let value = |bytes: &[u8]| number(bytes).value.unwrap();
    assert_eq!(value(&hex!("a0 04 02 02 00 80")), 128);
    assert_eq!(value(&hex!("a0 03 02 01 80")), -128);
    assert_eq!(value(&hex!("a0 0a 02 08 ffffffffffffff00")), -256);
    let named = number(&hex!("a0 03 02 01 fe"));
    let text = Value::Text("-2 two below".to_owned());
    assert_eq!(named.layout.find("n").unwrap().value, text);
    assert!(number(&hex!("a0 02 02 00")).value.is_err());
    assert!(
        number(&hex!("a0 0b 02 09 000000000000000001"))
            .value
            .is_err()
    );
}

#[test]
fn what_is_left_is_read_without_its_meaning() {
    // A number, and behind it in the explicit tag what nobody asked for.
    let read = number(&hex!("a0 0a 02 01 05 30 05 04 03 aabbcc"));
    assert_eq!(read.value, Ok(5));
    assert!(read.layout.is_claimed(), "{:?}", read.layout);
    assert_eq!(read.layout.find("OCTET STRING").unwrap().range, 9..12);
    let read = decode(&hex!("30 06 02 01 01 02 01 02"), |reader| {
        constructed(reader, "s", "", &[SEQUENCE], |reader| {
            integer(reader, "a", "", &[INTEGER], &[])
        })
    });
    assert_eq!(read.value, Ok(1));
    assert!(read.layout.is_claimed());
}

#[test]
fn flags_count_from_the_highest_bit() {
    let read = decode(&hex!("03 02 01 60"), |reader| {
        bits(reader, "f", "", &[BIT_STRING], &["a", "b", "c"])
    });
    assert_eq!(read.value, Ok(0x6000_0000));
    let named = Value::Flags(0x6000_0000, "b, c".into());
    assert_eq!(read.layout.find("f").unwrap().value, named);
    assert!(read.layout.is_claimed());
}

#[test]
fn lengths_that_cannot_be_are_errors_with_their_place() {
    let kind = |bytes: &[u8]| number(bytes).value.unwrap_err();
    let truncated = |needed, available| ErrorKind::Truncated { needed, available };
    let cut = |missing, at_least| ErrorKind::Cut { missing, at_least };
    assert_eq!(kind(&[]).kind, cut(2, true));
    assert_eq!(kind(&hex!("a0")).kind, cut(1, true));
    assert_eq!(
        kind(&hex!("a0 84 ff ff ff ff")).kind,
        cut(u32::MAX as usize, false)
    );
    // The inner element is longer than the one around it.
    let inner = kind(&hex!("a0 03 02 02 01 01"));
    assert_eq!((inner.kind, inner.offset), (truncated(2, 1), 4));
    let text = |bytes: &[u8]| kind(bytes).to_string();
    assert_eq!(
        text(&hex!("a0 80 02 01 05 00 00")),
        "n at byte 0: expected a definite length"
    );
    assert_eq!(
        text(&hex!("a0 81 03 02 01 05")),
        "n at byte 0: expected a length of at most 4 bytes, in as few as can be"
    );
    assert_eq!(kind(&hex!("a0 89 01 02 03 04 05 06 07 08 09")).offset, 0);
    assert_eq!(
        text(&hex!("a0 03 04 01 05")),
        "n at byte 2: expected INTEGER"
    );
    // What was read before the break stays, and of an element that is cut off all that is there.
    let inside = decode(&hex!("30 10 02 01 01 02 05 01"), unknown);
    assert_eq!(inside.layout.find("INTEGER").unwrap().range, 4..5);
    assert_eq!(inside.layout.leaves().len(), 5);
    let error = inside.value.unwrap_err();
    assert_eq!((error.kind, error.offset), (cut(10, false), 7));
    let ends_between = decode(&hex!("30 10 02 01 01"), unknown);
    assert_eq!(ends_between.value.unwrap_err().kind, cut(13, false));
    let broken = number(&hex!("a0 03 04 01 05"));
    assert_eq!(broken.layout.leaves()[0].range, 0..2);
}

#[test]
fn depth_is_bounded() {
    let mut deep = Vec::new();
    for _ in 0..10_000 {
        let mut next = vec![SEQUENCE];
        next.extend(match deep.len() {
            length @ 0..0x80 => vec![length as u8],
            length @ 0x80..0x100 => vec![0x81, length as u8],
            length => vec![0x82, (length >> 8) as u8, length as u8],
        });
        next.extend(deep);
        deep = next;
    }
    let read = decode(&deep, unknown);
    assert!(read.value.unwrap_err().to_string().contains("32 elements"));
    assert_eq!(read.layout.leaves().len(), 33);
}

proptest! {
    #[test]
    fn anything_is_read_or_refused(bytes: Vec<u8>) {
        let read = decode(&bytes, |reader| while more(reader) { unknown(reader) });
        prop_assert!(read.layout.overlaps().is_empty());
        if read.value.is_ok() {
            prop_assert!(read.layout.is_claimed());
        }
    }

    #[test]
    fn what_is_well_formed_is_read_whole(values in prop::collection::vec((any::<bool>(), prop::collection::vec(any::<u8>(), 0..300)), 0..6)) {
        let mut bytes = Vec::new();
        for (inside, value) in &values {
            let mut element = vec![OCTET_STRING];
            if value.len() >= 0x100 {
                element.extend([0x82, 1, value.len() as u8]);
            } else if value.len() >= 0x80 {
                element.extend([0x81, value.len() as u8]);
            } else {
                element.push(value.len() as u8);
            }
            element.extend(value);
            if *inside && element.len() < 0x80 {
                element.splice(0..0, [context(3), element.len() as u8]);
            }
            bytes.extend(element);
        }
        let read = decode(&bytes, |reader| while more(reader) { unknown(reader) });
        prop_assert!(read.value.is_ok());
        prop_assert!(read.layout.is_claimed());
    }
}

#[test]
fn truth_is_one_byte() {
    let value = |bytes: &[u8]| decode(bytes, |reader| boolean(reader, "b", "", &[BOOLEAN]));
    assert_eq!(value(&hex!("01 01 ff")).value, Ok(true));
    assert_eq!(value(&hex!("01 01 00")).value, Ok(false));
    assert!(value(&hex!("01 00")).value.is_err());
    assert!(value(&hex!("01 02 00 00")).value.is_err());
}

/// Bytes that hold a number, or something else.
fn holder(bytes: &[u8]) -> Decoded<Vec<u8>> {
    decode(bytes, |reader| {
        opened(
            reader,
            "o",
            "",
            &[OCTET_STRING],
            &[SEQUENCE],
            &mut |reader| {
                constructed(reader, "s", "", &[SEQUENCE], |reader| {
                    integer(reader, "n", "", &[INTEGER], &[]);
                });
            },
        )
        .to_vec()
    })
}

#[test]
fn bytes_are_opened_where_they_are_one_element() {
    let read = holder(&hex!("04 05 30 03 02 01 07"));
    assert!(read.layout.is_claimed());
    let group = read.layout.find("o").unwrap();
    assert_eq!((group.range.clone(), group.children.len()), (2..7, 1));
    assert_eq!(read.layout.find("n").unwrap().value, Value::Number(7));
    assert_eq!(read.value, Ok(hex!("30 03 02 01 07").to_vec()));
    // Another type, more than one element, less than one: these are bytes.
    for bytes in [
        &hex!("04 03 02 01 07")[..],
        &hex!("04 03 30 00 00"),
        &hex!("04 02 30 01"),
    ] {
        let read = holder(bytes);
        assert!(read.layout.is_claimed());
        assert_eq!(read.value, Ok(bytes[2..].to_vec()));
        assert_eq!(read.layout.find("o").unwrap().value, Value::Bytes);
    }
}

#[test]
fn what_is_wrong_inside_is_no_error_of_the_whole() {
    let read = holder(&hex!("04 06 30 04 04 02 aa bb"));
    assert!(read.layout.is_claimed());
    assert_eq!(read.value, Ok(hex!("30 04 04 02 aa bb").to_vec()));
    keeps_what_came_before(&hex!("04 05 30 03 02 01 07"), holder);
}

#[test]
fn fields_that_are_no_elements_lie_in_bytes() {
    let read = |bytes: &[u8]| {
        decode(bytes, |reader| {
            fields(reader, "f", "", &[OCTET_STRING], &mut |reader| {
                reader.u16("two", "");
            })
            .len()
        })
    };
    let whole = read(&hex!("04 03 01 00 ff"));
    assert!(whole.layout.is_claimed());
    assert_eq!(whole.value, Ok(3));
    assert_eq!(whole.layout.find("two").unwrap().range, 2..4);
    // Too short for them.
    let short = read(&hex!("04 01 01"));
    assert!(short.layout.is_claimed());
    assert_eq!(short.value, Ok(1));
}
