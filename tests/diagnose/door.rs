//! The example, as people use it from a terminal.

use super::example::example;
use super::program::output_with_input;
use std::process::{Command, Output};

fn diagnose(input: &[u8], arguments: &[&str]) -> Output {
    output_with_input(Command::new(example("diagnose")).args(arguments), input)
}

#[test]
fn a_link_that_is_none_is_refused() {
    for link in ["garbage", "#v=1&colour=blue", "#v=1&era=soon"] {
        let output = diagnose(b"4769 0xD", &["--link", link]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("--link"), "{said}");
        assert!(output.stdout.is_empty());
    }
}

/// As a file that PowerShell wrote, with names of a link that is a whole address.
#[test]
fn text_is_read_in_the_encoding_of_windows() {
    let text = ['\u{feff}'].into_iter().chain("4769 0xD".chars());
    let text: String = text.collect();
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let output = diagnose(&wide, &["--link", "https://lab.example/#v=1&era=today"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0));
    assert!(said.contains(r#""matched":["4769 0xD"]"#), "{said}");
}
