//! Programs that are run to their end.

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// Runs a program with that on its standard input, and takes what it writes.
pub fn output_with_input(command: &mut Command, input: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that has ended already, as after a mistake on its command line, reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}
