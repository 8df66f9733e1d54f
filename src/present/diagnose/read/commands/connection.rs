//! Strings by which an application connects to a database: as its caller, or with a login that the database keeps itself.

/// As whom it connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum ConnectsAs {
    /// As whoever runs the code: `Integrated Security=SSPI`.
    Caller,
    /// By a name and a password that stand in it: no domain controller is asked.
    OwnLogin,
}

/// As whom the string in that line connects, if there is one. In lower case.
pub(in super::super) fn connects_as(low: &str) -> Option<ConnectsAs> {
    let attribute = low.split_once("connectionstring=\"");
    let text = attribute.map_or(low, |(_, rest)| rest.split('"').next().unwrap_or(rest));
    let (mut server, mut caller, mut login) = (false, false, false);
    for pair in text.split(';') {
        let Some((name, value)) = pair.rsplit_once('=') else {
            continue;
        };
        // Before the first and behind the last there may be words.
        let is = |names: &[&str]| names.iter().any(|it| name.trim_end().ends_with(it));
        let apart = |c: char| c.is_whitespace() || "\"',".contains(c);
        let value = value.trim_start().split(apart).next().unwrap_or_default();
        let so = matches!(value.trim_end_matches('.'), "sspi" | "true" | "yes");
        // Analysis Services over HTTP, and databases that are not SQL Server's, which have their port in it.
        let elsewhere =
            is(&["server", "data source"]) && value.starts_with("http") || is(&["port"]);
        if elsewhere {
            return None;
        }
        server |= is(&["server", "data source", "address"]);
        caller |= is(&["integrated security", "trusted_connection"]) && so;
        login |= is(&["user id", "uid", "user"]) && !value.is_empty();
    }
    match (server, caller, login) {
        (true, true, _) => Some(ConnectsAs::Caller),
        (true, false, true) => Some(ConnectsAs::OwnLogin),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{ConnectsAs, connects_as};

    #[test]
    fn a_login_in_the_string_counts_where_the_callers_is_not_asked_for() {
        let (caller, own) = (Some(ConnectsAs::Caller), Some(ConnectsAs::OwnLogin));
        for (line, expected) in [
            ("server=sql01;database=a;trusted_connection=yes;", caller),
            (
                "data source=sql01;integrated security=sspi;user id=app",
                caller,
            ),
            (
                "we use data source=sql01;integrated security=true and it fails",
                caller,
            ),
            (
                "<add name=\"a\" connectionstring=\"data source=sql01;integrated security=sspi\" providername=\"b\" />",
                caller,
            ),
            ("server=sql01;user id=app;password=a=b;", own),
            (
                "\"data source=sql01;uid=app;pwd=x;integrated security=false\"",
                own,
            ),
            ("server=sql01;database=a", None),
            (
                "data source=http://olap/msmdpump.dll;integrated security=sspi",
                None,
            ),
            ("server=pg01;port=5432;user id=app", None),
            ("user=alice; the server is sql01", None),
            (";=;\"", None),
        ] {
            assert_eq!(connects_as(line), expected, "{line}");
        }
    }
}
