//! Ends that are neither a plain yes nor a plain no.

use super::kinds::{kerberos, negotiate};
use super::*;
use crate::wire::kerberos::{KrbError, Principal};

/// [MS-SMB2] 2.2.6: the server lets somebody in, but not the one who signs in.
#[test]
fn a_guest_is_not_the_one_who_signs_in() {
    let flows = [flow(1, 2, 445, Protocol::Smb2)];
    for (anonymous, told) in [(false, Some(AdmittedAs::Guest)), (true, None)] {
        let mut legs = Legs::default();
        let [_, _, authenticate] = messages(anonymous);
        legs.token(0, Sender::Client, authenticate, 0);
        legs.add(0, Sender::Server, |leg| {
            leg.status = Some(Status::Nt(0));
            leg.admitted_as = Some(AdmittedAs::Guest);
        });
        let found = attempts(&flows, &legs.0);
        assert!(matches!(found[0].outcome, AttemptOutcome::Accepted(_)));
        assert_eq!(found[0].admitted_as(), told);
        assert!(found[0].fails());
    }
}

/// What a service says instead of an AP-REP, while it waits for another proof (RFC 4121 4.1).
#[test]
fn an_error_that_a_service_goes_on_with_ends_it_unless_another_proof_follows() {
    let error = KrbError {
        code: 37,
        service: Principal::new(2, &["cifs", "b"]),
        ..KrbError::default()
    };
    let ticket = kerberos().0.remove(0);
    let flows = [flow(1, 2, 445, Protocol::Smb2)];
    let mut legs = Legs::default();
    negotiate(&mut legs, Sender::Client, ticket.clone(), 0);
    negotiate(&mut legs, Sender::Server, error.encode(), 0);
    for status in [Status::Nt(0xC000_0016), Status::Ldap(14)] {
        legs.0[1].status = Some(status);
        let found = attempts(&flows, &legs.0);
        let refused = AttemptOutcome::Refused(Some(Status::Kerberos(37)));
        assert_eq!(found[0].outcome, refused);
        assert_eq!(found[0].missing(), []);
    }
    // The client asks with the server's time, and is let in.
    negotiate(&mut legs, Sender::Client, ticket, 0);
    assert_eq!(
        attempts(&flows, &legs.0)[0].outcome,
        AttemptOutcome::Unanswered
    );
    legs.add(0, Sender::Server, |leg| leg.status = Some(Status::Nt(0)));
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(matches!(found[0].outcome, AttemptOutcome::Accepted(_)));
    let reasons = (found[0].facts.first_reason, found[0].facts.reason);
    assert_eq!(reasons, (Some(RefusalReason::Kerberos(37)), None));
}

/// A mechanism that the server does not have: RFC 4954 4.
#[test]
fn what_is_refused_before_anything_was_sent_was_tried() {
    let flows = [flow(1, 2, 25, Protocol::Smtp)];
    let mut legs = Legs::default();
    legs.add(0, Sender::Server, |leg| {
        leg.offers = vec!["NTLM".to_owned()]
    });
    legs.add(0, Sender::Client, |leg| {
        leg.credential = Some(SentCredential::Token(Method::Kerberos, Arc::from([])));
        leg.request = Some("AUTH GSSAPI".to_owned());
    });
    legs.add(0, Sender::Server, |leg| {
        leg.status = Some(Status::Smtp(504))
    });
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].is_refused() && found[0].breaks_off());
}
