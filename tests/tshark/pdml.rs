//! What `tshark -T pdml` says: fields in their order, packet by packet.

/// One field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    pub name: String,
    /// Offset from the start of the token, where a header's base64 was decoded.
    pub pos: usize,
    pub size: usize,
    pub show: String,
}

/// The fields of each packet.
pub fn packets(text: &str) -> Vec<Vec<Shown>> {
    text.split("<packet>")
        .skip(1)
        .map(|packet| packet.split('<').filter_map(field).collect())
        .collect()
}

fn field(element: &str) -> Option<Shown> {
    let attributes = element
        .strip_prefix("field ")
        .or_else(|| element.strip_prefix("proto "))?;
    let text = |name: &str| attribute(attributes, name).unwrap_or_default();
    Some(Shown {
        name: text("name"),
        pos: text("pos").parse().unwrap_or_default(),
        size: text("size").parse().unwrap_or_default(),
        show: text("show"),
    })
}

fn attribute(attributes: &str, name: &str) -> Option<String> {
    let start = attributes.find(&format!("{name}=\""))? + name.len() + 2;
    let value = attributes[start..].split('"').next()?;
    let plain = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#x27;", "'"),
        ("&amp;", "&"),
    ];
    let plain = plain
        .iter()
        .fold(value.to_owned(), |text, (from, to)| text.replace(from, to));
    Some(plain)
}
