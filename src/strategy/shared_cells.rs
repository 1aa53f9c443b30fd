//! The values that variables and closures share, kept so that they can be put back.
//!
//! A closure shares the variables that it captures, so a copy of all variables is not enough to
//! undo what a script did: the copies share them as well.

use rhai::{Array, Dynamic, FnPtr, Map, Scope};

/// How deep and how many they are looked for: a closure may hold itself.
const DEPTH_MAX: usize = 8;
const CELLS_MAX: usize = 10_000;

/// Shared values, each with what it held.
#[derive(Default)]
pub(super) struct SharedCells(Vec<(Dynamic, Dynamic)>);

impl SharedCells {
    /// What the variables hold now.
    pub(super) fn capture(scope: &Scope) -> Self {
        let mut cells = Self::default();
        for (_, _, value) in scope.iter_raw() {
            cells.gather(value, 0);
        }
        cells
    }

    /// Puts everything back.
    pub(super) fn restore(self) {
        for (mut cell, held) in self.0 {
            if let Some(mut held_value) = cell.write_lock::<Dynamic>() {
                *held_value = held;
            }
        }
    }

    fn gather(&mut self, value: &Dynamic, depth: usize) {
        if depth > DEPTH_MAX || self.0.len() >= CELLS_MAX {
            return;
        }
        let held = value.flatten_clone();
        if let Some(items) = held.read_lock::<Array>() {
            items.iter().for_each(|item| self.gather(item, depth + 1));
        } else if let Some(entries) = held.read_lock::<Map>() {
            entries.values().for_each(|item| self.gather(item, depth + 1));
        } else if let Some(closure) = held.read_lock::<FnPtr>() {
            closure.curry().iter().for_each(|item| self.gather(item, depth + 1));
        }
        if value.is_shared() {
            self.0.push((value.clone(), held));
        }
    }
}
