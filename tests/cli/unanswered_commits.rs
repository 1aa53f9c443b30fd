//! A server's moment of commit: the program dies, or loses the server, between asking for a commit
//! and its answer. Only a relay between the two can tell that moment.

use crate::kept::{Database, IMPORT, Kept, PEOPLE, PLAN};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

/// What is sent to the server where a transaction is to end well.
const COMMIT: &[u8] = b"COMMIT\0";

/// What becomes of a commit.
#[derive(Clone, Copy, Debug, PartialEq)]
enum CommitFate {
    /// The server never hears of it.
    Unheard,
    /// The server does it, and its answer gets lost.
    Unanswered,
}

/// A relay that lets through so many commits and loses the next one.
struct Relay {
    commits: AtomicUsize,
    let_through: usize,
    fate: CommitFate,
    is_lost: AtomicBool,
}

impl Relay {
    /// Where the relay listens; `lost` is told when the commit is lost.
    fn start(self, server: &str, lost: Sender<()>) -> String {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (server, relay) = (server.to_owned(), Arc::new(self));
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(&server) else { return };
                let (from_server, to_client) =
                    (server.try_clone().unwrap(), client.try_clone().unwrap());
                let (up, down, lost) = (Arc::clone(&relay), Arc::clone(&relay), lost.clone());
                thread::spawn(move || up.upwards(client, server, &lost));
                thread::spawn(move || down.downwards(from_server, to_client));
            }
        });
        address.to_string()
    }

    fn upwards(&self, mut client: TcpStream, mut server: TcpStream, lost: &Sender<()>) {
        let mut bytes = [0; 8192];
        while let Ok(count @ 1..) = client.read(&mut bytes) {
            let sent = &bytes[..count];
            let is_commit = sent.windows(COMMIT.len()).any(|part| part == COMMIT);
            if is_commit && self.commits.fetch_add(1, Ordering::SeqCst) == self.let_through {
                self.is_lost.store(true, Ordering::SeqCst);
                if self.fate == CommitFate::Unanswered {
                    server.write_all(sent).unwrap();
                    // The server has done it once it has answered.
                    thread::sleep(Duration::from_millis(200));
                }
                let _ = lost.send(());
                thread::sleep(Duration::from_millis(50));
                let _ = client.shutdown(Shutdown::Both);
                let _ = server.shutdown(Shutdown::Both);
                return;
            }
            if server.write_all(sent).is_err() {
                return;
            }
        }
        let _ = server.shutdown(Shutdown::Both);
    }

    fn downwards(&self, mut server: TcpStream, mut client: TcpStream) {
        let mut bytes = [0; 8192];
        while let Ok(count @ 1..) = server.read(&mut bytes) {
            if self.is_lost.load(Ordering::SeqCst) || client.write_all(&bytes[..count]).is_err() {
                return;
            }
        }
        let _ = client.shutdown(Shutdown::Both);
    }
}

/// Runs a command whose commit of this number is lost; whether there was one. Half of the programs
/// are killed then, the others see the server go.
fn lose(kept: &Kept, server: &str, arguments: &str, number: usize, fate: CommitFate) -> bool {
    let (lost, is_lost) = channel();
    let relay = Relay {
        commits: AtomicUsize::new(0),
        let_through: number,
        fate,
        is_lost: AtomicBool::new(false),
    };
    let (host, path) = server.split_once('@').unwrap().1.split_once('/').unwrap();
    let host = relay.start(host, lost);
    let mut command = kept.command_with(arguments, &format!("postgres://postgres@{host}/{path}"));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let is_killed = number.is_multiple_of(2);
    loop {
        if is_lost.recv_timeout(Duration::from_millis(20)).is_ok() {
            if is_killed {
                let _ = child.kill();
            }
            let output = child.wait_with_output().unwrap();
            assert!(!output.status.success(), "{arguments} reported what was not answered");
            return true;
        }
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{arguments}");
            return false;
        }
    }
}

#[test]
#[ignore = "needs PostgreSQL"]
fn a_commit_that_a_server_never_answered_is_done_or_not_and_never_twice() {
    for fate in [CommitFate::Unheard, CommitFate::Unanswered] {
        for number in 0.. {
            let database = Database::new();
            let kept = Kept::new(&database.address());
            let was_lost = lose(&kept, &database.address(), IMPORT, number, fate);
            let count = kept.count("imported");
            assert!(count == 0 || count == PEOPLE, "{fate:?} {number}: {count}");
            kept.printed(IMPORT);
            assert_eq!(kept.count("imported"), PEOPLE, "{fate:?} {number}");
            kept.printed(PLAN);
            let done = "done 1-20 --account anna --on 2026-11-23";
            let was_lost_again = lose(&kept, &database.address(), done, number, fate);
            let count = kept.count("withdrawn");
            assert!(count == 0 || count == 20, "{fate:?} {number}: {count}");
            if fate == CommitFate::Unanswered && number == 0 {
                assert_eq!(count, 20, "the server did it");
            }
            kept.printed(done);
            assert_eq!(kept.count("withdrawn"), 20, "{fate:?} {number}");
            assert!(number > 0 || was_lost && was_lost_again, "no commit was lost");
            if !was_lost && !was_lost_again {
                break;
            }
        }
    }
}
