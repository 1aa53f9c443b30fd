//! From operands to a checked node: one file a family of operators. Each function decides the type
//! and the facts of its result, or says what is wrong at the operator's place.

pub mod arithmetic;
pub mod choice;
pub mod compare;
pub mod each;
pub mod leaf;
pub mod logic;
pub mod mixed;
pub mod untyped;
pub mod window;
