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

/// In a sentence, by each example that takes a link.
#[test]
fn what_is_wrong_with_a_link_is_said() {
    for (link, sentence) in [
        (
            "#v=1&era=2050",
            "The link says era=2050, which is not known here.\n",
        ),
        ("#v=2&x=1", "The link is of version 2, not 1.\n"),
        ("#v=1&x=1", "--link: there is no setting “x”\n"),
    ] {
        for name in ["diagnose", "repair"] {
            let mut command = Command::new(example(name));
            let output = output_with_input(command.args(["--link", link]), b"");
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{said}");
            assert!(said.starts_with(sentence), "{name} {link}: {said}");
        }
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
