//! Compiled and interpreted, closures agree wherever both are defined; where a value is missing, a
//! division is by zero or a number does not fit, a small model of what is documented says what the
//! compiled one gives.

use crate::harness::{Bench, same};
use crate::model::{Model, Value};
use crate::random::{Body, Expression, Kind, Tape};
use polars::prelude::DataFrame;
use proptest::prelude::*;
use rescind::script::convert;
use std::fmt::Write as _;

const ROWS: usize = 12;
const CLOSURES: usize = 20;

/// One closure of a case.
enum Made {
    Value(Expression),
    Body(Body),
}

impl Made {
    fn new(tape: &mut Tape, number: usize) -> Self {
        match number % 5 {
            0 => Self::Value(tape.expression(Kind::Int, 3, false)),
            1 => Self::Value(tape.expression(Kind::Float, 3, false)),
            2 => Self::Value(tape.expression(Kind::Bool, 4, false)),
            3 => Self::Value(tape.expression(Kind::Text, 3, false)),
            _ => Self::Body(tape.body()),
        }
    }

    fn source(&self) -> String {
        match self {
            Self::Value(value) => format!("|r| {}", value.source()),
            Self::Body(body) => body.source(),
        }
    }

    fn modelled(&self, model: &mut Model) -> Option<Value> {
        match self {
            Self::Value(value) => model.value(value),
            Self::Body(body) => model.body(body),
        }
    }
}

/// Every disagreement of these closures on this frame, in words.
fn disagreements(bench: &Bench, closures: &[Made], frame: &DataFrame) -> String {
    let mut said = String::new();
    for made in closures {
        let source = made.source();
        let compiled = match bench.compiled("", &source, frame) {
            Ok(column) => column,
            // What is the same in every row is computed beforehand, and fails beforehand.
            Err(error) if error.code_name() == "constant" => continue,
            Err(error) => {
                writeln!(said, "{source}\n  {error} at {:?}", error.token()).unwrap();
                continue;
            }
        };
        let interpreted = bench.interpreted("", &source, frame);
        for (row, interpreted) in interpreted.iter().enumerate() {
            let mut model = Model::new(frame, row);
            let expected = Value::script(made.modelled(&mut model));
            let given = convert::cell(&compiled.get(row).unwrap());
            let rhai = match interpreted {
                Ok(value) if !model.differs => same(&expected, value),
                Err(_) if !model.differs => false,
                _ => true,
            };
            if !rhai || !same(&given, &expected) {
                let cells = convert::row(frame, row);
                writeln!(
                    said,
                    "{source}\n  row {cells:?}\n  compiled {given:?}, model {expected:?}, Rhai \
                     {interpreted:?}, differs by design: {}",
                    model.differs
                )
                .unwrap();
                break;
            }
        }
    }
    said
}

/// 10,000 closures. A failure says its closure and its row, which nothing shorter could.
fn config() -> ProptestConfig {
    let cases = 500;
    ProptestConfig { cases, max_shrink_iters: 0, failure_persistence: None, ..Default::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn closures_agree_compiled_and_interpreted(
        bytes in proptest::collection::vec(any::<u8>(), 1500),
    ) {
        thread_local!(static BENCH: Bench = Bench::new());
        let mut tape = Tape(bytes.iter());
        let frame = tape.frame(ROWS);
        let closures: Vec<Made> =
            (0..CLOSURES).map(|number| Made::new(&mut tape, number)).collect();
        let said = BENCH.with(|bench| disagreements(bench, &closures, &frame));
        prop_assert!(said.is_empty(), "{}", said);

    }
}
