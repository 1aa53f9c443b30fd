//! Formulas: compiled and interpreted they agree, and what differs by design is asserted.

mod agree;
mod harness;
mod language;
mod methods;
mod model;
mod random;
mod size;
mod windows;
