//! A static file server on loopback that remembers what it was asked.

#[path = "../../xtask/src/files.rs"]
mod files;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use tiny_http::{Header, Request, Response, Server};

/// Where the page is put: not at the top, so that a path which is not relative fails.
const FOLDER: &str = "/some/folder/";

#[derive(Default)]
struct State {
    requests: Vec<String>,
    withheld: Vec<String>,
}

/// The built page, served from a folder of a server of its own.
pub struct Site {
    server: Arc<Server>,
    state: Arc<Mutex<State>>,
    worker: Option<JoinHandle<()>>,
}

impl Site {
    /// Serves a folder at a free port of 127.0.0.1 until dropped.
    pub fn start(dist: PathBuf) -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").expect("a free port on loopback"));
        let state = Arc::new(Mutex::new(State::default()));
        let (incoming, shared) = (Arc::clone(&server), Arc::clone(&state));
        let worker = thread::spawn(move || {
            for request in incoming.incoming_requests() {
                let line = format!("{} {}", request.method(), request.url());
                let withheld = {
                    let mut state = shared.lock().unwrap_or_else(PoisonError::into_inner);
                    state.requests.push(line);
                    state
                        .withheld
                        .iter()
                        .any(|end| request.url().ends_with(end))
                };
                // Each in a thread of its own: a browser may stop reading one file until it has another.
                let dist = dist.clone();
                thread::spawn(move || respond(&dist, request, withheld));
            }
        });
        Self {
            server,
            state,
            worker: Some(worker),
        }
    }

    /// The page's address, with what is to follow it: `""`, or a fragment such as `"#v=1"`.
    pub fn url(&self, rest: &str) -> String {
        let address = self.server.server_addr();
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

impl Drop for Site {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}

fn respond(dist: &Path, request: Request, withheld: bool) {
    let file = request
        .url()
        .strip_prefix(FOLDER)
        .filter(|_| !withheld)
        .and_then(|path| files::find(dist, path));
    // The browser may have gone by the time of the answer; its test says what it missed.
    let _ = match file.and_then(|file| Some((fs::read(&file).ok()?, file))) {
        Some((body, file)) => {
            let kind = Header::from_bytes("Content-Type", files::content_type(&file));
            request.respond(Response::from_data(body).with_header(kind.expect("a plain header")))
        }
        None => request.respond(Response::from_string("not found").with_status_code(404)),
    };
}
