//! Pass-through validation: a server asks the domain controller whether a proof, or a password, is right.
//!
//! It stands for NetrLogonSamLogonEx (opnum 39, [MS-NRPC] 3.5.4.5.1, used as in [MS-APDS] 3.1.5.2), **simplified**:
//! the values that matter here, in a layout of our own that is not NDR, without the secure channel
//! that signs and encrypts it on a real network. Integers are little-endian; a text is its length in
//! bytes (32 bits, so that any name fits) and then UTF-16LE. The sources of the fields say so.

use super::ntstatus::status_name;
use super::{Decoded, DigestValidationRequest, ErrorKind, Reader, Writer, text};
use crate::value_kind::ValueKind;
use crate::wire::field_name;

/// What a server asks: whether a proof or a password is that of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogonRequest {
    /// The domain of the account, as the client spelled it (LogonDomainName).
    pub domain: String,
    /// Bits that refine the validation ([MS-NRPC] 2.2.1.4.15, ParameterControl).
    pub parameter_control: u32,
    /// The account, as the client spelled it (UserName).
    pub user: String,
    /// The computer that the user sits at, as the client said (Workstation).
    pub workstation: String,
    /// What is to be validated.
    pub logon: Logon,
}

/// The proof or the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Logon {
    /// NetlogonInteractiveInformation, level 1 ([MS-NRPC] 2.2.1.4.3): the server has the password, and
    /// sends its hashes. On a real network they are encrypted with the key of the secure channel.
    Interactive {
        /// The LM hash of the password (LmOwfPassword).
        lm_owf: [u8; 16],
        /// The NT hash of the password (NtOwfPassword).
        nt_owf: [u8; 16],
    },
    /// NetlogonNetworkInformation, level 2 ([MS-NRPC] 2.2.1.4.5): the server has a challenge and an answer.
    Network(NetworkLogon),
    /// NetlogonGenericInformation, level 4 ([MS-NRPC] 2.2.1.4.2): the server has what a package other than NTLM was sent.
    Generic {
        /// The package that is to judge (PackageName).
        package: String,
        /// What it was sent, in its own form (LogonData).
        data: Vec<u8>,
    },
}

/// A challenge and an answer to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkLogon {
    /// The challenge of the server that asks (LmChallenge).
    pub challenge: [u8; 8],
    /// The NT response, of whatever version (NtChallengeResponse).
    pub nt_response: Vec<u8>,
    /// The LM response, of whatever version (LmChallengeResponse).
    pub lm_response: Vec<u8>,
}

/// What the domain controller answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogonResponse {
    /// An NTSTATUS: see [`status_name`].
    pub status: u32,
    /// Who it was, where the status is a success.
    pub validation: Option<Validation>,
}

/// NETLOGON_VALIDATION_SAM_INFO4 ([MS-NRPC] 2.2.1.4.13), simplified: who the account is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validation {
    /// The domain, as the directory spells it (LogonDomainName).
    pub domain: String,
    /// The account, as the directory spells it (EffectiveName).
    pub user: String,
    /// For a network logon the session base key (UserSessionKey, [MS-APDS] 3.1): it signs and seals
    /// between client and server, and answers no other challenge.
    pub session_base_key: [u8; 16],
}

impl LogonRequest {
    /// Decodes a simplified request; bytes after it are left unclaimed.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, |reader| {
            let level = reader.u16("LogonLevel", CALL);
            reader.mark_name(match level {
                INTERACTIVE => Some("NetlogonInteractiveInformation"),
                NETWORK => Some("NetlogonNetworkInformation"),
                GENERIC => Some("NetlogonGenericInformation"),
                _ => None,
            });
            if !matches!(level, INTERACTIVE | NETWORK | GENERIC) {
                reader.expected("level 1, 2 or 4");
            }
            let domain = read_text(reader, "LogonDomainName", IDENTITY);
            let parameter_control = reader.u32("ParameterControl", IDENTITY);
            let user = read_text(reader, field_name::USER_NAME, IDENTITY);
            let workstation = read_text(reader, field_name::WORKSTATION, IDENTITY);
            let logon = if level == GENERIC {
                read_generic(reader)
            } else if level == INTERACTIVE {
                let lm_owf = reader.array("LmOwfPassword", INTERACTIVE_INFO);
                reader.mark_value_kind(ValueKind::NtHash);
                let nt_owf = reader.array("NtOwfPassword", INTERACTIVE_INFO);
                reader.mark_value_kind(ValueKind::NtHash);
                Logon::Interactive { lm_owf, nt_owf }
            } else {
                let challenge = reader.array(field_name::LM_CHALLENGE, NETWORK_INFO);
                reader.mark_value_kind(ValueKind::Challenge);
                Logon::Network(NetworkLogon {
                    challenge,
                    nt_response: read_response(reader, "NtChallengeResponse"),
                    lm_response: read_response(reader, "LmChallengeResponse"),
                })
            };
            Self {
                domain,
                parameter_control,
                user,
                workstation,
                logon,
            }
        })
    }

    /// The simplified request.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u16(match self.logon {
            Logon::Interactive { .. } => INTERACTIVE,
            Logon::Network(_) => NETWORK,
            Logon::Generic { .. } => GENERIC,
        });
        write_text(&mut writer, &self.domain);
        writer.u32(self.parameter_control);
        write_text(&mut writer, &self.user);
        write_text(&mut writer, &self.workstation);
        match &self.logon {
            Logon::Interactive { lm_owf, nt_owf } => {
                writer.put(lm_owf).put(nt_owf);
            }
            Logon::Generic { package, data } => {
                write_text(&mut writer, package);
                write_counted(&mut writer, data);
            }
            Logon::Network(sent) => {
                writer.put(&sent.challenge);
                write_counted(&mut writer, &sent.nt_response);
                write_counted(&mut writer, &sent.lm_response);
            }
        }
        writer.finish()
    }
}

impl LogonResponse {
    /// Decodes a simplified response; bytes after it are left unclaimed.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, |reader| {
            let status = reader.u32("return value", CALL);
            reader.mark_name(status_name(status));
            let validation = match reader.u8("ValidationInformation present", CALL) {
                0 => None,
                1 => Some(reader.group("ValidationInformation", VALIDATION, read_validation)),
                _ => {
                    reader.expected("0 or 1");
                    None
                }
            };
            Self { status, validation }
        })
    }

    /// The simplified response.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u32(self.status).u8(self.validation.is_some().into());
        if let Some(validation) = &self.validation {
            write_text(&mut writer, &validation.user);
            writer.put(&validation.session_base_key);
            write_text(&mut writer, &validation.domain);
        }
        writer.finish()
    }
}

const INTERACTIVE: u16 = 1;
const NETWORK: u16 = 2;
const GENERIC: u16 = 4;

const CALL: &str = "[MS-NRPC] 3.5.4.5.1, simplified";
const IDENTITY: &str = "[MS-NRPC] 2.2.1.4.15, simplified";
const INTERACTIVE_INFO: &str = "[MS-NRPC] 2.2.1.4.3, simplified";
const GENERIC_INFO: &str = "[MS-NRPC] 2.2.1.4.2, simplified";
const NETWORK_INFO: &str = "[MS-NRPC] 2.2.1.4.5, simplified";
const VALIDATION: &str = "[MS-NRPC] 2.2.1.4.13, simplified";

/// What a package sent, with its fields where the package is known. Bytes that are none of them stay unclaimed.
fn read_generic(reader: &mut Reader<'_>) -> Logon {
    let package = read_text(reader, "PackageName", GENERIC_INFO);
    let length = reader.u32("length", GENERIC_INFO);
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let Some(data) = reader.peek(length) else {
        let data = reader.take("LogonData", GENERIC_INFO, length).to_vec();
        return Logon::Generic { package, data };
    };
    if package == DigestValidationRequest::PACKAGE {
        let end = reader.position() + length;
        let outer = reader.end_at(end);
        reader.group("LogonData", GENERIC_INFO, DigestValidationRequest::read);
        reader.restore(outer);
        reader.seek(end);
    } else {
        reader.take("LogonData", GENERIC_INFO, length);
    }
    Logon::Generic {
        package,
        data: data.to_vec(),
    }
}

/// In the order of the real structure.
fn read_validation(reader: &mut Reader<'_>) -> Validation {
    let user = read_text(reader, "EffectiveName", VALIDATION);
    let session_base_key = reader.array("UserSessionKey", VALIDATION);
    reader.mark_value_kind(ValueKind::SessionKey);
    let domain = read_text(reader, "LogonDomainName", VALIDATION);
    Validation {
        domain,
        user,
        session_base_key,
    }
}

fn read_text(reader: &mut Reader<'_>, name: &'static str, spec: &'static str) -> String {
    reader.group(name, spec, |reader| {
        let bytes = read_counted(reader, "text", spec);
        let text = text::from_utf16le(bytes);
        if text.is_none() {
            let expected = "UTF-16LE";
            reader.reject(ErrorKind::Encoding { expected });
        }
        let text = text.unwrap_or_default();
        reader.mark_text(&text);
        text
    })
}

fn read_response(reader: &mut Reader<'_>, name: &'static str) -> Vec<u8> {
    reader.group(name, NETWORK_INFO, |reader| {
        let bytes = read_counted(reader, "response", NETWORK_INFO).to_vec();
        reader.mark_value_kind(ValueKind::Response);
        bytes
    })
}

fn read_counted<'a>(reader: &mut Reader<'a>, name: &'static str, spec: &'static str) -> &'a [u8] {
    let length = reader.u32("length", spec);
    reader.take(name, spec, usize::try_from(length).unwrap_or(usize::MAX))
}

fn write_text(writer: &mut Writer, text: &str) {
    write_counted(writer, &text::utf16le(text));
}

/// Bytes of more than 32 bits of length do not exist in the memory this runs in.
fn write_counted(writer: &mut Writer, bytes: &[u8]) {
    writer.u32(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    writer.put(bytes);
}

#[cfg(test)]
mod tests;
