//! A closure over the rows of a frame, which Polars computes as a column expression.

use rhai_polars::Bounds;
use rhai_polars::script::domain::NO_DOMAIN;
use rhai_polars::script::host::Host;
use rhai_polars::script::library::{Library, NoImports};
use rhai_polars::script::sandbox;
use std::error::Error;
use std::sync::Arc;

fn main() -> Result<(), Box<dyn Error>> {
    let library = Library::new(Arc::new(NoImports), &NO_DOMAIN);
    let engine = sandbox::sandbox_engine(&Host::silent(library), &Bounds::default());
    let sum: i64 = engine.eval(
        r#"frame(#{ n: [1, 2, 3] }).filter(|row| row.n > 1).select(col("n").sum()).item()"#,
    )?;
    println!("{sum}");
    Ok(())
}

#[test]
fn the_sum_is_that_of_the_rows_that_stay() {
    main().expect("the script runs");
}
