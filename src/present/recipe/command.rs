//! A line of a recipe, and where it is typed.

use super::quote::is_for_cmd;

/// What somebody types, or where somebody sets or sees it by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Where it is typed.
    pub shell: Shell,
    /// As it is typed; or the place, from the tool inwards.
    pub text: String,
}

/// Where a command is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// A Command Prompt or PowerShell: a program with its arguments.
    Any,
    /// PowerShell, opened as administrator: a cmdlet.
    PowerShell,
    /// PowerShell: a cmdlet of the ActiveDirectory module.
    ActiveDirectory,
    /// A Command Prompt: PowerShell would take its `%variables%`, quotes or dollars for something else.
    CommandPrompt,
    /// A Command Prompt that was opened as administrator.
    Elevated,
    /// A query window of SQL Server.
    Query,
    /// Nowhere: a page of an administration tool or of the browser, or a log.
    ByHand,
}

impl Command {
    pub(in crate::present) fn power_shell(text: impl Into<String>) -> Self {
        Self::typed_in(Shell::PowerShell, text)
    }

    pub(in crate::present) fn active_directory(text: impl Into<String>) -> Self {
        Self::typed_in(Shell::ActiveDirectory, text)
    }

    pub(in crate::present) fn elevated(text: impl Into<String>) -> Self {
        Self::typed_in(Shell::Elevated, text)
    }

    pub(in crate::present) fn prompt(text: impl Into<String>) -> Self {
        Self::typed_in(Shell::CommandPrompt, text)
    }

    pub(in crate::present) fn query(text: impl Into<String>) -> Self {
        Self::typed_in(Shell::Query, text)
    }

    pub(in crate::present) fn by_hand(text: impl Into<String>) -> Self {
        Self::typed_in(Shell::ByHand, text)
    }

    fn typed_in(shell: Shell, text: impl Into<String>) -> Self {
        Self {
            shell,
            text: text.into(),
        }
    }
}

/// A program with its arguments: any shell will do, unless PowerShell would take a name for something else.
impl From<String> for Command {
    fn from(text: String) -> Self {
        match is_for_cmd(&text) {
            true => Self::prompt(text),
            false => Self::typed_in(Shell::Any, text),
        }
    }
}

/// A program with its arguments.
impl From<&str> for Command {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}
