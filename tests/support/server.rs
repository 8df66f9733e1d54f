//! A static file server on loopback that remembers what it was asked.

#[path = "../../xtask/src/files.rs"]
mod files;

#[path = "../../xtask/src/static_server.rs"]
mod static_server;

use static_server::Door;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Where the page is put: not at the top, so that a path which is not relative fails.
const FOLDER: &str = "/some/folder/";

#[derive(Default)]
struct State {
    requests: Vec<String>,
    withheld: Vec<String>,
}

/// The built page, served from a folder of a server of its own.
pub struct Site {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Site {
    /// Serves a folder at a free port of 127.0.0.1.
    pub fn start(dist: PathBuf) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on loopback");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let door: Arc<Door> = Arc::new(move |method: &str, target: &str| {
            let mut state = shared.lock().unwrap_or_else(PoisonError::into_inner);
            state.requests.push(format!("{method} {target}"));
            let withheld = state.withheld.iter().any(|end| target.ends_with(end));
            let path = target.strip_prefix(FOLDER).filter(|_| !withheld);
            path.map(ToOwned::to_owned)
        });
        thread::spawn(move || static_server::serve(&listener, &dist, &door));
        Self { address, state }
    }

    /// The page's address, with what is to follow it: `""`, or a fragment such as `"#v=1"`.
    pub fn url(&self, rest: &str) -> String {
        let address = self.address;
        format!("http://{address}{FOLDER}{rest}")
    }

    /// Every request so far, as `METHOD target`, in order.
    pub fn requests(&self) -> Vec<String> {
        self.state().requests.clone()
    }

    /// Forgets the requests so far: call it when the page has loaded.
    pub fn forget_requests(&self) {
        self.state().requests.clear();
    }

    /// From now on has no file whose name ends like this.
    pub fn withhold(&self, ending: &str) {
        self.state().withheld.push(ending.to_owned());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fails where anything was asked since [`Self::forget_requests`].
    pub fn assert_no_requests(&self) {
        let requests = self.requests();
        assert!(
            requests.is_empty(),
            "the page asked its server after it had loaded: {requests:?}"
        );
    }
}
