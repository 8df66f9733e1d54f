//! Over runs of the lab, and over a pasted sign-in.

use super::fields::within;
use super::*;
use crate::hosts::{Era, Role, Scheme};
use crate::lab::{self, Scenario, presets};

fn log_of(id: &str) -> Log {
    let preset = presets::Preset::named(id).unwrap();
    lab::run(&preset.scenario())
}

/// The last step of that name that a host of that role computed.
fn last(log: &Log, sources: &Sources, role: Role, name: &str) -> usize {
    let host = log.host_of(role).unwrap().id.0;
    let steps = sources.steps.iter();
    let named = |it: &Computed| it.owner == host && it.step.name == name;
    steps
        .clone()
        .rposition(named)
        .unwrap_or_else(|| panic!("no {name} at {role:?}"))
}

/// The names of an origin: of the field, or of the step.
fn told(sources: &Sources, from: &ValueSource) -> String {
    match from {
        ValueSource::Bytes(place) => place.name.clone(),
        ValueSource::Step(step) => sources.steps[*step].step.name.to_owned(),
        ValueSource::Held(_) => "held".to_owned(),
    }
}

/// Each input with its origins.
fn inputs(sources: &Sources, step: usize) -> Vec<(&'static str, String)> {
    let names = &sources.steps[step].step.inputs;
    let origins = sources.made_of(step).iter();
    origins
        .map(|it| (names[it.input].name, told(sources, &it.from)))
        .collect()
}

/// The fields that a step goes back to, each with the kind of its message.
fn roots(log: &Log, sources: &Sources, step: usize) -> Vec<(&'static str, String)> {
    let places = sources.lineage(step).places.into_iter();
    let named = places.map(|place| {
        let id = sources.message_id(place.message).unwrap();
        let event = &log.events[id as usize];
        let EventKind::Message { sent, .. } = &event.kind else {
            panic!("event {id} is no message");
        };
        let layer = &layers(sent)[place.layer];
        (layer_name(layer), place.name)
    });
    named.collect()
}

fn has(roots: &[(&str, String)], wanted: &[(&str, &str)]) {
    for (layer, name) in wanted {
        let found = roots.iter().any(|root| root.0 == *layer && root.1 == *name);
        assert!(found, "{layer} {name}: {roots:?}");
    }
}

#[test]
fn ntproofstr_is_made_of_the_question_the_blob_and_the_hash() {
    let log = log_of("web-service");
    let sources = Sources::of_log(&log);
    let step = last(&log, &sources, Role::DomainController, "NTProofStr");
    let direct = [
        ("NTOWFv2", "NTOWFv2"),
        ("ServerChallenge", "LmChallenge"),
        ("temp", "NtChallengeResponse"),
    ];
    assert_eq!(
        inputs(&sources, step),
        direct.map(|(a, b)| (a, b.to_owned()))
    );
    let all = roots(&log, &sources, step);
    let wanted = [
        ("CHALLENGE", "ServerChallenge"),
        ("AUTHENTICATE", "NTLMv2_CLIENT_CHALLENGE"),
        ("AUTHENTICATE", "UserName"),
        ("AUTHENTICATE", "DomainName"),
        ("CHALLENGE", "MsvAvTimestamp"),
    ];
    has(&all, &wanted);
    // The hash is the controller's own.
    let lineage = sources.lineage(step);
    let [key] = lineage.steps.as_slice() else {
        panic!("{:?}", lineage.steps);
    };
    assert_eq!(sources.step(*key).unwrap().name, "NTOWFv2");
    assert_eq!(lineage.held, [(*key, 0)]);
    assert!(!all.iter().any(|root| root.1 == "NTProofStr"));
}

#[test]
fn a_client_makes_its_blob_and_what_it_sends_shows_it() {
    let log = log_of("web-service");
    let sources = Sources::of_log(&log);
    let step = last(&log, &sources, Role::Browser, "NTProofStr");
    let origins = sources.made_of(step);
    let Some(ValueSource::Bytes(blob)) = origins.iter().find(|it| it.input == 2).map(|it| &it.from)
    else {
        panic!("{origins:?}");
    };
    assert!(blob.later);
    assert_eq!(blob.name, "NTLMv2_CLIENT_CHALLENGE");
    // Its own fields came with the CHALLENGE.
    let names: Vec<_> = sources
        .came_from(blob)
        .iter()
        .map(|it| told(&sources, it))
        .collect();
    assert!(names.contains(&"MsvAvNbDomainName".to_owned()), "{names:?}");
    let key = last(&log, &sources, Role::Browser, "NTOWFv2");
    let told = inputs(&sources, key);
    assert_eq!(told[0].1, "NTOWFv1");
    assert_eq!(
        (told[1].1.as_str(), told[2].1.as_str()),
        ("UserName", "DomainName")
    );
    let hash = last(&log, &sources, Role::Browser, "NTOWFv1");
    assert_eq!(
        sources.made_of(hash)[0].from,
        ValueSource::Held(Some(ValueKind::Password))
    );
}

#[test]
fn the_mic_is_made_of_all_three_messages() {
    let log = log_of("web-service");
    let sources = Sources::of_log(&log);
    let step = last(&log, &sources, Role::FrontEnd, "MIC");
    let all = roots(&log, &sources, step);
    let wanted = [
        ("NEGOTIATE", "NEGOTIATE_MESSAGE"),
        ("CHALLENGE", "CHALLENGE_MESSAGE"),
        ("AUTHENTICATE", "AUTHENTICATE_MESSAGE"),
        ("logon response (simplified)", "UserSessionKey"),
    ];
    has(&all, &wanted);
    // Around its own place, for that is zero when it is made.
    let lineage = sources.lineage(step);
    let of =
        |place: &&FieldRef| place.name == "AUTHENTICATE_MESSAGE" && place.whole && !place.later;
    let ranges: Vec<_> = lineage
        .places
        .iter()
        .filter(of)
        .map(|it| it.range.clone())
        .collect();
    assert_eq!(ranges, [0..72, 88..470]);
    // The key came from the controller, which computed it.
    let key = last(&log, &sources, Role::DomainController, "SessionBaseKey");
    assert!(lineage.steps.contains(&key));
    let field = lineage
        .places
        .iter()
        .find(|it| it.name == "UserSessionKey")
        .unwrap();
    assert!(!field.whole);
    assert_eq!(sources.came_from(field), [ValueSource::Step(key)]);
}

#[test]
fn from_a_byte_to_all_that_was_made_of_it() {
    let log = log_of("web-service");
    let sources = Sources::of_log(&log);
    let of = |role, name| last(&log, &sources, role, name);
    let lineage = sources.lineage(of(Role::DomainController, "NTProofStr"));
    let named = |name: &str| lineage.places.iter().find(|it| it.name == name).unwrap();
    let place = named("ServerChallenge");
    let made = sources.made_from(place.message, place.layer, &(24..25));
    for (role, name) in [
        (Role::Browser, "NTProofStr"),
        (Role::Browser, "MIC"),
        (Role::DomainController, "NTProofStr"),
        (Role::DomainController, "SessionBaseKey"),
        (Role::FrontEnd, "KeyExchangeKey"),
        (Role::FrontEnd, "MIC"),
    ] {
        assert!(made.contains(&of(role, name)), "{role:?} {name}");
    }
    for name in ["NTOWFv1", "NTOWFv2"] {
        assert!(!made.contains(&of(Role::Browser, name)), "{name}");
    }
    // The flags of the CHALLENGE are under the MIC alone.
    let made = sources.made_from(place.message, place.layer, &(20..24));
    assert_eq!(made, [of(Role::Browser, "MIC"), of(Role::FrontEnd, "MIC")]);
    // Nothing was made of the MIC itself, and nothing of bytes that are not there.
    let authenticate = named("NTLMv2_CLIENT_CHALLENGE");
    assert!(
        sources
            .made_from(authenticate.message, authenticate.layer, &(72..88))
            .is_empty()
    );
    assert!(sources.made_from(99, 9, &(0..usize::MAX)).is_empty());
}

#[test]
fn a_password_goes_from_basic_into_the_answer() {
    let log = log_of("basic");
    let sources = Sources::of_log(&log);
    for name in ["NTOWFv1", "LMOWFv1"] {
        let step = last(&log, &sources, Role::FrontEnd, name);
        assert_eq!(inputs(&sources, step)[0].1, "password");
    }
    let answer = last(&log, &sources, Role::FrontEnd, "NtChallengeResponse");
    has(
        &roots(&log, &sources, answer),
        &[("user-pass", "password"), ("CHALLENGE", "ServerChallenge")],
    );
    // The controller saw the same hash when IIS logged the password on; it has it from its own accounts.
    let check = last(
        &log,
        &sources,
        Role::DomainController,
        "NtChallengeResponse",
    );
    assert_eq!(inputs(&sources, check)[0], ("NTOWFv1", "held".to_owned()));
}

#[test]
fn a_name_goes_from_basic_into_the_answer() {
    let mut scenario = Scenario::of(Era::Today);
    scenario.front_end.schemes = vec![Scheme::Basic];
    scenario.client.domain = "CONTOSO".to_owned();
    let log = lab::run(&scenario);
    let sources = Sources::of_log(&log);
    let step = last(&log, &sources, Role::FrontEnd, "NTOWFv2");
    let names = inputs(&sources, step);
    assert_eq!(names[1], ("Uppercase(User)", "user-id".to_owned()));
    assert_eq!(names[2], ("UserDom", "user-id".to_owned()));
}

#[test]
fn an_ntlm2_session_response_answers_both_challenges() {
    let log = log_of("webdav-2003");
    let sources = Sources::of_log(&log);
    let step = last(
        &log,
        &sources,
        Role::DomainController,
        "NtChallengeResponse",
    );
    let wanted = [
        ("CHALLENGE", "ServerChallenge"),
        ("AUTHENTICATE", "ChallengeFromClient"),
    ];
    has(&roots(&log, &sources, step), &wanted);
}

#[test]
fn a_pasted_sign_in_has_its_sources_too() {
    use crate::traffic::verify::{KnownCredentials, KnownSecret, SignInBytes, verify};
    let log = log_of("web-service");
    let tokens: Vec<_> = log
        .events
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Message { sent, .. } => layers(sent).into_iter().nth(1),
            _ => None,
        })
        .take(3)
        .collect();
    let [negotiate, challenge, authenticate] = tokens.as_slice() else {
        panic!("{} messages", tokens.len());
    };
    let credentials = KnownCredentials {
        user: None,
        domain: None,
        secret: KnownSecret::Password(Scenario::PASSWORD),
    };
    let set = SignInBytes {
        negotiate: Some(&negotiate.bytes),
        challenge: Some(&challenge.bytes),
        authenticate: &authenticate.bytes,
    };
    let found = verify(&set, Some(&credentials), None, None);
    let mut sources = Sources::default();
    for (id, token) in (0..).zip(&tokens) {
        sources.message(id, None, std::slice::from_ref(token));
    }
    sources.steps(9, 0, &found.steps);
    let named = |name: &str| {
        let nth = found.steps.iter().position(|step| step.name == name);
        sources.step_index(9, nth.unwrap()).unwrap()
    };
    let proof = inputs(&sources, named("NTProofStr"));
    let expected = [
        ("NTOWFv2", "NTOWFv2"),
        ("ServerChallenge", "ServerChallenge"),
        ("temp", "NTLMv2_CLIENT_CHALLENGE"),
    ];
    assert_eq!(proof, expected.map(|(a, b)| (a, b.to_owned())));
    let key = inputs(&sources, named("NTOWFv2"));
    assert_eq!(key[1].1, "UserName");
    assert_eq!(key[2].1, "DomainName");
    let messages: Vec<_> = sources
        .made_of(named("MIC"))
        .iter()
        .filter_map(|origin| match &origin.from {
            ValueSource::Bytes(place) => sources.message_id(place.message),
            _ => None,
        })
        .collect();
    assert_eq!(messages, [0, 1, 2, 2]);
    let made = sources.made_from(1, 0, &(24..32));
    assert!(made.contains(&named("NTProofStr")) && made.contains(&named("ClientSealingKey")));
    let padding = sources.made_of(named("ClientSigningKey"));
    assert_eq!(
        padding.len(),
        1,
        "a constant comes from nowhere: {padding:?}"
    );
}

#[test]
fn every_run_has_its_sources() {
    for preset in presets::PRESETS {
        let sources = Sources::of_log(&lab::run(&preset.scenario()));
        for step in 0..sources.steps.len() {
            let lineage = sources.lineage(step);
            assert!(!lineage.steps.contains(&step), "{}", preset.id);
            for place in lineage.places {
                let message = &sources.messages[place.message];
                let known = message.fields.iter().filter(|it| it.layer == place.layer);
                assert!(known.clone().any(|it| within(&place.range, &it.range)));
            }
        }
    }
}

#[test]
fn what_a_lineage_leads_to_is_known_by_its_bytes() {
    let log = log_of("web-service");
    let sources = Sources::of_log(&log);
    let step = last(&log, &sources, Role::Browser, "NTProofStr");
    let lineage = sources.back(&ValueSource::Step(step));
    assert!(lineage.steps.contains(&step));
    assert!(sources.met(&lineage, Scenario::PASSWORD.as_bytes()));
    assert!(!sources.met(&lineage, b"") && !sources.met(&lineage, b"Spring"));
    let challenge = &sources.step(step).unwrap().inputs[1];
    let place = sources.made_of(step)[1].from.clone();
    let question = sources.back(&place);
    assert_eq!(question.places.len(), 1);
    assert!(sources.met(&question, &challenge.bytes));
    let ValueSource::Bytes(place) = place else {
        panic!("{place:?}");
    };
    assert_eq!(sources.layer_name(&place), "CHALLENGE");
}
