//! What EvtxECmd has of an event beside its own columns: all fields as JSON in one of them, the XML's elements with `@` before
//! their attributes: `{"EventData":{"Data":[{"@Name":"TargetUserName","#text":"alice"}]}}`.

use super::super::json::{JsonReader, JsonText, JsonToken};

/// The column or the member.
pub(super) const NAME: &str = "Payload";

/// No event has more fields.
const MOST_FIELDS: usize = 1000;

/// The fields in it; none where it is something else.
pub(super) fn fields(text: &str) -> Vec<(String, String)> {
    let mut json = JsonReader::new(text.as_bytes());
    let mut key: Option<JsonText<'_>> = None;
    // Of the element that is open, in whatever order they come.
    let (mut named, mut said) = (None, None);
    let mut fields = Vec::new();
    while let Some(token) = json.token().filter(|_| fields.len() < MOST_FIELDS) {
        match token {
            JsonToken::Key(name) => key = Some(name),
            JsonToken::String(value) | JsonToken::Word(value) => {
                let value = value.text().into_owned();
                match key.take() {
                    Some(key) if key.is("@Name") => named = Some(value),
                    Some(key) if key.is("#text") => said = Some(value),
                    Some(key) => fields.push((key.text().into_owned(), value)),
                    None => {}
                }
            }
            JsonToken::Open(_) => key = None,
            JsonToken::Close(_) => fields.extend(named.take().zip(said.take())),
        }
    }
    fields
}
