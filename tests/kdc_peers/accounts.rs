//! The file of accounts, and the command line.

use super::example::example;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Runs `kdc` with something wrong: should it pass after all, there is nowhere to listen, and it ends with another status.
fn kdc(arguments: &[&str]) -> Output {
    let mut command = Command::new(example("kdc"));
    command.args(["--listen", "nowhere"]).args(arguments);
    command.output().unwrap()
}

#[track_caller]
fn explained(output: &Output, words: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    let first = said.lines().next().unwrap();
    assert!(first.contains(words), "{first} says not {words:?}");
    assert!(said.contains("Usage: kdc"), "{said}");
    assert!(output.stdout.is_empty());
}

#[test]
fn what_is_wrong_with_a_line_is_said() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join(format!("accounts-{}", std::process::id()));
    let path = file.to_str().unwrap();
    for (text, words) in [
        ("alice", "line 1: the account alice has no password"),
        (
            "\n# none\nalice x\nALICE y",
            "line 4: there is an account ALICE already",
        ),
        ("krbtgt x", "line 1: there is an account krbtgt already"),
        ("alice \"x", "line 1: a double quote has no end"),
        (
            "alice x trusted",
            "line 1: there is no attribute trusted without a value",
        ),
        (
            "alice x sensitive=yes",
            "line 1: there is no attribute sensitive=…",
        ),
        ("alice x spn=", "line 1: spn has nothing behind the ="),
        ("alice x spn=HTTP", "line 1: spn: \"HTTP\" is no CLASS/HOST"),
        ("alice x spn=HTTP/a,", "line 1: spn: \"\" is no CLASS/HOST"),
        (
            "alice x etypes=des",
            "line 1: etypes: \"des\" is none of aes256, aes128, rc4",
        ),
        ("alice x lets-act=bob", "lets-act: there is no account bob"),
    ] {
        fs::write(&file, text).unwrap();
        let output = kdc(&["--accounts", path]);
        explained(&output, &format!("kdc: {path}: {words}"));
    }
    fs::write(&file, [0xff, 0xfe]).unwrap();
    explained(&kdc(&["--accounts", path]), path);
    fs::write(&file, " ".repeat(2 << 20)).unwrap();
    explained(&kdc(&["--accounts", path]), "more than 1048576 bytes");
    fs::remove_file(&file).unwrap();
    explained(&kdc(&["--accounts", path]), path);
    // A right one gets as far as to listen.
    let right = "alice \"a b\" upn=alice@contoso.example sensitive # a remark\nWEB-01$ x spn=HOST/web-01 protected disabled";
    fs::write(&file, right).unwrap();
    let output = kdc(&["--accounts", path]);
    fs::remove_file(&file).unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.starts_with("kdc: cannot listen on nowhere"), "{said}");
}

#[test]
fn what_is_wrong_with_the_command_line_is_said() {
    for (arguments, words) in [
        (&["--realm", "CONTOSO EXAMPLE"][..], "--realm is a DNS name"),
        (&["--realm", "A..B"], "--realm is a DNS name"),
        (
            &["--keytab", "alice"],
            "--keytab is ACCOUNT=FILE, not alice",
        ),
        (&["--keytab", "bob=f"], "--keytab: there is no account bob"),
        (
            &["--clock-ahead", "soon"],
            "--clock-ahead is a number of minutes",
        ),
        (&["--idle-ms"], "--idle-ms needs a value"),
        (&["--what", "x"], "--what is unknown here"),
        (&["--keytab…", "x"], "--keytab… is unknown here"),
        (
            &["--realm", "A", "--realm", "B"],
            "--realm is unknown here, or there twice",
        ),
        (&["stray"], "“stray” belongs to no option"),
    ] {
        explained(&kdc(arguments), words);
    }
}
