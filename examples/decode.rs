//! Tokens in whatever comes in on standard input, as JSON on standard output.
//!
//! ```text
//! curl -v … 2>&1 | cargo run --no-default-features --example decode -- --password Spring-98
//! ```

mod common;

use common::{Failure, say};
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
use pico_args::Arguments;
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::process::ExitCode;
use std::rc::Rc;

fn main() -> ExitCode {
    common::end(run(), terminal::DECODE_USAGE)
}

/// Whether anything was found.
fn run() -> Result<bool, Failure> {
    let mut arguments = common::arguments(terminal::DECODE_USAGE);
    let secrets = common::says_yes(&mut arguments, "--secrets")?;
    let given = Given::read(&mut arguments)?;
    common::nothing_more(arguments)
        .map_err(|problem| format!("{problem}: the tokens come in on standard input"))?;
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
    let verdicts = given.judge(&report);
    let unlocked = given.open(&report);
    let passwords = Passwords::shown_if(secrets);
    let out = json(&report, &verdicts, &unlocked, passwords);
    common::answer(out.as_bytes())?;
    if report.found.more > 0 {
        say(&terminal::more_tokens(report.found.more));
    }
    if unlocked.cut_short() {
        say(NOT_ALL_TRIED);
    }
    Ok(true)
}

/// What there is to check and to open with.
struct Given {
    password: Option<String>,
    nt_hash: Option<[u8; 16]>,
    key: Vec<u8>,
    keytabs: Vec<Rc<Layer>>,
    user: Option<String>,
    domain: Option<String>,
    certificate: Option<Vec<u8>>,
    bindings: Option<[u8; 16]>,
    host: Option<String>,
}

impl Given {
    fn read(arguments: &mut Arguments) -> Result<Self, String> {
        let (password, nt_hash) = common::password_or_hash(arguments)?;
        let mut keytabs = Vec::new();
        for path in common::files(arguments, "--keytab")? {
            let no_keys = || terminal::no_keys(&path.to_string_lossy());
            keytabs.push(key_file(&file(&path)?).ok_or_else(no_keys)?);
        }
        let key = common::value(arguments, "--key")?.map(|typed| key(&typed));
        let certificate = common::file(arguments, "--certificate")?;
        let bindings = common::value(arguments, "--bindings")?.map(|typed| bindings(&typed));
        Ok(Self {
            password,
            nt_hash,
            key: key.transpose()?.unwrap_or_default(),
            keytabs,
            user: common::value(arguments, "--user")?,
            domain: common::value(arguments, "--domain")?,
            certificate: certificate.map(|path| file(&path)).transpose()?,
            bindings: bindings.transpose()?,
            host: common::value(arguments, "--host")?,
        })
    }

    /// What is right and what is wrong, where there is something to check with.
    fn judge(&self, report: &Report) -> Vec<VerifiedSignIn> {
        let secret = self.nt_hash.map(KnownSecret::NtHash);
        let secret = secret.or(self.password.as_deref().map(KnownSecret::Password));
        let credentials = secret.map(|secret| KnownCredentials {
            user: self.user.as_deref(),
            domain: self.domain.as_deref(),
            secret,
        });
        let binding = self.binding();
        if credentials.is_none() && binding.is_none() && self.host.is_none() {
            return Vec::new();
        }
        let host = self.host.as_deref();
        let check =
            |set: &SignInBytes<'_>| verify(set, credentials.as_ref(), binding.as_ref(), host);
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
            user: self.user.as_deref(),
            domain: self.domain.as_deref(),
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

fn file(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.to_string_lossy()))
}

fn bindings(text: &str) -> Result<[u8; 16], String> {
    hash(text).ok_or_else(|| format!("--bindings is 32 hexadecimal digits, not “{text}”"))
}

fn key(text: &str) -> Result<Vec<u8>, String> {
    let digits = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !digits || !matches!(text.len(), 16 | 32 | 48 | 64) {
        return Err("--key is 16, 32, 48 or 64 hexadecimal digits".to_owned());
    }
    Ok(from_digits(text.as_bytes()))
}
