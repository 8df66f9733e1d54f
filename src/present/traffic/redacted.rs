//! Traffic with other names and addresses, and without what proves or opens anything.

use crate::present::evidence::CheckedProof;
use crate::present::narration::traffic::PROOF_REDACTED;
use crate::traffic::attempts::Attempt;
use crate::traffic::collection::Collection;
use crate::traffic::file_format::Format;
use crate::traffic::files::FileExtras;
use crate::traffic::leg::{Contents, Method};
use crate::traffic::redact::{
    Pseudonyms, Replaced, error_words, redact_contents, redact_request, scheme, words,
};

/// The same traffic redacted, and which names stand for which. How each sign-in ends stays, and so do times and places in
/// files; whatever is not understood is cut.
pub fn redacted(collection: &Collection) -> (Collection, Vec<Replaced>) {
    // Which names are a domain's, and of the same one, may be told at the end.
    let mut names = Pseudonyms::new();
    renamed(collection, &mut names);
    let mut names = names.again();
    let redacted = renamed(collection, &mut names);
    (redacted, names.replaced().to_vec())
}

fn renamed(collection: &Collection, names: &mut Pseudonyms) -> Collection {
    let mut contents = Contents {
        flows: collection.flows.clone(),
        legs: collection.legs.clone(),
        names: collection.names.clone().into_iter().collect(),
        unreached: collection.unreached.clone(),
        ..Contents::default()
    };
    // In order, so that the same traffic gets the same names each time.
    contents.names.sort();
    // People first, as they are listed.
    let attempts = collection.attempts.iter();
    let attempts = attempts.map(|attempt| redacted_attempt(attempt, names));
    let attempts: Vec<Attempt> = attempts.collect();
    redact_contents(&mut contents, names);
    let mut redacted = collection.clone();
    redacted.flows = contents.flows;
    redacted.legs = contents.legs;
    redacted.unreached = contents.unreached;
    redacted.names = contents.names.into_iter().collect();
    redacted.attempts = attempts;
    for (number, file) in redacted.files.iter_mut().enumerate() {
        file.name = format!("file {}", number + 1);
        file.extras = FileExtras::default();
        // Whoever wrote it may have put in a name.
        file.writer = None;
        // Of HAR and NetLog the file itself says which version it has.
        if let (Format::Har | Format::NetLog, Some(version)) =
            (file.format.kind, &mut file.format.variant)
        {
            *version = words(version, "").into();
        }
    }
    redacted
}

/// Proofs without their reasons, which name people.
pub fn nameless(proofs: &[CheckedProof]) -> Vec<CheckedProof> {
    let nameless = |proof: &CheckedProof| CheckedProof {
        because: PROOF_REDACTED.to_owned(),
        who: None,
        ..proof.clone()
    };
    proofs.iter().map(nameless).collect()
}

fn redacted_attempt(attempt: &Attempt, names: &mut Pseudonyms) -> Attempt {
    let mut attempt = attempt.clone();
    let told = &mut attempt.facts;
    told.domain = told.domain.as_deref().map(|it| names.domain(it));
    told.user = told.user.as_deref().map(|it| match attempt.method {
        Some(Method::Simple) => names.bound(it),
        _ => names.user(it),
    });
    told.served = told.served.as_deref().map(|it| names.user(it));
    told.acting = told.acting.as_deref().map(|it| match it.contains('/') {
        true => names.service(it),
        false => names.user(it),
    });
    told.password = None;
    told.logon_guid = None;
    told.computer = told.computer.as_deref().map(|it| names.host(it));
    told.server = told.server.as_deref().map(|it| names.host(it));
    told.service = told.service.as_deref().map(|it| names.service(it));
    told.referred_to = told.referred_to.as_deref().map(|it| names.service(it));
    attempt.target = attempt.target.as_deref().map(|it| match it.contains('/') {
        true => names.service(it),
        false => names.host(it),
    });
    // What was asked for, without where.
    let request = attempt.request.as_deref();
    attempt.request = request.map(|it| redact_request(it, names, |_, _| "/".to_owned()));
    let told = &mut attempt.facts;
    told.words = told.words.as_deref().map(|it| error_words(it, names));
    told.scheme = told.scheme.as_deref().map(|it| scheme(it).to_owned());
    if let Some(failure) = &mut attempt.failure {
        // The library's own words hold names.
        failure.messages.clear();
    }
    attempt
}

#[cfg(test)]
mod tests {
    use super::redacted;
    use crate::present::traffic::{Export, Exported, picture};
    use crate::traffic::collection::Collection;
    use crate::traffic::reader::TrafficReader;
    use crate::wire::to_base64;
    use std::str::from_utf8;

    /// An archive with a word in every place where somebody can write one.
    const ARCHIVE: &str = r#"{"log": {"version": "1.2 geheim", "creator": {"name": "Geheim", "version": "geheim"},
        "browser": {"name": "Firefox geheim", "version": "128.0"}, "pages": [], "entries": [
        {"startedDateTime": "2026-01-01T00:00:00Z", "time": 5,
            "request": {"method": "GEHEIM", "url": "http://geheim.geheim/geheim?geheim#geheim", "httpVersion": "HTTP/1.1",
                "headers": [{"name": "X-Geheim", "value": "geheim"}, {"name": "User-Agent", "value": "geheim/1.0 (geheim)"},
                    {"name": "Authorization", "value": "Geheim geheim"}]},
            "response": {"status": 401, "statusText": "Not for geheim", "httpVersion": "HTTP/1.1",
                "headers": [{"name": "WWW-Authenticate", "value": "Geheim realm=\"geheim\""},
                    {"name": "Server", "value": "geheim"}]}},
        {"startedDateTime": "2026-01-01T00:00:01Z", "time": 5,
            "request": {"method": "GET", "url": "http://geheim.geheim/geheim", "httpVersion": "HTTP/1.1",
                "headers": [{"name": "Authorization", "value": "Basic Z2VoZWltOmdlaGVpbQ=="}]},
            "response": {"status": 200, "statusText": "Geheim", "httpVersion": "HTTP/1.1",
                "headers": [{"name": "Vary", "value": "X-Geheim"}]}}]}}"#;

    /// What an archive has, in which somebody comes with each of these names, and Basic, to a host.
    fn sign_ins(of: &[(&str, &str)]) -> Collection {
        let entries: Vec<String> = (of.iter())
            .map(|(host, user)| {
                let token = to_base64(format!("{user}:pw").as_bytes());
                format!(
                    r#"{{"request": {{"method": "GET", "url": "http://{host}/", "headers": [{{"name": "Authorization",
                    "value": "Basic {token}"}}]}}, "response": {{"status": 200, "headers": []}}}}"#
                )
            })
            .collect();
        let entries = entries.join(",");
        read(&format!(
            r#"{{"log": {{"creator": {{"name": "A"}}, "entries": [{entries}]}}}}"#
        ))
    }

    fn read(archive: &str) -> Collection {
        let mut reader = TrafficReader::new(archive.as_bytes());
        reader.push(archive.as_bytes());
        let mut collection = Collection::default();
        collection.take("geheim.har", reader.finish().unwrap());
        collection
    }

    #[test]
    fn two_computers_stay_two_and_a_name_is_known_before_it_is_told() {
        let found = sign_ins(&[
            ("contoso.de", "DEV\\alice"),
            ("intranet.contoso.com", "alice"),
            ("intranet.contoso.de", "alice"),
            ("intranet.dev.contoso.com", "alice"),
        ]);
        let (redacted, replaced) = redacted(&found);
        let hosts = redacted
            .attempts
            .iter()
            .map(|it| it.target.clone().unwrap());
        assert_eq!(
            hosts.collect::<Vec<_>>(),
            [
                "domain2.example",
                "host1.domain3.example",
                "host1.domain2.example",
                "host1.domain1.example"
            ]
        );
        let domain = redacted.attempts[0].facts.domain.as_deref();
        assert_eq!(domain, Some("DOMAIN1"));
        assert!(
            replaced
                .iter()
                .any(|it| it.name == "contoso.de" && it.pseudonym == "domain2.example")
        );
    }

    #[test]
    fn a_name_with_an_equals_sign_is_no_distinguished_name() {
        let found = sign_ins(&[("web", "mallory.geheim=dev"), ("web", "CN=x,geheim=y,z")]);
        let (redacted, _) = redacted(&found);
        let names = redacted
            .attempts
            .iter()
            .map(|it| it.facts.user.clone().unwrap());
        assert_eq!(names.collect::<Vec<_>>(), ["user1", "user2"]);
        assert!(!format!("{:?}", redacted.legs).contains("geheim"));
    }

    #[test]
    fn no_word_of_somebodys_own_is_in_any_export() {
        let collection = read(ARCHIVE);
        let members: Vec<usize> = (0..collection.attempts.len()).collect();
        assert!(picture(&collection, &members).steps.len() > 3);
        let mut shown = Exported {
            collection: &collection,
            proofs: &[],
            members: &members,
            redacted: false,
        };
        let mut texts = 0;
        for kind in Export::ALL {
            let has = |bytes: &[u8]| {
                let text = from_utf8(bytes).map(str::to_ascii_lowercase);
                text.map(|it| it.contains("geheim"))
            };
            let Ok(told) = has(&kind.make(&shown)) else {
                continue;
            };
            assert!(told, "{kind:?}");
            shown.redacted = true;
            let redacted = kind.make(&shown);
            assert_eq!(
                has(&redacted),
                Ok(false),
                "{kind:?}: {}",
                String::from_utf8_lossy(&redacted)
            );
            shown.redacted = false;
            texts += 1;
        }
        assert_eq!(texts, 8);
    }
}
