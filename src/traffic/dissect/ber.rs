//! Elements of BER (X.690), as LDAP has them: unlike in DER, a length may take more bytes than it needs.

/// What the first bytes of an element tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    /// More must come.
    Short,
    /// No element of a definite length of at most 4 bytes starts here.
    Wrong,
    /// An element: its header is whole.
    Of {
        /// Its identifier octet.
        tag: u8,
        /// How many bytes its header takes.
        head: usize,
        /// How many its content takes.
        length: usize,
    },
}

/// Reads the header at the start of some bytes.
pub fn header(bytes: &[u8]) -> Header {
    let Some((&tag, rest)) = bytes.split_first() else {
        return Header::Short;
    };
    // Tags above 30 are none of those read here.
    if tag & 0x1f == 0x1f {
        return Header::Wrong;
    }
    let Some((&first, rest)) = rest.split_first() else {
        return Header::Short;
    };
    let more = usize::from(first & 0x7f);
    if first < 0x80 {
        return Header::Of {
            tag,
            head: 2,
            length: more,
        };
    }
    if !(1..=4).contains(&more) {
        return Header::Wrong;
    }
    let Some((digits, _)) = rest.split_at_checked(more) else {
        return Header::Short;
    };
    Header::Of {
        tag,
        head: 2 + more,
        length: number(digits),
    }
}

/// Takes the element at the start of `bytes`, as far as it is there: its identifier octet and its content.
pub fn next<'a>(bytes: &mut &'a [u8]) -> Option<(u8, &'a [u8])> {
    let Header::Of { tag, head, length } = header(bytes) else {
        return None;
    };
    let content = bytes.get(head..)?;
    let (content, rest) = content.split_at_checked(length).unwrap_or((content, &[]));
    *bytes = rest;
    Some((tag, content))
}

/// The same, of an element that must have that identifier octet.
pub fn expect<'a>(bytes: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
    let mut after = *bytes;
    let (found, content) = next(&mut after)?;
    (found == tag).then(|| {
        *bytes = after;
        content
    })
}

/// An unsigned big-endian number; of more than 8 bytes the last 8 count.
pub fn number(digits: &[u8]) -> usize {
    let digits = digits.iter();
    digits.fold(0, |number, digit| number << 8 | usize::from(*digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_may_be_longer_than_needed() {
        let mut bytes: &[u8] = &[4, 1, 7, 0x30, 0x84, 0, 0, 0, 2, 5, 0, 9];
        assert_eq!(next(&mut bytes), Some((4, &[7][..])));
        assert_eq!(expect(&mut bytes, 4), None);
        assert_eq!(expect(&mut bytes, 0x30), Some(&[5, 0][..]));
        assert_eq!(bytes, [9]);
        assert_eq!(header(&[0x30, 0x82, 1]), Header::Short);
        assert_eq!(header(&[0x30, 0x80]), Header::Wrong);
    }
}
