//! Tokens in whatever comes in on standard input, as JSON on standard output.
//!
//! ```text
//! curl -v … 2>&1 | cargo run --no-default-features --example decode -- --password Spring-98
//! ```

mod common;

use common::{Arguments, Flag, say};
use double_hop::app::key_file;
use double_hop::present::Passwords;
use double_hop::present::decode::{OpenedTokens, Report, hash};
use double_hop::present::export::tokens::{VerifiedSignIn, json};
use double_hop::present::narration::decode::NOT_ALL_TRIED;
use double_hop::present::narration::{terminal, unused};
use double_hop::traffic::decryption::KnownSecrets;
use double_hop::traffic::from_digits;
use double_hop::traffic::verify::{Binding, KnownCredentials, KnownSecret, SignInBytes, verify};
use double_hop::wire::Layer;
use std::env;
use std::fs;
use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::rc::Rc;

fn main() -> ExitCode {
    common::end(run(), terminal::DECODE_USAGE)
}

/// Whether anything was found.
fn run() -> Result<bool, String> {
    let arguments = Arguments::read(
        &[
            Flag::Value("password"),
            Flag::Value("nt-hash"),
            Flag::Value("key"),
            Flag::Repeated("keytab"),
            Flag::Value("user"),
            Flag::Value("domain"),
            Flag::Value("certificate"),
            Flag::Value("bindings"),
            Flag::Value("host"),
            Flag::Value("secrets"),
        ],
        terminal::DECODE_USAGE,
    )?;
    if let Some(word) = arguments.plain.first() {
        return Err(format!("“{word}”: the tokens come in on standard input"));
    }
    let secrets = arguments.says_yes("secrets")?;
    let mut input = Vec::new();
    io::stdin()
        .read_to_end(&mut input)
        .map_err(|error| format!("standard input cannot be read: {error}"))?;
    let report = Report::of(&input);
    if report.found.tokens.is_empty() {
        say(terminal::NO_TOKEN);
        for it in &report.found.unused {
            say(&format!("  {}", unused(it)));
        }
        return Ok(false);
    }
    let given = Given::read(&arguments)?;
    let verdicts = given.judge(&report);
    let unlocked = given.open(&report);
    let passwords = Passwords::shown_if(secrets);
    let out = json(&report, &verdicts, &unlocked, passwords);
    io::stdout()
        .write_all(out.as_bytes())
        .map_err(|error| format!("standard output cannot be written: {error}"))?;
    if report.found.more > 0 {
        say(&terminal::more_tokens(report.found.more));
    }
    if unlocked.cut_short() {
        say(NOT_ALL_TRIED);
    }
    Ok(true)
}

/// What there is to check and to open with.
struct Given<'a> {
    password: Option<String>,
    nt_hash: Option<[u8; 16]>,
    key: Vec<u8>,
    keytabs: Vec<Rc<Layer>>,
    user: Option<&'a str>,
    domain: Option<&'a str>,
    certificate: Option<Vec<u8>>,
    bindings: Option<[u8; 16]>,
    host: Option<&'a str>,
}

impl<'a> Given<'a> {
    fn read(arguments: &'a Arguments) -> Result<Self, String> {
        let (password, hash) = (arguments.get("password"), arguments.get("nt-hash"));
        if password.is_some() && hash.is_some() {
            return Err("--password and --nt-hash exclude each other".to_owned());
        }
        let of_environment = || env::var(common::PASSWORD).ok().filter(|_| hash.is_none());
        let bytes16 = |name| arguments.get(name).map(|it| bytes16(name, it)).transpose();
        let mut keytabs = Vec::new();
        for path in arguments.all("keytab") {
            keytabs.push(key_file(&file(path)?).ok_or_else(|| terminal::no_keys(path))?);
        }
        Ok(Self {
            password: password.map(str::to_owned).or_else(of_environment),
            nt_hash: bytes16("nt-hash")?,
            key: arguments
                .get("key")
                .map(key)
                .transpose()?
                .unwrap_or_default(),
            keytabs,
            user: arguments.get("user"),
            domain: arguments.get("domain"),
            certificate: arguments.get("certificate").map(file).transpose()?,
            bindings: bytes16("bindings")?,
            host: arguments.get("host"),
        })
    }

    /// What is right and what is wrong, where there is something to check with.
    fn judge(&self, report: &Report) -> Vec<VerifiedSignIn> {
        let secret = self.nt_hash.map(KnownSecret::NtHash);
        let secret = secret.or(self.password.as_deref().map(KnownSecret::Password));
        let credentials = secret.map(|secret| KnownCredentials {
            user: self.user,
            domain: self.domain,
            secret,
        });
        let binding = self.binding();
        if credentials.is_none() && binding.is_none() && self.host.is_none() {
            return Vec::new();
        }
        let check =
            |set: &SignInBytes<'_>| verify(set, credentials.as_ref(), binding.as_ref(), self.host);
        let sets = report.sets.iter();
        let judged = sets.filter_map(|set| report.judge(set, &check));
        let judged = judged.filter_map(|(set, found)| Some((set.authenticate?, found)));
        judged.collect()
    }

    /// What to hold channel bindings against.
    fn binding(&self) -> Option<Binding<'_>> {
        let binding = self.certificate.as_deref().map(Binding::Certificate);
        binding.or(self.bindings.map(Binding::Hash))
    }

    /// What is encrypted in messages of Kerberos, opened; nothing where there is no secret, and none in what came in.
    fn open(&self, report: &Report) -> OpenedTokens {
        let known = KnownSecrets {
            password: self.password.as_deref(),
            nt_hash: self.nt_hash,
            user: self.user,
            domain: self.domain,
            key: &self.key,
            files: &self.keytabs,
            binding: self.binding(),
        };
        let opened = report.open(&known);
        if known.is_empty() && !opened.any() {
            return OpenedTokens::default();
        }
        opened
    }
}

fn file(path: &str) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{path}: {error}"))
}

fn bytes16(name: &str, text: &str) -> Result<[u8; 16], String> {
    hash(text).ok_or_else(|| format!("--{name} is 32 hexadecimal digits, not “{text}”"))
}

fn key(text: &str) -> Result<Vec<u8>, String> {
    let digits = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !digits || !matches!(text.len(), 16 | 32 | 48 | 64) {
        return Err("--key is 16, 32, 48 or 64 hexadecimal digits".to_owned());
    }
    Ok(from_digits(text.as_bytes()))
}
