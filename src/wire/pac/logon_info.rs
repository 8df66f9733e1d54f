//! Who somebody is and in which groups ([MS-PAC] 2.5).

use super::ndr::{self, Ndr, Referent, Referents, RpcUnicodeString};
use super::{Pac, Sid};
use crate::wire::{Decoded, Reader};

/// KERB_VALIDATION_INFO. All times are FILETIMEs: units of 100 ns since 1601, UTC; 0 is unknown, [`NEVER`] is never.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogonInfo {
    /// LogonTime: when the account last signed in.
    pub logon_time: u64,
    /// LogoffTime: when the session ends.
    pub logoff_time: u64,
    /// KickOffTime: when the system ends it.
    pub kick_off_time: u64,
    /// PasswordLastSet: a FILETIME, as all times here.
    pub password_last_set: u64,
    /// PasswordCanChange: before it, the user may not change the password.
    pub password_can_change: u64,
    /// PasswordMustChange: when the password expires; [`NEVER`] where it does not.
    pub password_must_change: u64,
    /// EffectiveName: the sAMAccountName of the account.
    pub effective_name: RpcUnicodeString,
    /// FullName: the person's name, for people to read.
    pub full_name: RpcUnicodeString,
    /// LogonScript: the path of the script that runs at an interactive logon.
    pub logon_script: RpcUnicodeString,
    /// ProfilePath: where the roaming profile is.
    pub profile_path: RpcUnicodeString,
    /// HomeDirectory: a UNC path, or one on the person's computer.
    pub home_directory: RpcUnicodeString,
    /// HomeDirectoryDrive: the drive letter that the home directory gets.
    pub home_directory_drive: RpcUnicodeString,
    /// LogonCount: how often the account has logged on, as this domain controller counts.
    pub logon_count: u16,
    /// BadPasswordCount: wrong passwords since the last right one.
    pub bad_password_count: u16,
    /// UserId: the RID of the account.
    pub user_id: u32,
    /// PrimaryGroupId: the RID of its primary group.
    pub primary_group_id: u32,
    /// GroupIds: groups of the account's own domain.
    pub groups: Vec<GroupMembership>,
    /// UserFlags: which of the fields below are there, as [`EXTRA_SIDS`].
    pub user_flags: u32,
    /// UserSessionKey: zeros in Kerberos.
    pub user_session_key: [u8; 16],
    /// LogonServer: NetBIOS name of the KDC.
    pub logon_server: RpcUnicodeString,
    /// LogonDomainName: NetBIOS name of the account's domain.
    pub logon_domain_name: RpcUnicodeString,
    /// LogonDomainId: the domain that the RIDs belong to.
    pub logon_domain_id: Option<Sid>,
    /// Reserved1: zero; kept as received.
    pub reserved1: [u32; 2],
    /// UserAccountControl ([MS-SAMR] 2.2.1.12, not the bits of the directory).
    pub user_account_control: u32,
    /// SubAuthStatus: what a subauthentication package returned; zero without one.
    pub sub_auth_status: u32,
    /// LastSuccessfulILogon: of an interactive logon.
    pub last_successful_logon: u64,
    /// LastFailedILogon: of an interactive logon.
    pub last_failed_logon: u64,
    /// FailedILogonCount: failed interactive logons since the last that succeeded.
    pub failed_logon_count: u32,
    /// Reserved3: zero; kept as received.
    pub reserved3: u32,
    /// ExtraSids: groups of other domains, well-known groups, and how the client proved who it is.
    pub extra_sids: Vec<SidAndAttributes>,
    /// ResourceGroupDomainSid: the domain of the service.
    pub resource_group_domain: Option<Sid>,
    /// ResourceGroupIds: domain-local groups of the service's domain.
    pub resource_groups: Vec<GroupMembership>,
    /// How the pointers of the decoded structure were numbered.
    pub referents: Referents,
}

/// GROUP_MEMBERSHIP ([MS-PAC] 2.2.2): a group by its RID.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupMembership {
    /// RelativeId: the last number of the group's SID; the rest is the domain's.
    pub rid: u32,
    /// Attributes: SE_GROUP_ bits, as a rule those of [`GROUP`].
    pub attributes: u32,
}

/// KERB_SID_AND_ATTRIBUTES ([MS-PAC] 2.2.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SidAndAttributes {
    /// Sid: the group's, with its domain.
    pub sid: Sid,
    /// Attributes: SE_GROUP_ bits, as a rule those of [`GROUP`].
    pub attributes: u32,
}

/// A time that does not come.
pub const NEVER: u64 = 0x7FFF_FFFF_FFFF_FFFF;
/// Attributes of a group as a rule: mandatory, enabled by default, enabled ([MS-PAC] 2.2.1).
pub const GROUP: u32 = 7;
/// Attributes of a domain-local group.
pub const RESOURCE_GROUP: u32 = 0x2000_0007;
/// UserFlags: there are extra SIDs.
pub const EXTRA_SIDS: u32 = 0x20;
/// UserFlags: there are resource groups.
pub const RESOURCE_GROUPS: u32 = 0x200;

/// Bits of UserAccountControl ([MS-SAMR] 2.2.1.12).
pub mod account_control {
    /// USER_NORMAL_ACCOUNT: a person's or a service's.
    pub const NORMAL: u32 = 0x10;
    /// USER_WORKSTATION_TRUST_ACCOUNT: a computer's.
    pub const WORKSTATION: u32 = 0x80;
    /// USER_TRUSTED_FOR_DELEGATION: it may be given users' own TGTs.
    pub const TRUSTED_FOR_DELEGATION: u32 = 0x2000;
    /// USER_NOT_DELEGATED: nobody acts for it.
    pub const NOT_DELEGATED: u32 = 0x4000;
    /// USER_TRUSTED_TO_AUTHENTICATE_FOR_DELEGATION: a ticket it gets for a user to itself can be used further.
    pub const TRUSTED_TO_AUTHENTICATE: u32 = 0x4_0000;
}

impl LogonInfo {
    /// An account of a domain as a KDC knows it: enabled, its password without an end, in the groups of these RIDs, the
    /// first of them the primary one.
    pub fn new(
        server: &str,
        domain: &str,
        domain_id: Sid,
        account: &str,
        rid: u32,
        groups: &[u32],
    ) -> Self {
        let group = |rid: &u32| GroupMembership {
            rid: *rid,
            attributes: GROUP,
        };
        Self {
            logoff_time: NEVER,
            kick_off_time: NEVER,
            password_must_change: NEVER,
            effective_name: account.into(),
            user_id: rid,
            primary_group_id: groups.first().copied().unwrap_or_default(),
            groups: groups.iter().map(group).collect(),
            logon_server: RpcUnicodeString::terminated(server),
            logon_domain_name: RpcUnicodeString::terminated(domain),
            logon_domain_id: Some(domain_id),
            user_account_control: account_control::NORMAL,
            ..Self::default()
        }
    }

    /// Adds a SID that is no group of the account's domain, and says so in UserFlags.
    pub fn add_sid(&mut self, sid: Sid) {
        self.user_flags |= EXTRA_SIDS;
        let attributes = GROUP;
        self.extra_sids.push(SidAndAttributes { sid, attributes });
    }

    /// Reads a buffer of the kind LOGON_INFO. What the headers do not count stays unclaimed.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, Self::read)
    }

    /// The buffer: NDR with the headers of type serialization version 1 (`[MS-RPCE]` 2.2.6), little-endian.
    pub fn encode(&self) -> Vec<u8> {
        let mut info = self.clone();
        ndr::write(&self.referents, SPEC, &mut |ndr| info.describe(ndr))
    }

    /// Whether the account is in the group, by whatever way the PAC says it.
    pub fn has_sid(&self, sid: &Sid) -> bool {
        let within = |domain: &Option<Sid>, rid: u32| {
            domain
                .as_ref()
                .is_some_and(|domain| domain.child(rid) == *sid)
        };
        let mut groups = self.groups.iter().map(|group| group.rid);
        let mut resources = self.resource_groups.iter().map(|group| group.rid);
        within(&self.logon_domain_id, self.user_id)
            || groups.any(|rid| within(&self.logon_domain_id, rid))
            || resources.any(|rid| within(&self.resource_group_domain, rid))
            || self.extra_sids.iter().any(|extra| extra.sid == *sid)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let mut info = Self::default();
        info.referents = ndr::read(reader, "KERB_VALIDATION_INFO", SPEC, &mut |ndr| {
            info.describe(ndr);
        });
        info
    }

    /// The fixed part, then what its pointers point to.
    fn describe(&mut self, ndr: &mut Ndr<'_, '_>) {
        ndr.filetime("LogonTime", &mut self.logon_time);
        ndr.filetime("LogoffTime", &mut self.logoff_time);
        ndr.filetime("KickOffTime", &mut self.kick_off_time);
        ndr.filetime("PasswordLastSet", &mut self.password_last_set);
        ndr.filetime("PasswordCanChange", &mut self.password_can_change);
        ndr.filetime("PasswordMustChange", &mut self.password_must_change);
        let heads = self
            .names()
            .map(|(name, text)| (name, ndr.text_head(name, text)));
        ndr.u16("LogonCount", &mut self.logon_count);
        ndr.u16("BadPasswordCount", &mut self.bad_password_count);
        ndr.u32("UserId", &mut self.user_id);
        ndr.u32("PrimaryGroupId", &mut self.primary_group_id);
        let group_count = ndr.count("GroupCount", self.groups.len());
        let (groups, _) = ndr.array_pointer("GroupIds", group_count, 0);
        ndr.u32("UserFlags", &mut self.user_flags);
        ndr.bytes("UserSessionKey", &mut self.user_session_key);
        let server = ndr.text_head("LogonServer", &self.logon_server);
        let domain = ndr.text_head("LogonDomainName", &self.logon_domain_name);
        pointer(ndr, "LogonDomainId", &mut self.logon_domain_id);
        self.reserved1
            .iter_mut()
            .for_each(|it| ndr.u32("Reserved1", it));
        ndr.u32("UserAccountControl", &mut self.user_account_control);
        ndr.u32("SubAuthStatus", &mut self.sub_auth_status);
        ndr.filetime("LastSuccessfulILogon", &mut self.last_successful_logon);
        ndr.filetime("LastFailedILogon", &mut self.last_failed_logon);
        ndr.u32("FailedILogonCount", &mut self.failed_logon_count);
        ndr.u32("Reserved3", &mut self.reserved3);
        let sid_count = ndr.count("SidCount", self.extra_sids.len());
        let sids = ndr.array_pointer("ExtraSids", sid_count, 1);
        pointer(
            ndr,
            "ResourceGroupDomainSid",
            &mut self.resource_group_domain,
        );
        let resource_count = ndr.count("ResourceGroupCount", self.resource_groups.len());
        let (resources, _) = ndr.array_pointer("ResourceGroupIds", resource_count, 0);

        for ((name, head), (_, text)) in heads.into_iter().zip(self.names()) {
            ndr.text_body(name, head, text);
        }
        ndr.groups("GroupIds", groups, group_count, &mut self.groups);
        ndr.text_body("LogonServer", server, &mut self.logon_server);
        ndr.text_body("LogonDomainName", domain, &mut self.logon_domain_name);
        if let Some(sid) = &mut self.logon_domain_id {
            ndr.sid("LogonDomainId", sid);
        }
        ndr.sids("ExtraSids", sids, sid_count, &mut self.extra_sids);
        if let Some(sid) = &mut self.resource_group_domain {
            ndr.sid("ResourceGroupDomainSid", sid);
        }
        ndr.groups(
            "ResourceGroupIds",
            resources,
            resource_count,
            &mut self.resource_groups,
        );
    }

    fn names(&mut self) -> [(&'static str, &mut RpcUnicodeString); 6] {
        [
            ("EffectiveName", &mut self.effective_name),
            ("FullName", &mut self.full_name),
            ("LogonScript", &mut self.logon_script),
            ("ProfilePath", &mut self.profile_path),
            ("HomeDirectory", &mut self.home_directory),
            ("HomeDirectoryDrive", &mut self.home_directory_drive),
        ]
    }
}

impl Pac {
    /// What the PAC says of the account; `None` where it says nothing that can be read.
    pub fn logon_info(&self) -> Option<LogonInfo> {
        Decoded::value(self.get(super::LOGON_INFO)?, LogonInfo::read).ok()
    }
}

const SPEC: &str = "[MS-PAC] 2.5";

/// The pointer to a SID. What it points to is read later.
fn pointer(ndr: &mut Ndr<'_, '_>, name: &'static str, sid: &mut Option<Sid>) {
    let referent = match sid {
        Some(_) => Referent::Value,
        None => Referent::Null,
    };
    let there = ndr.pointer(name, referent);
    *sid = there.then(|| sid.take().unwrap_or_default());
}
