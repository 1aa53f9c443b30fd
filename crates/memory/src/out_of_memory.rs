//! What is said when memory ends. Nothing can be composed then, so the words lie ready: whoever
//! begins something large says beforehand what it is.

use std::cell::Cell;
use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;
use std::{process, thread};

/// The most bytes of what is being done.
const DOING_BYTES_MAX: usize = 240;

static DOING: [AtomicU8; DOING_BYTES_MAX] = [const { AtomicU8::new(0) }; DOING_BYTES_MAX];
static DOING_BYTES: AtomicUsize = AtomicUsize::new(0);
static IS_ENDING: AtomicBool = AtomicBool::new(false);

thread_local! {
    static ENDS_IT: Cell<bool> = const { Cell::new(false) };
}

/// Notes what the program is doing from here on, such as "`join` at line 3, position 9". The text
/// must be fit to be printed.
pub fn set_activity(what: &str) {
    let mut bytes = 0;
    for (at, byte) in what.bytes().take(DOING_BYTES_MAX).enumerate() {
        DOING[at].store(byte, Ordering::Relaxed);
        bytes = at + 1;
    }
    DOING_BYTES.store(bytes, Ordering::Relaxed);
}

/// What the program is doing.
pub fn activity() -> String {
    let bytes = DOING_BYTES.load(Ordering::Relaxed).min(DOING_BYTES_MAX);
    let bytes: Vec<u8> = DOING[..bytes].iter().map(|byte| byte.load(Ordering::Relaxed)).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Says that memory has ended, and ends the program.
pub(crate) fn exit_out_of_memory() -> ! {
    if ENDS_IT.try_with(|ends| ends.replace(true)).unwrap_or(true) {
        // Even saying so takes memory here.
        process::abort();
    }
    while IS_ENDING.swap(true, Ordering::Relaxed) {
        // Another thread is at it.
        thread::sleep(Duration::from_millis(100));
    }
    let mut doing = [0; DOING_BYTES_MAX];
    let bytes = DOING_BYTES.load(Ordering::Relaxed).min(DOING_BYTES_MAX);
    for (to, from) in doing.iter_mut().zip(&DOING) {
        *to = from.load(Ordering::Relaxed);
    }
    let mut out = std::io::stderr();
    // Where even this cannot be written there is nobody to tell.
    let _ = out.write_all(b"out-of-memory\n\n  x memory came to an end");
    if bytes > 0 {
        let _ = out.write_all(b" during ");
        let _ = out.write_all(&doing[..bytes]);
    }
    let _ = out.write_all(
        b"\n  help: give it fewer rows or shorter texts, or more memory with `--memory`\n",
    );
    process::exit(1)
}
