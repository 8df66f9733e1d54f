//! What only a panic needs, taken out of the page's WebAssembly.
//!
//! No input makes the page panic; should a mistake in it do so, it stops as before, and the console shows the trap
//! instead of a text. Taken out are the functions that make up that text, `Debug` formatting, which the page uses for
//! nothing else (a test below sees to that), and where in the sources each panic is (see [`locations`]). It is for
//! wasm-opt, which comes next, to remove what then is needed no longer.

use crate::Outcome;
use crate::locations;
use crate::wasm::{self, CODE, CUSTOM, DATA, IMPORTS, Section};
use std::collections::HashMap;

/// What never returns, or serves nothing but that, by how its name starts: all that follows such a call goes with it.
/// Names are without the hashes that the compiler puts after a crate's.
const PANICS: [&str; 16] = [
    "__rustc::rust_begin_unwind",
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::handle_error",
    "console_error_panic_hook::hook",
    "core::cell::lazy::panic_poisoned",
    "core::cell::panic_already_",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::",
    "core::result::unwrap_failed",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
    "std::panicking::panic_handler",
    "std::thread::local::panic_access_error",
    "wasm_bindgen::__rt::borrow_fail",
];
/// `unreachable` without locals.
const TRAP: &[u8] = b"\0\x00\x0b";

/// How the name of a `Debug` implementation ends, before its hash.
const DEBUG: &str = " as core::fmt::Debug>::fmt";
/// `i32.const 0` without locals: it wrote nothing, and that went well.
const WRITES_NOTHING: &[u8] = b"\0\x41\0\x0b";

/// The module without what only a panic needs. It must have its function names still.
pub fn snip(wasm: &[u8]) -> Outcome<Vec<u8>> {
    let sections = wasm::sections(wasm).ok_or("the WebAssembly does not read as such")?;
    let names = sections
        .iter()
        .find_map(function_names)
        .ok_or("the WebAssembly does not say what its functions are called")?;
    let imported = sections
        .iter()
        .find(|(id, _)| *id == IMPORTS)
        .and_then(|(_, section)| wasm::number(&mut &**section))
        .unwrap_or_default();
    wasm::rewritten(&sections, |(id, section)| match id {
        CODE => code(section, |index| {
            names
                .get(&(imported + index))
                .and_then(|name| instead(name))
        }),
        DATA => locations::blank(section),
        _ => Some(section.to_vec()),
    })
    .ok_or_else(|| "the WebAssembly is not laid out as Rust lays it out".into())
}

/// The body that a function gets instead of its own.
fn instead(name: &str) -> Option<&'static [u8]> {
    let name = without_brackets(name);
    let path = name.trim_start_matches('<');
    if PANICS.iter().any(|start| path.starts_with(start)) {
        Some(TRAP)
    } else if name.contains(DEBUG) {
        Some(WRITES_NOTHING)
    } else {
        None
    }
}

/// `core[c5930c85a12de822]::fmt` as `core::fmt`.
fn without_brackets(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, (_, after))) = rest
        .split_once('[')
        .and_then(|(before, after)| Some((before, after.split_once(']')?)))
    {
        out.push_str(before);
        rest = after;
    }
    out + rest
}

/// The names of the functions by their numbers, where a section has them.
fn function_names<'a>((id, section): &Section<'a>) -> Option<HashMap<usize, &'a str>> {
    const FUNCTIONS: u8 = 1;
    let mut rest = *section;
    if *id != CUSTOM || wasm::name(&mut rest)? != "name" {
        return None;
    }
    while let Some(kind) = wasm::byte(&mut rest) {
        let mut entries = wasm::bytes(&mut rest)?;
        if kind == FUNCTIONS {
            let count = wasm::number(&mut entries)?;
            return (0..count)
                .map(|_| Some((wasm::number(&mut entries)?, wasm::name(&mut entries)?)))
                .collect();
        }
    }
    None
}

/// The code section, with other bodies where there are some.
fn code(mut section: &[u8], instead: impl Fn(usize) -> Option<&'static [u8]>) -> Option<Vec<u8>> {
    let count = wasm::number(&mut section)?;
    let mut out = Vec::with_capacity(section.len());
    wasm::put_number(&mut out, count);
    for index in 0..count {
        let body = wasm::bytes(&mut section)?;
        wasm::put_bytes(&mut out, instead(index).unwrap_or(body));
    }
    section.is_empty().then_some(out)
}

#[cfg(test)]
mod tests {
    use super::{TRAP, WRITES_NOTHING, instead, snip};
    use crate::post_build::files_below;
    use crate::project;
    use crate::wasm::put_bytes;

    #[test]
    fn the_page_has_no_debug_texts() {
        const TESTS: &str = "#[cfg(test)]\nmod ";
        let files = files_below(&project::root().join("src")).unwrap_or_default();
        let sources = files.iter().map(|file| {
            let source = std::fs::read_to_string(file).unwrap_or_default();
            (file.with_extension(""), source)
        });
        let sources: Vec<_> = sources.collect();
        // Files and folders of tests, whatever they are called.
        let modules = sources
            .iter()
            .flat_map(|(_, source)| source.split(TESTS).skip(1));
        let tests: Vec<_> = modules
            .filter_map(|rest| Some(rest.split_once(";\n")?.0))
            .collect();
        for (file, source) in &sources {
            let within = |name: &&str| file.components().any(|part| part.as_os_str() == *name);
            if tests.iter().any(within) {
                continue;
            }
            // Tests in the file itself stand at its end.
            let page = source.split("#[cfg(test)]\nmod tests {").next();
            let page = page.unwrap_or_default();
            let wrong = page.lines().find(|line| {
                let in_a_test = line.contains("assert") || line.contains("panic!");
                (line.contains(":?}") || line.contains(":#?}")) && !in_a_test
            });
            assert_eq!(wrong, None, "{} would write nothing", file.display());
        }
    }

    #[test]
    fn only_panics_and_debug_texts_go() {
        for panic in [
            "core[c5930c85a12de822]::panicking::panic_fmt",
            "core::panicking::panic_display::hb53bb25f0d99aef1",
            "<std[a543996e6e7dbf1e]::panicking::panic_handler::FormatStringPayload as core[c5930c85a12de822]::panic::PanicPayload>::get",
        ] {
            assert_eq!(instead(panic), Some(TRAP), "{panic}");
        }
        assert_eq!(
            instead("<char as core[c5930c85a12de822]::fmt::Debug>::fmt"),
            Some(WRITES_NOTHING)
        );
        for kept in [
            "std[a543996e6e7dbf1e]::panicking::set_hook",
            "std::panicking::panic_count::is_zero_slow_path",
            "<core::panic::unwind_safe::AssertUnwindSafe<F> as core::ops::function::FnOnce<()>>::call_once",
            "<char as core[c5930c85a12de822]::fmt::Display>::fmt",
            "double_hop::hosts::mailbox::rpc::fail::h10935833859eb40e",
        ] {
            assert_eq!(instead(kept), None, "{kept}");
        }
    }

    #[test]
    fn a_body_is_found_by_its_functions_name() {
        let mut names = b"\x04name\x01".to_vec();
        let mut entries = b"\x02\x00".to_vec();
        put_bytes(&mut entries, b"a::b");
        entries.push(1);
        put_bytes(&mut entries, b"core::panicking::panic");
        put_bytes(&mut names, &entries);
        let module = |bodies: &[u8]| {
            let mut wasm = b"\0asm\x01\0\0\0\x0a".to_vec();
            put_bytes(&mut wasm, bodies);
            wasm.push(0);
            put_bytes(&mut wasm, &names);
            wasm
        };
        let snipped = snip(&module(b"\x02\x02\0\x0b\x05\0\x10\0\x00\x0b")).unwrap_or_default();
        assert_eq!(snipped, module(b"\x02\x02\0\x0b\x03\0\x00\x0b"));
        assert!(snip(b"\0asm\x01\0\0\0").is_err(), "there are no names");
    }
}
