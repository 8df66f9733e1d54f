//! The names of a scenario's domain and computers, and which names cannot be.

/// The names of the domain and of the computers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// NetBIOS name of the domain.
    pub domain: String,
    /// DNS name of the domain.
    pub dns_domain: String,
    /// The person's computer.
    pub desktop: String,
    /// The computer of IIS.
    pub web_server: String,
    /// The computer of the mailboxes or of the database, where that is another one.
    pub back_end: String,
    /// The computer of the public folders, where they are on one of their own.
    pub folder_server: String,
    /// The domain controller of the servers' domain.
    pub domain_controller: String,
    /// The account that is made for the application pool.
    pub pool_account: String,
    /// The account that is made for the back end.
    pub back_end_account: String,
    /// NetBIOS name of the domain of the other forest.
    pub other_domain: String,
    /// DNS name of the domain of the other forest.
    pub other_dns_domain: String,
    /// The domain controller of the other forest.
    pub other_controller: String,
}

impl Names {
    /// The name of a back end's computer where that is SQL Server, unless another is given.
    pub const SQL_SERVER: &'static str = "SQL-02";
}

impl Default for Names {
    fn default() -> Self {
        Self {
            domain: "CONTOSO".to_owned(),
            dns_domain: "contoso.example".to_owned(),
            desktop: "DESK-07".to_owned(),
            web_server: "WEB-01".to_owned(),
            back_end: "MBX-02".to_owned(),
            folder_server: "PUB-03".to_owned(),
            domain_controller: "DC-01".to_owned(),
            pool_account: "svc-web".to_owned(),
            back_end_account: "svc-data".to_owned(),
            other_domain: "FABRIKAM".to_owned(),
            other_dns_domain: "fabrikam.example".to_owned(),
            other_controller: "DC-09".to_owned(),
        }
    }
}

/// The longest NetBIOS name, in characters (RFC 1001 14.1: 16 bytes, the last of which says what it names).
const NETBIOS: usize = 15;

/// Whether a computer or a domain can have that NetBIOS name: 1 to 15 letters, digits and marks without the characters
/// that Windows reserves, not only digits, and no dot, which would make it a DNS name.
pub fn is_netbios_name(name: &str) -> bool {
    let allowed = |c: char| {
        !c.is_control()
            && !c.is_whitespace()
            && !matches!(c, '\\' | '/' | ':' | '*' | '?' | '"')
            && !matches!(c, '<' | '>' | '|' | '.' | ',' | ';' | '@')
    };
    (1..=NETBIOS).contains(&name.chars().count())
        && name.chars().all(allowed)
        && !name.chars().all(|c| c.is_ascii_digit())
}

/// Whether a domain can have that DNS name: labels of 1 to 63 letters, digits and hyphens, 255 characters at most
/// (RFC 1123 2.1).
pub fn is_dns_name(name: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.len() <= 255 && name.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_cannot_be_are_told_apart() {
        for good in [
            "CONTOSO",
            "A",
            "APP01",
            "SQL07",
            "MÜNCHEN-1",
            "fifteen-letters",
        ] {
            assert!(is_netbios_name(good), "{good}");
        }
        for bad in [
            "",
            "sixteen-letters!",
            "A.B",
            "A B",
            "A\\B",
            "2026",
            "A\u{202e}B\n",
        ] {
            assert!(!is_netbios_name(bad), "{bad}");
        }
        for good in ["corp.example", "localdomain", "a-b.c9"] {
            assert!(is_dns_name(good), "{good}");
        }
        for bad in ["", ".", "corp..example", "-a.example", "corp example"] {
            assert!(!is_dns_name(bad), "{bad}");
        }
    }
}
