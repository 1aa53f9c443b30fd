//! The second stage, which the first asks for every operation: from operands to a typed node, one
//! file a family of operators. Each rule decides the type of its result, or says what is wrong at
//! the operator's place.

pub(super) mod arithmetic;
pub(super) mod choice;
pub(super) mod compare;
pub(super) mod elements;
pub(super) mod empty_list;
pub(super) mod leaf;
pub(super) mod logic;
pub(super) mod mixed_number;
pub(super) mod window;
