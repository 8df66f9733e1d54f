//! Short names for what the page's WebAssembly and its glue ask of each other, and no glue that is not asked for.
//! wasm-bindgen marks most names with a hash, which nothing can compress, in both files; the page has one glue only, so
//! nothing needs telling apart.

use crate::Outcome;
use crate::glue::{self, is_of_a_word};
use crate::wasm::{self, EXPORTS, IMPORTS};
use std::collections::HashMap;

/// The WebAssembly and its glue, with short names in both; the glue without what the WebAssembly has no use for.
pub fn shorten(wasm: &[u8], glue: &str) -> Outcome<(Vec<u8>, String)> {
    let mut short = HashMap::new();
    let wasm = rewrite(wasm, |name| {
        let next = if is_marked(name) {
            format!("i{}", short.len())
        } else {
            name.to_owned()
        };
        short.entry(name.to_owned()).or_insert(next).clone()
    })
    .ok_or("the WebAssembly is not laid out as wasm-bindgen lays it out")?;
    let glue = glue::without_unused(glue, |name| short.contains_key(name));
    let mut out = String::with_capacity(glue.len());
    let mut rest = glue.as_str();
    while let Some((before, name, after)) = next_word(rest) {
        out.push_str(before);
        out.push_str(short.get(name).map_or(name, String::as_str));
        rest = after;
    }
    out.push_str(rest);
    Ok((wasm, out))
}

/// Whether a name is one of wasm-bindgen's, with its hash.
fn is_marked(name: &str) -> bool {
    let hash = name.rsplit_once(['_', 'h']).map(|(_, hash)| hash);
    hash.is_some_and(|hash| hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// What stands before the next word of a script, the word, and what follows.
fn next_word(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_at(text.find(is_of_a_word)?);
    let end = rest.find(|c| !is_of_a_word(c)).unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    Some((before, word, after))
}

/// A module with its imports and exports renamed; nothing where it does not read as one, or imports other things than
/// functions.
fn rewrite(wasm: &[u8], mut rename: impl FnMut(&str) -> String) -> Option<Vec<u8>> {
    wasm::rewritten(&wasm::sections(wasm)?, |(id, section)| match id {
        IMPORTS | EXPORTS => renamed(section, id == IMPORTS, &mut rename),
        _ => Some(section.to_vec()),
    })
}

/// The import section, or that of the exports.
fn renamed(
    mut section: &[u8],
    imports: bool,
    rename: &mut impl FnMut(&str) -> String,
) -> Option<Vec<u8>> {
    const FUNCTION: u8 = 0;
    let count = wasm::number(&mut section)?;
    let mut out = Vec::with_capacity(section.len());
    wasm::put_number(&mut out, count);
    for _ in 0..count {
        if imports {
            wasm::put_bytes(&mut out, wasm::bytes(&mut section)?);
        }
        wasm::put_bytes(&mut out, rename(wasm::name(&mut section)?).as_bytes());
        let kind = wasm::byte(&mut section)?;
        if imports && kind != FUNCTION {
            return None;
        }
        out.push(kind);
        wasm::put_number(&mut out, wasm::number(&mut section)?);
    }
    section.is_empty().then_some(out)
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn names_are_short_in_both_files_and_all_else_stays() {
        let mut wasm = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0".to_vec();
        let mut section = vec![2];
        for name in ["__wbg_get_0123456789abcdef", "__wbindgen_init"] {
            section.extend_from_slice(b"\x01g");
            section.push(u8::try_from(name.len()).unwrap_or_default());
            section.extend_from_slice(name.as_bytes());
            section.extend_from_slice(b"\0\0");
        }
        wasm.push(2);
        wasm.push(u8::try_from(section.len()).unwrap_or_default());
        wasm.extend_from_slice(&section);
        wasm.extend_from_slice(b"\x07\x18\x01\x14f__h0123456789abcdef\x02\0\x0b\x01\0");
        let glue =
            "a = { __wbg_get_0123456789abcdef: f, __wbindgen_init: f__h0123456789abcdef }; \"ü\"";
        let (wasm, glue) = shorten(&wasm, glue).unwrap_or_default();
        assert_eq!(glue, "a = { i0: f, __wbindgen_init: i2 }; \"ü\"\n");
        let expected: &[u8] =
            b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x1c\x02\x01g\x02i0\0\0\x01g\x0f__wbindgen_init\0\0\x07\x06\x01\x02i2\x02\0\x0b\x01\0";
        assert_eq!(wasm, expected);
    }

    #[test]
    fn what_is_no_module_is_refused() {
        for wrong in [&b"\0asm"[..], b"\0asm\x01\0\0\0\x02\x01\x01"] {
            assert!(shorten(wrong, "").is_err());
        }
    }
}
