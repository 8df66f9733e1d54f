//! What each field is for, in a plain sentence.

use crate::wire::Field;

/// The sentence for a field, if there is one. Fields that say where another one lies share theirs.
pub fn sentence(field: &Field) -> Option<&'static str> {
    let name = field.name.as_ref();
    let known = FIELDS.iter().find(|(known, _)| *known == name);
    let by_end = || ENDS.iter().find(|(end, _)| name.ends_with(end));
    known.or_else(by_end).map(|(_, sentence)| *sentence)
}

/// By the end of the name.
const ENDS: [(&str, &str); 6] = [
    (
        "BufferOffset",
        "Where the payload begins, in bytes from the start of the message.",
    ),
    (
        "MaxLen",
        "Room for the payload in bytes; receivers ignore it.",
    ),
    ("Len", "Length of the payload in bytes."),
    ("Fields", "Length, room and place of a payload further on."),
    (
        "tag and length",
        "What follows, and how many bytes of it (DER).",
    ),
    ("length", "How many bytes follow."),
];

/// By the name.
const FIELDS: [(&str, &str); 60] = [
    (
        "Signature",
        "Every NTLM message begins with these eight bytes.",
    ),
    ("MessageType", "1 NEGOTIATE, 2 CHALLENGE, 3 AUTHENTICATE."),
    (
        "NegotiateFlags",
        "What one side offers, or the other has chosen: the encoding, the kind of response, what is protected and with which keys.",
    ),
    (
        "DomainName",
        "The domain of the account that signs in; in a NEGOTIATE, of the client’s computer.",
    ),
    (
        "UserName",
        "Who signs in. It is part of the key of an NTLMv2 response, in upper case.",
    ),
    (
        "Workstation",
        "The name the client’s computer gives itself. Nothing proves it.",
    ),
    (
        "WorkstationName",
        "The name the client’s computer gives itself. Nothing proves it.",
    ),
    (
        "TargetName",
        "Whose accounts the server asks about: its domain’s, or its own.",
    ),
    (
        "ServerChallenge",
        "The random question. Only an answer to this very question counts.",
    ),
    (
        "Reserved",
        "Zero, except in a local call: there it is the handle of the server’s context.",
    ),
    (
        "TargetInfo",
        "Facts about the server, which an NTLMv2 client signs together with its answer.",
    ),
    (
        "Version",
        "Version of the operating system, for debugging only.",
    ),
    ("ProductMajorVersion", "Major version of Windows."),
    ("ProductMinorVersion", "Minor version of Windows."),
    ("ProductBuild", "Build of Windows."),
    ("NTLMRevisionCurrent", "15 since Windows Server 2003."),
    (
        "MIC",
        "HMAC-MD5 over all three messages with the session key: it breaks if any of them was changed on the way.",
    ),
    (
        "LmChallengeResponse",
        "The answer made of the LM hash, or what newer clients put in its place.",
    ),
    (
        "NtChallengeResponse",
        "The answer made of the NT hash: the proof.",
    ),
    (
        "NTProofStr",
        "HMAC-MD5 over the server’s challenge and the client’s own data, with a key made of the NT hash: the proof itself.",
    ),
    (
        "NTLMv2_CLIENT_CHALLENGE",
        "The client’s own data, which the proof covers byte for byte.",
    ),
    ("RespType", "Version of the response: 1."),
    (
        "HiRespType",
        "Highest version that the client understands: 1.",
    ),
    (
        "TimeStamp",
        "When the client answered, or the server’s MsvAvTimestamp repeated. 100 ns since 1601.",
    ),
    (
        "ChallengeFromClient",
        "Random bytes of the client’s, so that no server chooses all that is hashed.",
    ),
    (
        "AvPairs",
        "The server’s facts repeated, with the client’s additions. The proof covers them.",
    ),
    (
        "Z(4)",
        "Four zero bytes behind the list; they belong to what is hashed.",
    ),
    (
        "Z(16)",
        "Sixteen zero bytes: they fill up the room of an LM response.",
    ),
    ("Response", "HMAC-MD5 over both challenges: the LMv2 proof."),
    (
        "EncryptedRandomSessionKey",
        "The session key the client chose, under a key that only who knows the NT hash can compute.",
    ),
    ("MsvAvEOL", "The list ends here."),
    ("MsvAvNbComputerName", "NetBIOS name of the server."),
    ("MsvAvNbDomainName", "NetBIOS name of the server’s domain."),
    ("MsvAvDnsComputerName", "DNS name of the server."),
    ("MsvAvDnsDomainName", "DNS name of the server’s domain."),
    ("MsvAvDnsTreeName", "DNS name of the forest."),
    (
        "MsvAvFlags",
        "1: the account is constrained; 2: a MIC is in the message; 4: the target name is from an untrusted source.",
    ),
    (
        "MsvAvTimestamp",
        "The server’s time. A client that finds it sends no LM response and a MIC.",
    ),
    (
        "MsvAvSingleHost",
        "Identifies the client’s computer and process, for calls to itself.",
    ),
    (
        "MsvAvTargetName",
        "The service the client believes it is signing in to.",
    ),
    (
        "MsvAvChannelBindings",
        "MD5 over the TLS channel’s bindings: ties this sign-in to that channel. Zeros: no bindings.",
    ),
    ("AvId", "Which attribute it is."),
    ("Value", "The attribute’s value."),
    ("Undecoded", "What could not be told apart."),
    ("unclaimed", "These bytes belong to no field."),
    (
        "user-id",
        "Who signs in, in clear; perhaps with a domain before a backslash.",
    ),
    (
        "colon",
        "Parts the two; a user-id cannot hold one, a password can.",
    ),
    (
        "password",
        "The password itself, readable by whoever sees these bytes.",
    ),
    (
        "mechTypes",
        "The mechanisms the client can use, the preferred one first.",
    ),
    (
        "mechToken",
        "The first token of the preferred mechanism, sent along to save a round trip.",
    ),
    (
        "mechListMIC",
        "A signature over mechTypes, so that nobody can strike the better ones out. Old Windows repeats responseToken here.",
    ),
    ("reqFlags", "Services asked for; receivers ignore it."),
    (
        "negHints",
        "A hint that Windows servers send; its text is fixed and means nothing.",
    ),
    (
        "negState",
        "Whether the negotiation is complete, goes on, or failed.",
    ),
    ("supportedMech", "The mechanism the server chose."),
    ("responseToken", "The next token of that mechanism."),
    ("cipher", "Encrypted: only who has the key can read it."),
    ("etype", "The encryption type."),
    ("kvno", "Version of the key."),
    (
        "realm",
        "The Kerberos realm, which is the domain in upper case.",
    ),
];
