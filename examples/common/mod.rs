//! What the examples share: the command line, the settings that it names, and for those that speak to real peers the time
//! and random values.

// Each example takes what it needs of it.
#![allow(dead_code)]

use double_hop::hosts::{Entropy, Era, FileTime, Purpose};
use double_hop::lab::table::{Column, ROWS, Row};
use double_hop::lab::{Scenario, Setting};
use double_hop::present::link;
use double_hop::present::narration::link_refused;
use std::env;
use std::io::{self, Write};
use std::process::{self, ExitCode};
use std::time::{SystemTime, UNIX_EPOCH};

/// The environment variable that a password may come from: other users of a computer can read command lines.
pub const PASSWORD: &str = "DOUBLE_HOP_PASSWORD";

/// A flag of the command line, by its name without the dashes.
#[derive(Clone, Copy)]
pub enum Flag {
    /// It has a value, and is there once at most.
    Value(&'static str),
    /// It has a value, and may be there more than once.
    Repeated(&'static str),
    /// It has no value.
    Switch(&'static str),
}

impl Flag {
    fn name(self) -> &'static str {
        let (Self::Value(name) | Self::Repeated(name) | Self::Switch(name)) = self;
        name
    }
}

/// A command line: `--name value` or `--name=value` in any order, and what stands alone.
pub struct Arguments {
    flags: Vec<(&'static str, String)>,
    /// What is not a flag.
    pub plain: Vec<String>,
}

impl Arguments {
    /// Reads the command line of this process. Asked for help, it prints the usage and ends the process.
    pub fn read(known: &[Flag], usage: &str) -> Result<Self, String> {
        let mut arguments = Self {
            flags: Vec::new(),
            plain: Vec::new(),
        };
        let mut words = env::args_os().skip(1).map(|word| {
            word.into_string()
                .map_err(|_| "the command line is not UTF-8".to_owned())
        });
        while let Some(word) = words.next() {
            let word = word?;
            if matches!(word.as_str(), "--help" | "-h") {
                let _ = writeln!(io::stdout(), "{usage}");
                process::exit(0);
            }
            let Some(flag) = word.strip_prefix("--") else {
                arguments.plain.push(word);
                continue;
            };
            let (name, value) = match flag.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (flag, None),
            };
            let flag = known.iter().find(|known| known.name() == name);
            let flag = *flag.ok_or_else(|| format!("there is no --{name}"))?;
            let value = match (flag, value) {
                (Flag::Switch(_), Some(_)) => return Err(format!("--{name} has no value")),
                (Flag::Switch(_), None) => String::new(),
                (_, Some(value)) => value,
                (_, None) => words
                    .next()
                    .ok_or_else(|| format!("--{name} needs a value"))??,
            };
            if !matches!(flag, Flag::Repeated(_)) && arguments.has(name) {
                return Err(format!("--{name} is there twice"));
            }
            arguments.flags.push((flag.name(), value));
        }
        Ok(arguments)
    }

    /// Whether a flag is there: all there is to know of one without a value.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether a flag says yes; without it, no.
    pub fn says_yes(&self, name: &str) -> Result<bool, String> {
        match self.get(name) {
            Some("yes" | "true") => Ok(true),
            None | Some("no" | "false") => Ok(false),
            Some(other) => Err(format!("--{name} is yes or no, not “{other}”")),
        }
    }

    /// A flag's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut flags = self.flags.iter();
        let found = flags.find(|(flag, _)| *flag == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The values of a flag that may be there more than once, in the order in which they stand.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let flags = self.flags.iter().filter(move |(flag, _)| *flag == name);
        flags.map(|(_, value)| value.as_str())
    }

    /// The value of a flag that must be there.
    pub fn need(&self, name: &str) -> Result<String, String> {
        let value = self
            .get(name)
            .ok_or_else(|| format!("--{name} is missing"))?;
        Ok(value.to_owned())
    }

    /// The value of a flag that is a number of at most `most`.
    pub fn number(&self, name: &str, default: u64, most: u64) -> Result<u64, String> {
        let Some(value) = self.get(name) else {
            return Ok(default);
        };
        let number = value.parse().ok().filter(|number| *number <= most);
        number.ok_or_else(|| format!("--{name} is a number from 0 to {most}, not {value}"))
    }

    /// The password, from the command line or the environment.
    pub fn password(&self) -> Result<String, String> {
        match (self.get("password"), env::var(PASSWORD)) {
            (Some(password), _) => Ok(password.to_owned()),
            (None, Ok(password)) => Ok(password),
            (None, Err(_)) => Err(format!("--password or {PASSWORD} is missing")),
        }
    }
}

/// The settings that `--set KEY=VALUE` names, in the order in which they stand.
pub fn settings(arguments: &Arguments) -> Result<Vec<(Setting, String)>, String> {
    let read = |pair: &str| {
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
    arguments.all("set").map(read).collect()
}

/// The cell of the table of outcomes that `--row` and `--column` name.
pub fn cell(arguments: &Arguments) -> Result<Option<(&'static Row, Column)>, String> {
    let (row, column) = match (arguments.get("row"), arguments.get("column")) {
        (None, None) => return Ok(None),
        (Some(row), Some(column)) => (row, column),
        _ => return Err("--row and --column belong together".to_owned()),
    };
    let found = ROWS.iter().find(|it| it.id.eq_ignore_ascii_case(row));
    let row = found.ok_or_else(|| format!("--row {row}: there is no such row"))?;
    let found = Column::ALL.into_iter().find(|it| it.name() == column);
    let column = found.ok_or_else(|| format!("--column {column}: there is no such column"))?;
    Ok(Some((row, column)))
}

/// How an example ends that answers once: whether it found anything, or what was wrong with how it was called.
pub fn end(answered: Result<bool, String>, usage: &str) -> ExitCode {
    match answered {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(problem) => {
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
