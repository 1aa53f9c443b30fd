//! Panics of Polars': caught where it is called, and kept from the screen.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, Location, catch_unwind};
use std::sync::Once;
use std::thread;

/// What Polars' crates and the names of its threads begin with.
const POLARS: &str = "polars";

/// What the names of those threads begin with on which its streaming engine works.
const POLARS_ASYNC: &str = "async-executor";

thread_local! {
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// What the work gives, or what its panic said. Nothing of it is printed.
///
/// # Errors
/// What a panic said.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    quieten();
    let before = IS_CAUGHT.replace(true);
    let made = catch_unwind(AssertUnwindSafe(work));
    IS_CAUGHT.set(before);
    made.map_err(|panic| words(panic.as_ref()))
}

/// Keeps from the screen what is caught: a panic on a thread that is at such work, and one in
/// Polars or on a thread of its own, to whose work all its callers have come from here.
pub(super) fn quieten() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let is_of_polars =
                |name: &str| [POLARS, POLARS_ASYNC].iter().any(|own| name.starts_with(own));
            let is_polars = thread::current().name().is_some_and(is_of_polars)
                || info.location().is_some_and(is_in_polars);
            if !is_polars && !IS_CAUGHT.get() {
                before(info);
            }
        }));
    });
}

fn is_in_polars(place: &Location) -> bool {
    place.file().split(['/', '\\']).any(|folder| folder.starts_with(POLARS))
}

/// What a panic says.
pub fn words(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words").to_owned()
}
