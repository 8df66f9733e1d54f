//! Names, and what stands for them.

use super::*;

#[test]
fn names_without_end_are_names_too() {
    for piece in ["\\", "@", "[", ":1", "/", ".", "$"] {
        let name = piece.repeat(100_000);
        let mut pseudonyms = Pseudonyms::new();
        let made = [
            pseudonyms.user(&name),
            pseudonyms.host(&format!("{name}{}", "]".repeat(100_000))),
            pseudonyms.service(&name),
            pseudonyms.distinguished(&name),
        ];
        assert!(made.iter().all(|it| it.len() < 4_000_000), "{piece}");
    }
}

#[test]
fn what_is_escaped_in_a_distinguished_name_goes_with_the_value_around_it() {
    let mut names = Pseudonyms::new();
    let name = "CN=Doe\\, John,OU=Users\\2C B,DC=contoso,DC=example";
    let made = names.distinguished(name);
    assert_eq!(made, "CN=user1,OU=user2,DC=domain1,DC=example");
}

#[test]
fn a_distinguished_name_is_one_by_attributes_that_everybody_has() {
    let mut names = Pseudonyms::new();
    for (name, redacted) in [
        (
            "CN=Alice, DC=contoso, DC=com",
            "CN=user1, DC=domain1, DC=example",
        ),
        (
            "2.5.4.3=Alice,DC=contoso,DC=de",
            "2.5.4.3=user1,DC=domain2,DC=example",
        ),
        ("cn=x,tenant42secret=y,bob", "cn=user2,redacted=user3,user4"),
        ("mallory.secretname=dev", "user5"),
        ("tenant42secret=x,bob", "user6"),
        ("49.151.2345=x", "user7"),
        ("CONTOSO\\alice", "DOMAIN3\\user1"),
    ] {
        assert_eq!(names.bound(name), redacted);
    }
    assert_eq!(names.domain("contoso.com"), "domain1.example");
}

#[test]
fn one_has_one_pseudonym_in_every_manner_of_writing() {
    let mut names = Pseudonyms::new();
    names.same_domain("NORTH", "contoso.example");
    assert_eq!(names.user("NORTH\\Alice"), "DOMAIN1\\user1");
    assert_eq!(names.user("ALICE@contoso.example"), "USER1@domain1.example");
    assert_eq!(names.host("WEB-01"), "HOST1");
    assert_eq!(
        names.service("HTTP/web-01.contoso.example:8080@CONTOSO.EXAMPLE"),
        "HTTP/host1.domain1.example:8080@DOMAIN1.EXAMPLE"
    );
    assert_eq!(names.user("web-01$"), "host1$");
    assert_eq!(
        names.service("krbtgt/CONTOSO.EXAMPLE"),
        "krbtgt/DOMAIN1.EXAMPLE"
    );
    assert_eq!(
        names.user("NT AUTHORITY\\ANONYMOUS LOGON"),
        "NT AUTHORITY\\ANONYMOUS LOGON"
    );
    assert_eq!(names.sid("S-1-5-21-7-8-9-1105"), "S-1-5-21-1-1-1-1002");
    assert_eq!(names.sid("S-1-5-21-7-8-9-512"), "S-1-5-21-1-1-1-512");
    assert_eq!(names.sid("S-1-5-18"), "S-1-5-18");
    assert_eq!(names.host("10.1.2.3:80"), "192.0.2.1:80");
    assert_eq!(names.host("[fd00::7]:80"), "[2001:db8::2]:80");
    assert_eq!(names.host("::ffff:10.1.2.3"), "192.0.2.1");
}

/// What becomes of names, of which all are known before.
fn renamed<const N: usize>(rename: impl Fn(&mut Pseudonyms) -> [String; N]) -> [String; N] {
    let mut names = Pseudonyms::new();
    rename(&mut names);
    rename(&mut names.again())
}

#[test]
fn domains_are_told_apart_by_their_whole_names() {
    let hosts = renamed(|names| {
        [
            "intranet.contoso.com",
            "intranet.contoso.de",
            "portal.dev.fabrikam.com",
            "portal.dev.tailspin.com",
            "PORTAL.DEV.FABRIKAM.COM",
        ]
        .map(|it| names.host(it))
    });
    assert_eq!(
        hosts,
        [
            "host1.domain1.example",
            "host1.domain2.example",
            "host2.domain3.example",
            "host2.domain4.example",
            "HOST2.DOMAIN3.EXAMPLE",
        ]
    );
}

#[test]
fn a_short_name_is_a_domain_s_where_it_can_be_no_other_s() {
    // Whichever comes first, and by its first label.
    let users = ["CONTOSO\\alice", "alice@contoso.com"];
    let one = renamed(|names| users.map(|it| names.user(it)));
    assert_eq!(one, ["DOMAIN1\\user1", "user1@domain1.example"]);
    // Of two that it can be it is neither's,
    let three = renamed(|names| {
        [
            "dev\\alice",
            "alice@dev.contoso.com",
            "alice@dev.fabrikam.com",
        ]
        .map(|it| names.user(it))
    });
    assert_eq!(
        three,
        [
            "domain1\\user1",
            "user1@domain2.example",
            "user1@domain3.example"
        ]
    );
    // unless a message says whose.
    let told = renamed(|names| {
        let users = [
            "DEV\\alice",
            "alice@dev.contoso.com",
            "alice@dev.fabrikam.com",
        ];
        let users = users.map(|it| names.user(it));
        names.same_domain("DEV", "dev.fabrikam.com");
        users
    });
    assert_eq!(
        told,
        [
            "DOMAIN1\\user1",
            "user1@domain2.example",
            "user1@domain1.example"
        ]
    );
    // Nor is it that of the domain that begins so, where it is said to be another's.
    let other = renamed(|names| {
        names.same_domain("NORTH", "contoso.com");
        ["NORTH\\a", "b@north.example", "c@contoso.com"].map(|it| names.user(it))
    });
    assert_eq!(
        other,
        [
            "DOMAIN1\\user1",
            "user2@domain2.example",
            "user3@domain1.example"
        ]
    );
}

#[test]
fn what_changes_is_told_of_domains_by_both_names() {
    let mut names = Pseudonyms::new();
    for name in ["web.contoso.com", "web.contoso.de", "WEB.CONTOSO.DE"] {
        names.host(name);
    }
    names.domain("CONTOSO");
    let told = |it: &Replaced| format!("{} {}", it.name, it.pseudonym);
    assert_eq!(
        names.replaced().iter().map(told).collect::<Vec<_>>(),
        [
            "web host1",
            "contoso.com domain1.example",
            "contoso.de domain2.example",
            "CONTOSO domain3"
        ]
    );
}

#[test]
fn a_domain_that_is_asked_as_a_host_is_the_same_one() {
    let same = renamed(|names| {
        [
            names.host("denyDC.com:389"),
            names.service("ldap/vpc-w2k3ent.denyDC.com/denyDC.com@DENYDC.COM"),
            names.service("ldap/VPC-W2K3ENT/DENYDC"),
            names.service("cifs/denydc.com"),
            names.host("DENYDC"),
        ]
    });
    assert_eq!(
        same,
        [
            "domain1.example:389",
            "ldap/host1.domain1.example/domain1.example@DOMAIN1.EXAMPLE",
            "ldap/HOST1/DOMAIN1",
            "cifs/domain1.example",
            "DOMAIN1",
        ]
    );
}

#[test]
fn a_server_that_has_accounts_of_its_own_is_the_same_one() {
    let same = renamed(|names| {
        [
            names.user("WEB-01\\alice"),
            names.host("web-01"),
            names.host("web-01.contoso.com"),
            names.user("web-01$@contoso.com"),
        ]
    });
    assert_eq!(
        same,
        [
            "HOST1\\user1",
            "host1",
            "host1.domain1.example",
            "host1$@domain1.example"
        ]
    );
}

#[test]
fn an_instance_of_sql_server_is_no_part_of_its_host_s_name() {
    let [named, port, short] = renamed(|names| {
        [
            "MSSQLSvc/sql-02.contoso.com:GEHEIM",
            "MSSQLSvc/sql-02.contoso.com:1433",
            "MSSQLSvc/SQL-02:GEHEIM",
        ]
        .map(|it| names.service(it))
    });
    assert_eq!(named, "MSSQLSvc/host1.domain1.example:redacted");
    assert_eq!(port, "MSSQLSvc/host1.domain1.example:1433");
    assert_eq!(short, "MSSQLSvc/HOST1:redacted");
}

#[test]
fn no_name_stands_for_itself() {
    let mut names = Pseudonyms::new();
    assert_eq!(names.user("User1"), "user2");
    assert_eq!(names.user("alice"), "user3");
    assert_eq!(names.user("USER1"), "USER2");
    assert_eq!(names.host("HOST1.domain1.example"), "HOST2.domain2.example");
    assert_eq!(names.path("/path1"), "/path2");
    let address = "192.0.2.1".parse().unwrap();
    assert_ne!(names.address(address), address);
}

#[test]
fn an_address_is_one_wherever_it_stands() {
    let mut names = Pseudonyms::new();
    assert_eq!(names.user("10.0.1.101\\alice"), "192.0.2.1\\user1");
    assert_eq!(names.host("10.0.1.101:8080"), "192.0.2.1:8080");
    assert_eq!(names.domain("10.0.1.101"), "192.0.2.1");
    assert_eq!(names.service("HTTP/web@10.0.1.101"), "HTTP/host1@192.0.2.1");
    let domains = names.replaced().iter();
    assert!(domains.clone().all(|it| it.what != NameKind::Domain));
}

#[test]
fn who_asks_a_kdc_has_the_same_name_in_what_is_asked() {
    let mut names = Pseudonyms::new();
    let user = names.user("alice");
    let path = |_: &str, _: &mut Pseudonyms| "/".to_owned();
    for (request, redacted) in [
        ("AS-REQ alice", format!("AS-REQ {user}")),
        ("TGS-REQ", "TGS-REQ".to_owned()),
        ("GET /orders", "GET /".to_owned()),
    ] {
        assert_eq!(redact_request(request, &mut names, path), redacted);
    }
}
