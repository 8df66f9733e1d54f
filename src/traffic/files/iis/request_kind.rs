//! Whether a request has to do with signing in, by its fields.

/// The column of names.
pub(super) const NAME: &str = "cs-username";

/// What a line of a log is.
pub(super) enum RequestKind {
    /// A line of mail, of FTP, of HTTP.sys, which knows no users, or of Exchange, which has commas.
    NoWeb,
    /// A request that nobody signs in with.
    Open,
    /// One with a name, or one that was refused, and its fields.
    SignIn(Vec<(String, String)>),
}

impl RequestKind {
    /// That of a line with these fields, which are kept of a sign-in alone: most lines are none.
    pub(super) fn of(fields: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        match is_other(fields) {
            true => Self::NoWeb,
            false if is_sign_in(fields) => Self::SignIn(fields.iter().map(owned).collect()),
            false => Self::Open,
        }
    }
}

pub(super) fn is_user(column: &str) -> bool {
    column.eq_ignore_ascii_case(NAME)
}

fn is_other(fields: &[(&str, &str)]) -> bool {
    let other = |(name, value): &(&str, &str)| match name.to_ascii_lowercase().as_str() {
        "s-sitename" => ["SMTPSVC", "NNTPSVC", "FTPSVC", "MSFTPSVC"]
            .iter()
            .any(|it| value.starts_with(it)),
        "cs-version" => *value == "SMTP",
        "x-session" | "s-reason" => true,
        name => name.contains(','),
    };
    fields.iter().any(other)
}

/// Whether a request with these fields has to do with signing in: its user has a name, or it was refused.
fn is_sign_in(fields: &[(&str, &str)]) -> bool {
    // Without names the answer to what was refused is one too.
    let nameless = !fields.iter().any(|(name, _)| is_user(name));
    nameless
        || fields.iter().any(|(name, value)| {
            let named = is_user(name) && *value != "-";
            let refused = matches!(*value, "401" | "407") && name.eq_ignore_ascii_case("sc-status");
            named || refused
        })
}
