//! The branches that a compiled closure reaches, told by probes, are those that Rhai itself meets
//! where it runs the closure.

use crate::forms::{BEFORE, Kind};
use crate::harness::Bench;
use crate::model::Model;
use crate::node::Node;
use crate::random::Random;
use crate::totals;
use polars::prelude::DataFrame;
use rescind::coverage::instrument;
use std::collections::BTreeSet;

const FRAMES: u64 = 40;
const ROWS: i64 = 3;
const KINDS: [Kind; 8] = [
    Kind::Statement,
    Kind::Bool,
    Kind::Statement,
    Kind::Number,
    Kind::Bool,
    Kind::Text,
    Kind::Statement,
    Kind::Int,
];

/// The probes that the closure reaches on a row, compiled and interpreted; none where the two
/// differ by design or Rhai has no value.
fn both(bench: &Bench, node: &Node, row: &DataFrame) -> Option<(BTreeSet<i64>, BTreeSet<i64>)> {
    let closure = node.closure();
    let mut model = Model::new(totals::rows(row).pop()?);
    model.value(node)?;
    if model.open || model.differs {
        return None;
    }
    let script = |call: &str| instrument(&format!("{BEFORE}\n{call}{closure})"), 0).text;
    let probes = bench.probes.clone().unwrap();
    probes.take();
    let made = bench.run(&script("frame.with(\"result\", "), row).ok()?;
    drop(made);
    let compiled = probes.take();
    let results = bench.interpret(&script("interpret(rows, "), row);
    let interpreted = probes.take();
    results.iter().all(Result::is_ok).then_some((compiled, interpreted))
}

#[test]
fn a_branch_is_reached_compiled_where_rhai_meets_it() {
    let bench = Bench::probed();
    let (mut compared, mut reached, mut left) = (0_usize, 0_usize, 0_usize);
    let mut message = vec![];
    for seed in 0..FRAMES {
        let mut random = Random(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let frame = random.frame(usize::try_from(ROWS).unwrap());
        for kind in KINDS {
            let node = random.closure(kind, 3);
            let places = instrument(&format!("{BEFORE}\nf({})", node.closure()), 0).places.len();
            for row in 0..ROWS {
                let row = frame.slice(row, 1);
                let Some((compiled, interpreted)) = both(&bench, &node, &row) else { continue };
                compared += 1;
                reached += interpreted.len();
                left += places - interpreted.len();
                if compiled != interpreted {
                    let text = instrument(&format!("{BEFORE}\nf({})", node.closure()), 0).text;
                    let shown = text.lines().skip(BEFORE.lines().count()).collect::<String>();
                    message
                        .push(format!("{shown}\n  compiled {compiled:?}\n  Rhai {interpreted:?}"));
                }
            }
        }
    }
    println!("{compared} rows compared: {reached} places reached, {left} not");
    message.sort_by_key(String::len);
    let shown = message.iter().take(6).cloned().collect::<Vec<_>>().join("\n");
    assert!(message.is_empty(), "{} of {compared} disagree, of them\n{shown}", message.len());
    assert!(compared > 60 && reached > compared && left > compared, "too little is compared");
}
