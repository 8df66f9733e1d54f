//! `application/x-www-form-urlencoded` (URL Standard 5): what stands behind a `?` or a `#`, and in a path where a
//! space may be a plus.

/// Appends `key=value` to pairs, with an `&` where there are some already.
pub fn push_pair(pairs: &mut String, key: &str, value: &str) {
    if !pairs.is_empty() {
        pairs.push('&');
    }
    push(pairs, key);
    pairs.push('=');
    push(pairs, value);
}

/// A text as it stands in a pair.
pub fn encode(text: &str) -> String {
    let mut out = String::new();
    push(&mut out, text);
    out
}

/// The pairs, in their order. What is not encoded as it should be stands for itself, and bytes that are no UTF-8 for
/// U+FFFD.
pub fn pairs(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
        .collect()
}

/// A text as it was before [`encode`].
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => match escaped(after) {
                Some(escaped) => {
                    rest = after.get(2..).unwrap_or_default();
                    escaped
                }
                None => byte,
            },
            _ => byte,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The byte whose two digits these bytes start with.
fn escaped(bytes: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

fn push(out: &mut String, text: &str) {
    for &byte in text.as_bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'*' | b'-' | b'.' | b'_' => {
                out.push(byte.into());
            }
            b' ' => out.push('+'),
            _ => {
                out.push('%');
                for digit in [byte >> 4, byte & 15] {
                    let digit = char::from_digit(digit.into(), 16).unwrap_or_default();
                    out.push(digit.to_ascii_uppercase());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, pairs, push_pair};
    use proptest::prelude::*;

    /// Texts rich in what means something here.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), "[%+&=# a-fA-F0-9é*._~/-]{0,24}"]
    }

    proptest! {
        #[test]
        fn it_agrees_with_another_implementation(key in text(), value in text()) {
            let mut ours = String::new();
            push_pair(&mut ours, &key, &value);
            push_pair(&mut ours, &value, &key);
            let theirs = form_urlencoded::Serializer::new(String::new())
                .append_pair(&key, &value)
                .append_pair(&value, &key)
                .finish();
            prop_assert_eq!(&ours, &theirs);
            prop_assert_eq!(&decode(&encode(&value)), &value);

            for text in [theirs, key, value] {
                let theirs: Vec<_> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
                prop_assert_eq!(pairs(&text), theirs);
            }
        }
    }
}
