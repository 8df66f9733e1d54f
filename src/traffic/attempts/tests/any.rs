//! Whatever comes in whatever order.

use super::*;
use proptest::prelude::*;
use std::collections::HashSet;

/// A message of that kind: a choice of all that files can show.
fn leg(legs: &mut Legs, tokens: &[[Vec<u8>; 3]; 2], flow: usize, strand: u64, kind: u8) {
    let sender = match kind % 2 {
        0 => Sender::Client,
        _ => Sender::Server,
    };
    legs.add(flow, sender, |leg| {
        leg.strand = strand;
        let token = |whose: usize, which: usize| {
            SentCredential::Token(Method::Ntlm, Arc::from(tokens[whose][which].clone()))
        };
        let name = |it: &str| SentCredential::Clear(Method::Basic, it.to_owned(), None);
        leg.credential = match kind {
            0 | 16 => Some(token(0, 0)),
            1 => Some(token(0, 1)),
            2 => Some(token(0, 2)),
            4 => Some(token(1, 2)),
            6 => Some(name("D\\alice")),
            8 => Some(name("bob")),
            10 => Some(SentCredential::Digest("username=\"a\"".to_owned())),
            12 | 13 => Some(SentCredential::Stripped(Method::Ntlm, None)),
            _ => None,
        };
        leg.status = match kind {
            1 | 3 | 13 => Some(Status::Http(401)),
            5 => Some(Status::Http(200)),
            7 => Some(Status::Nt(0xC000_0016)),
            9 => Some(Status::Kerberos(25)),
            11 => Some(Status::Http(407)),
            _ => None,
        };
        if matches!(kind, 3 | 11) {
            leg.offers = vec!["NTLM".to_owned()];
        }
        leg.kind = match kind {
            14 | 15 => LegKind::Gap(1),
            17 => LegKind::Hidden(1, 210),
            19 => LegKind::Tls(false),
            _ => LegKind::Message,
        };
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn each_message_is_part_of_one_sign_in_at_most(
        sent in prop::collection::vec((0usize..5, 0u64..3, 0u8..20), 0..60)
    ) {
        let flows = [
            flow(1, 2, 80, Protocol::Http),
            flow(2, 1, 80, Protocol::Http),
            flow(1, 2, 445, Protocol::Smb2),
            flow(1, 3, 88, Protocol::Kerberos),
            flow(1, 2, 80, Protocol::Log),
        ];
        let tokens = [messages(false), messages(true)];
        let mut legs = Legs::default();
        for (flow, strand, kind) in sent {
            leg(&mut legs, &tokens, flow, strand, kind);
        }
        let found = attempts(&flows, &legs.0);
        let mut seen = HashSet::new();
        for (number, it) in found.iter().enumerate() {
            prop_assert!(!it.legs.is_empty());
            for (role, leg) in it.legs.iter() {
                // A refusal is the demand that the next one answers, and a proxy and a server may ask after one request.
                let fresh = seen.insert(*leg);
                prop_assert!(fresh || matches!(role, MessageRole::Request | MessageRole::Demand), "{leg} twice: {found:#?}");
                prop_assert_eq!(flows[legs.0[*leg].flow].protocol, flows[it.flow].protocol);
            }
            prop_assert!(it.legs.is_sorted_by_key(|(_, leg)| *leg), "{it:#?}");
            prop_assert!(it.on_behalf_of.is_none_or(|other| other != number && other < found.len()));
        }
        // In the order in which they begin, and the same each time.
        prop_assert!(found.is_sorted_by_key(|it| it.legs[0].1));
        prop_assert_eq!(&found, &attempts(&flows, &legs.0));
    }
}
