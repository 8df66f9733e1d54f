//! What the examples share: the command line, the settings that it names, and for those that speak to real peers the time
//! and random values.

// Each example takes what it needs of it.
#![allow(dead_code)]

use double_hop::hosts::{Entropy, Era, FileTime, Purpose};
use double_hop::lab::table::{Column, ROWS, Row};
use double_hop::lab::{Scenario, Setting};
use double_hop::present::decode::hash;
use double_hop::present::link;
use double_hop::present::narration::{link_refused, terminal};
use pico_args::Arguments;
use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::process::{self, ExitCode};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The environment variable that a password may come from: other users of a computer can read command lines.
pub const PASSWORD: &str = "DOUBLE_HOP_PASSWORD";

/// Why an example ends without an answer.
pub enum Failure {
    /// It was called in a wrong way, or with what cannot be read.
    Call(String),
    /// Its answer cannot be written.
    Output(io::Error),
}

impl<T: Into<String>> From<T> for Failure {
    fn from(problem: T) -> Self {
        Self::Call(problem.into())
    }
}

/// The command line of this process. Asked for help, it prints the usage and ends the process.
pub fn arguments(usage: &str) -> Arguments {
    let mut arguments = Arguments::from_env();
    if arguments.contains(["-h", "--help"]) {
        let _ = writeln!(io::stdout(), "{usage}");
        process::exit(0);
    }
    arguments
}

/// What is left of the command line when its options are taken: what stands alone. An option that nobody took is refused.
pub fn rest(arguments: Arguments) -> Result<Vec<OsString>, String> {
    let words = arguments.finish();
    let is_option = |word: &&OsString| word.to_string_lossy().starts_with("--");
    match words.iter().find(is_option) {
        Some(word) => {
            let word = word.to_string_lossy();
            Err(format!("{word} is unknown here, or there twice"))
        }
        None => Ok(words),
    }
}

/// Refuses what is left of the command line: nothing stands alone.
pub fn nothing_more(arguments: Arguments) -> Result<(), String> {
    match rest(arguments)?.first() {
        Some(word) => Err(format!("“{}” belongs to no option", word.to_string_lossy())),
        None => Ok(()),
    }
}

/// The value of an option.
pub fn value(arguments: &mut Arguments, name: &'static str) -> Result<Option<String>, String> {
    let value = arguments.opt_value_from_str(name);
    value.map_err(|error| wrong(name, error))
}

/// The value of an option that must be there.
pub fn needed(arguments: &mut Arguments, name: &'static str) -> Result<String, String> {
    value(arguments, name)?.ok_or_else(|| format!("{name} is missing"))
}

/// The values of an option that may be there more than once, in the order in which they stand.
pub fn values(arguments: &mut Arguments, name: &'static str) -> Result<Vec<String>, String> {
    let values = arguments.values_from_str(name);
    values.map_err(|error| wrong(name, error))
}

/// The files that an option names, in whatever bytes behind a space; behind `=` only text is taken.
pub fn files(arguments: &mut Arguments, name: &'static str) -> Result<Vec<PathBuf>, String> {
    let files = arguments.values_from_os_str(name, |path| Ok::<_, String>(path.into()));
    let mut files: Vec<PathBuf> = files.map_err(|error| wrong(name, error))?;
    files.extend(values(arguments, name)?.into_iter().map(PathBuf::from));
    Ok(files)
}

/// The file that an option names, once at most.
pub fn file(arguments: &mut Arguments, name: &'static str) -> Result<Option<PathBuf>, String> {
    let mut files = files(arguments, name)?;
    match files.len() {
        0 | 1 => Ok(files.pop()),
        _ => Err(format!("{name} is there twice")),
    }
}

fn wrong(name: &str, error: pico_args::Error) -> String {
    match error {
        pico_args::Error::OptionWithoutAValue(_) => format!("{name} needs a value"),
        other => format!("{name}: {other}"),
    }
}

/// The value of an option that is a number of `range`.
pub fn number(
    arguments: &mut Arguments,
    name: &'static str,
    default: u64,
    range: RangeInclusive<u64>,
) -> Result<u64, String> {
    let Some(value) = value(arguments, name)? else {
        return Ok(default);
    };
    let number = value.parse().ok().filter(|number| range.contains(number));
    let (least, most) = range.into_inner();
    number.ok_or_else(|| format!("{name} is a number from {least} to {most}, not {value}"))
}

/// How many connections a server takes at once.
pub fn connections(arguments: &mut Arguments) -> Result<usize, String> {
    let number = number(arguments, "--connections", 128, 1..=10_000)?;
    Ok(usize::try_from(number).unwrap_or(usize::MAX))
}

/// A time in milliseconds, up to an hour.
pub fn milliseconds(
    arguments: &mut Arguments,
    name: &'static str,
    default: u64,
) -> Result<Duration, String> {
    number(arguments, name, default, 1..=3_600_000).map(Duration::from_millis)
}

/// Whether an option says yes; without it, no.
pub fn says_yes(arguments: &mut Arguments, name: &'static str) -> Result<bool, String> {
    match value(arguments, name)?.as_deref() {
        Some("yes" | "true") => Ok(true),
        None | Some("no" | "false") => Ok(false),
        Some(other) => Err(format!("{name} is yes or no, not “{other}”")),
    }
}

/// The password, from the command line or else from the environment.
pub fn password(arguments: &mut Arguments) -> Result<Option<String>, String> {
    let typed = value(arguments, "--password")?;
    Ok(typed.or_else(|| env::var(PASSWORD).ok()))
}

/// A password that must be there.
pub fn needed_password(arguments: &mut Arguments) -> Result<String, String> {
    password(arguments)?.ok_or_else(|| format!("--password or {PASSWORD} is missing"))
}

/// What proofs are held against: a password, which may come from the environment, or else an NT hash.
pub fn password_or_hash(
    arguments: &mut Arguments,
) -> Result<(Option<String>, Option<[u8; 16]>), String> {
    let Some(typed) = value(arguments, "--nt-hash")? else {
        return Ok((password(arguments)?, None));
    };
    if value(arguments, "--password")?.is_some() {
        return Err("--password and --nt-hash exclude each other".to_owned());
    }
    let hash = hash(&typed).ok_or_else(|| terminal::no_hash(&typed))?;
    Ok((None, Some(hash)))
}

/// The settings that `--set KEY=VALUE` names, in the order in which they stand.
pub fn settings(arguments: &mut Arguments) -> Result<Vec<(Setting, String)>, String> {
    let read = |pair: &String| {
        let (key, value) = pair
            .split_once('=')
            .ok_or_else(|| format!("--set {pair}: KEY=VALUE is wanted"))?;
        let setting = Setting::of_key(key).ok_or_else(|| format!("--set: there is no “{key}”"))?;
        let mut tried = Scenario::of(Era::Today);
        setting
            .set(&mut tried, value)
            .ok_or_else(|| format!("--set {key}: “{value}” is no value of it"))?;
        Ok((setting, value.to_owned()))
    };
    values(arguments, "--set")?.iter().map(read).collect()
}

/// The cell of the table of outcomes that `--row` and `--column` name.
pub fn cell(arguments: &mut Arguments) -> Result<Option<(&'static Row, Column)>, String> {
    let (row, column) = match (value(arguments, "--row")?, value(arguments, "--column")?) {
        (None, None) => return Ok(None),
        (Some(row), Some(column)) => (row, column),
        _ => return Err("--row and --column belong together".to_owned()),
    };
    let found = ROWS.iter().find(|it| it.id.eq_ignore_ascii_case(&row));
    let row = found.ok_or_else(|| format!("--row {row}: there is no such row"))?;
    let found = Column::ALL.into_iter().find(|it| it.name() == column);
    let column = found.ok_or_else(|| format!("--column {column}: there is no such column"))?;
    Ok(Some((row, column)))
}

/// Writes the answer to standard output, all of it.
pub fn answer(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(bytes).and_then(|()| out.flush());
    written.map_err(Failure::Output)
}

/// How an example ends that answers once: whether it found anything, or what was wrong.
pub fn end(answered: Result<bool, Failure>, usage: &str) -> ExitCode {
    match answered {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // Whoever read it has seen enough, as `head` has.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(Failure::Output(error)) => {
            say(&format!("standard output cannot be written: {error}"));
            ExitCode::from(2)
        }
        Err(Failure::Call(problem)) => {
            say(&problem);
            say(usage);
            ExitCode::from(2)
        }
    }
}

/// Says a line to whoever reads it; nobody has to.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// The time of this computer's clock.
pub fn now() -> FileTime {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    FileTime::from_unix(since.as_secs()).plus_micros(since.subsec_micros().into())
}

/// The operating system's random values.
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&mut self, _: Purpose, out: &mut [u8]) {
        // A challenge that can be guessed proves nothing: without random values there is no going on.
        if let Err(error) = getrandom::fill(out) {
            say(&format!(
                "the operating system has no random values: {error}"
            ));
            process::exit(2);
        }
    }
}

/// The settings of a link, which may be a whole address. What it says that is not known is refused.
pub fn linked(fragment: &str) -> Result<Scenario, String> {
    let fragment = fragment.rsplit_once('#').map_or(fragment, |(_, it)| it);
    let link = link::decode(fragment);
    let problem = link.problems.first().map(link_refused);
    let wrong = link.unknown.first();
    let wrong = wrong.map(|(key, _)| format!("--link: there is no setting “{key}”"));
    match problem.or(wrong) {
        Some(problem) => Err(problem),
        None => link.scenario.ok_or_else(|| "--link is empty".to_owned()),
    }
}
