//! A Samba domain controller in a folder of its own, at a free port of this computer. It ends with its test.

use super::accounts::{self, REALM};
use double_hop::hosts::Account;
use double_hop::wire::keytab::Keytab;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The programs it takes.
pub const PROGRAMS: [&str; 4] = ["samba", "samba-tool", "ldbmodify", "ldbsearch"];

/// How long it may take to listen.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running domain controller.
pub struct Controller {
    samba: Child,
    folder: Folder,
    pub address: SocketAddr,
    /// As `samba --version` has it.
    pub version: String,
    /// The keys of all accounts.
    pub keytab: Keytab,
    /// The last part of each account's SID.
    pub rids: BTreeMap<String, u32>,
}

/// Its folder, gone with it, also where it was never started.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What is missing here for one, if something is.
pub fn missing() -> Option<String> {
    let runs = |name: &str| Command::new(name).arg("--help").output().is_ok();
    if let Some(name) = PROGRAMS.iter().find(|name| !runs(name)) {
        return Some(format!(
            "there is no {name}; `cargo xtask setup` installs it"
        ));
    }
    // Its Python may be there without the files a domain is made of.
    let root = Command::new("id").arg("-u").output();
    let root = root.is_ok_and(|id| id.stdout == b"0\n");
    (!root).then(|| "a domain controller is made and run by root".to_owned())
}

impl Controller {
    /// Makes a domain with those accounts and starts its KDC.
    pub fn start(accounts: &[Account]) -> Self {
        let folder = std::env::temp_dir().join(format!("double-hop-samba-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let kept = Folder(folder.clone());
        fs::create_dir_all(folder.join("run")).unwrap();
        let configuration = folder.join("etc/smb.conf");
        run(Command::new("samba-tool")
            .args([
                "domain",
                "provision",
                "--server-role=dc",
                "--dns-backend=NONE",
            ])
            .args([
                "--domain=CONTOSO",
                "--host-name=dc01",
                "--host-ip=127.0.0.1",
            ])
            .args(["--adminpass=Administrator-98", "--option=interfaces=lo"])
            .arg("--option=bind interfaces only=yes")
            .arg(format!("--realm={REALM}"))
            .arg(format!("--targetdir={}", folder.display())));
        let sids = fill(&folder, accounts);
        let keytab = keytab(&folder);
        let (samba, address) = serve(&folder, &configuration);
        let version = run(Command::new("samba").arg("--version"));
        let rid = |sid: &String| sid.rsplit('-').next().unwrap().parse().unwrap();
        Self {
            samba,
            folder: kept,
            address,
            version: version.trim().to_owned(),
            keytab,
            rids: sids
                .iter()
                .map(|(name, sid)| (name.clone(), rid(sid)))
                .collect(),
        }
    }

    /// Its answer to a message.
    pub fn ask(&self, message: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let length = u32::try_from(message.len()).unwrap();
        let framed = [&length.to_be_bytes(), message].concat();
        stream.write_all(&framed).unwrap();
        let mut length = [0; 4];
        stream.read_exact(&mut length).unwrap();
        let mut answer = vec![0; u32::from_be_bytes(length) as usize];
        stream.read_exact(&mut answer).unwrap();
        answer
    }
}

impl Drop for Controller {
    fn drop(&mut self) {
        let _ = self.samba.kill();
        let _ = self.samba.wait();
        if thread::panicking() {
            let log = fs::read_to_string(self.folder.0.join("samba.log")).unwrap_or_default();
            eprintln!("Samba said:\n{log}");
        }
    }
}

/// Writes the accounts into the directory; their SIDs.
fn fill(folder: &Path, accounts: &[Account]) -> BTreeMap<String, String> {
    const DIRECTORY: &str = "private/sam.ldb";
    /// The domain's part of it, written to without anything being checked.
    const UNCHECKED: &str = "private/sam.ldb.d/DC=CONTOSO,DC=EXAMPLE.ldb";
    let ldb = |program: &str, database: &str| {
        let mut command = Command::new(program);
        let configuration = folder.join("etc/smb.conf");
        command
            .arg(format!("--configfile={}", configuration.display()))
            .arg("-H")
            .arg(folder.join(database));
        command
    };
    let modify = |database: &str, ldif: String| {
        let file = folder.join("changes.ldif");
        fs::write(&file, ldif).unwrap();
        run(ldb("ldbmodify", database).arg(file));
    };
    modify(DIRECTORY, accounts::ldif(accounts));
    modify(UNCHECKED, accounts::twice_ldif(accounts));
    modify(UNCHECKED, accounts::states_ldif(accounts));
    let found = run(ldb("ldbsearch", DIRECTORY)
        .arg("(objectClass=user)")
        .args(["sAMAccountName", "objectSid"]));
    let mut sids = BTreeMap::new();
    for entry in found.split("\n\n") {
        let value = |name: &str| {
            let mut lines = entry.lines();
            lines.find_map(|line| line.strip_prefix(name).map(str::to_owned))
        };
        if let (Some(name), Some(sid)) = (value("sAMAccountName: "), value("objectSid: ")) {
            sids.insert(name, sid);
        }
    }
    let acting = accounts::acting_ldif(accounts, |name| sids[name].clone());
    modify(DIRECTORY, acting);
    sids
}

fn keytab(folder: &Path) -> Keytab {
    let file = folder.join("all.keytab");
    run(Command::new("samba-tool")
        .args(["domain", "exportkeytab"])
        .arg(&file)
        .arg("-s")
        .arg(folder.join("etc/smb.conf")));
    Keytab::decode(&fs::read(file).unwrap()).value.unwrap()
}

/// Starts its KDC and nothing else, and waits until it listens.
fn serve(folder: &Path, configuration: &Path) -> (Child, SocketAddr) {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let log = fs::File::create(folder.join("samba.log")).unwrap();
    let mut samba = Command::new("samba")
        .args(["-i", "-M", "single", "--option=server services = kdc"])
        .arg(format!("--option=krb5 port = {}", address.port()))
        .arg("--option=kpasswd port = 0")
        .arg(format!(
            "--option=pid directory = {}",
            folder.join("run").display()
        ))
        .arg("-s")
        .arg(configuration)
        // It ends where this ends: however the test does, Samba is not left behind.
        .stdin(Stdio::piped())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while TcpStream::connect(address).is_err() {
        let ended = samba.try_wait().unwrap();
        if ended.is_some() || begun.elapsed() > PATIENCE {
            let _ = samba.kill();
            let _ = samba.wait();
            let log = fs::read_to_string(folder.join("samba.log")).unwrap_or_default();
            panic!("Samba does not listen ({ended:?}): {log}");
        }
        thread::sleep(Duration::from_millis(50));
    }
    (samba, address)
}

/// What a program says, which must succeed.
fn run(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{command:?}: {said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    said
}
