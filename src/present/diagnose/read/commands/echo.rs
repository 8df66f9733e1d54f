//! Commands as they were typed, behind their prompt: what one looks up is no finding.

/// What begins a command that only looks something up. In lower case.
const LOOKS_UP: [&str; 22] = [
    "get-ad",
    "(get-ad",
    "get-itemprop",
    "(get-itemprop",
    "get-web",
    "(get-web",
    "get-iis",
    "get-windowsfeature",
    "get-smb",
    "test-computersecurechannel",
    "reg query",
    "reg.exe query",
    "appcmd",
    "%windir%",
    "w32tm",
    "net user",
    "gpresult",
    "dsquery",
    "dsget",
    "icacls",
    "klist",
    "whoami",
];

/// The command, if the line is one of these. A command on another computer's files is more than that.
pub(super) fn looked_up(low: &str) -> Option<&str> {
    let command = match low.starts_with("reg query hk") {
        true => low,
        false => {
            let (prompt, command) = low.split_once('>')?;
            let folder = prompt.strip_prefix("ps ").unwrap_or(prompt);
            folder
                .get(1..)?
                .starts_with(":\\")
                .then_some(command.trim())?
        }
    };
    let looks_up = LOOKS_UP.iter().any(|it| command.starts_with(it));
    (looks_up && !command.contains("\\\\")).then_some(command)
}

#[cfg(test)]
mod tests {
    use super::looked_up;

    #[test]
    fn a_command_stands_behind_its_prompt() {
        let net_user = Some("net user alice /domain");
        assert_eq!(looked_up("c:\\users\\a b>net user alice /domain"), net_user);
        assert_eq!(looked_up("ps c:\\> net user alice /domain"), net_user);
        for line in [
            "net user alice says that she is locked out",
            "ps c:\\> set-aduser alice -accountnotdelegated $true",
            "c:\\>icacls \\\\file-02\\share",
            "é>net user alice",
            ">",
        ] {
            assert_eq!(looked_up(line), None, "{line}");
        }
    }
}
