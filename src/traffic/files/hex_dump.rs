//! Packets printed as text, as `tshark -x` and `tcpdump -X` do: they are told, and not read.

/// Whether packets are printed in it: after a line of bytes at 0 comes one at 16.
pub(super) fn is(text: &[u8]) -> bool {
    let mut lines = text.split(|it| *it == b'\n').map(place);
    while let Some(line) = lines.next() {
        if line == Some(0) && lines.next() == Some(Some(16)) {
            return true;
        }
    }
    false
}

/// The place of the bytes in a line: `0010  00 3c 81 20 …` or `0x0010:  003c 8120 …`.
fn place(line: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(line).ok()?.trim_start();
    let (place, bytes) = line.split_once(' ')?;
    let place = match place.strip_prefix("0x") {
        Some(place) => place.strip_suffix(':')?,
        None => place,
    };
    let is_hex = |text: &str| text.bytes().all(|it| it.is_ascii_hexdigit());
    let first = bytes.split_whitespace().next()?;
    let fits = place.len() == 4 && matches!(first.len(), 2 | 4) && is_hex(first) && is_hex(place);
    fits.then(|| u16::from_str_radix(place, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::leg::SkipReason;
    use super::super::{Format, format_of};
    use crate::traffic::reader::{ReadMode, read_mode};

    #[test]
    fn packets_that_are_printed_are_told_from_other_dumps() {
        let tshark = "Frame 1\n\n0000  00 00 08 00 45 00 00 3c 81 20 40 00 40 06 bb 99   ....E..<. @.@...\n0010  7f 00\n";
        let tcpdump = "16:59:47.067539 IP a.1 > b.2: Flags [P.]\n\t0x0000:  4500 003c 8120  E..<. \n\t0x0010:  7f00 0001  ....\n";
        for text in [tshark, tcpdump] {
            assert_eq!(format_of(text.as_bytes()), Format::HexDump, "{text}");
            assert_eq!(Format::HexDump.why_unread(), SkipReason::HexDump);
            // Tokens may be found in it.
            assert_eq!(read_mode(text.as_bytes()), ReadMode::Other);
        }
        let stream = "00000000  47 45 54 20 2f   GET /\n00000010  48 54 54 50   HTTP\n";
        for text in [stream, "0000  hello\n0010  world\n", "0000  47\n"] {
            assert_eq!(format_of(text.as_bytes()), Format::Text, "{text}");
        }
    }
}
