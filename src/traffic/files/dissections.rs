//! Packets as Wireshark and tshark take them apart: JSON (`-T json`, `-T ek`) and XML (PDML, PSML). They are told, and not read:
//! the capture that they were made of has all that is in them.

use super::format::first_tag;

/// Whether this, which may be the beginning of a file, is such a text.
pub(super) fn is(text: &[u8]) -> bool {
    // What names the index of the first packet stands before its layers.
    let text = text.get(..LOOKED_AT).unwrap_or(text).trim_ascii_start();
    let has = |mark: &[u8]| text.windows(mark.len()).any(|it| it == mark);
    match text.first() {
        Some(b'[' | b'{') => has(b"\"packets-") && has(b"\"layers\""),
        Some(b'<') => first_tag(text).is_some_and(|it| matches!(it.name, b"pdml" | b"psml")),
        _ => false,
    }
}

/// So much of a text tells.
const LOOKED_AT: usize = 1024;

#[cfg(test)]
mod tests {
    use super::super::leg::SkipReason;
    use super::super::{Format, format_of};
    use crate::traffic::reader::{ReadMode, read_mode};

    #[test]
    fn what_wireshark_takes_apart_is_told_from_other_json_and_xml() {
        let json = "[\n  {\n    \"_index\": \"packets-2026-11-26\",\n    \"_type\": \"doc\",\n    \"_score\": null,\n    \
            \"_source\": {\n      \"layers\": {\n        \"frame\": {";
        let ek = "{\"index\":{\"_index\":\"packets-2026-11-26\",\"_type\":\"doc\"}}\n{\"timestamp\":\"1795712387067\",\"layers\":{";
        let pdml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- See pdml2html.xsl. -->\n<pdml version=\"0\">\n<packet>\n";
        let psml = "<?xml version=\"1.0\"?>\n<psml version=\"0\">\n<structure>\n";
        for text in [json, ek, pdml, psml] {
            assert_eq!(format_of(text.as_bytes()), Format::Dissections, "{text}");
            assert_eq!(read_mode(text.as_bytes()), ReadMode::Whole);
        }
        assert_eq!(Format::Dissections.why_unread(), SkipReason::Dissections);
        for text in ["[{\"layers\": []}]", "<packet/>", "pdml"] {
            assert_ne!(format_of(text.as_bytes()), Format::Dissections, "{text}");
        }
    }
}
