//! How a line is written: as prose, as a statement of a program, and in plain letters.

/// Whether somebody tells something: a token or a head of HTTP is not all that is in the line.
pub(super) fn is_prose(low: &str) -> bool {
    low.split(' ')
        .filter(|word| word.chars().all(char::is_alphabetic))
        .nth(7)
        .is_some()
}

/// Whether it is a statement of a program, whose words tell what is written and not what happens.
pub(super) fn is_code(line: &str) -> bool {
    line.ends_with(");") && line.contains('(')
}

/// A line in lower case, with straight quotes, single blanks, and `not` in whole.
pub(super) fn plain(line: &str) -> String {
    let straight = |c: char| match c {
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        '–' | '—' => '-',
        c => c,
    };
    let low = line.to_lowercase();
    let words: Vec<&str> = low.split_whitespace().collect();
    let line: String = words.join(" ").chars().map(straight).collect();
    // Written out, and as it is often typed.
    const TYPED: [(&str, &str); 12] = [
        ("can't", "cannot"),
        ("n't", " not"),
        ("anonymous login", "anonymous logon"),
        ("anonymous' logon", "anonymous logon'"),
        // What Windows calls it in German, Russian, Portuguese, Spanish and Italian.
        ("anonymous-anmeldung", "anonymous logon"),
        ("анонимный вход", "anonymous logon"),
        ("logon anônimo", "anonymous logon"),
        ("inicio de sesión anónimo", "anonymous logon"),
        ("accesso anonimo", "anonymous logon"),
        (
            "no se puede generar contexto sspi",
            "cannot generate sspi context",
        ),
        ("promt", "prompt"),
        ("webserver", "web server"),
    ];
    let typed = TYPED.iter();
    typed.fold(line, |line, (typed, meant)| line.replace(typed, meant))
}
