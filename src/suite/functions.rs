//! The functions that a test is written with, beside all that any script may call.
//!
//! Invariant: every function that is registered here has its row in [`FUNCTIONS`], whose meaning it
//! carries; its parameters have names, for messages and editors.

use super::expectation::Expectation;
use super::mutants::AcceptedMutant;
use super::test_codes;
use super::test_plan::TestPlan;
use super::test_state::TestState;
use crate::codes;
use crate::formula::dates::Day;
use crate::script::convert::{describe_type, value_to_text};
use crate::script::error::{ScriptResult, script_error};
use crate::script::function::add;
use rhai::{Array, Dynamic, Engine, FnPtr, Map, NativeCallContext, RhaiNativeFunc, Variant};

#[derive(Debug)]
pub struct TestFunction {
    pub name: &'static str,
    pub form: &'static str,
    pub meaning: &'static str,
}

const fn row(name: &'static str, form: &'static str, meaning: &'static str) -> TestFunction {
    TestFunction { name, form, meaning }
}

/// Every function of tests, in the order in which a test calls them.
pub const FUNCTIONS: &[TestFunction] = &[
    row("today_is", "today_is(\"2026-03-02\")", "the day of the test; else it is 2026-01-05"),
    row("given", "given([#{ name: \"Ada\", age_days: 100 }])", "all invitations that there are"),
    row("given_data", "given_data(\"agency\")", "those of the folder `datasets/agency`"),
    row("given_list", "given_list(\"protect.csv\", [\"in/ada\"])", "what `list(…)` then reads"),
    row("decide", "decide(), decide(#{ stale_days: 60 })", "runs the strategy; gives its plan"),
    row("expect", "expect(plan, \"Ada\")", "what is expected of one invitation"),
    row("withdrawn", ".withdrawn(\"stale\"), .withdrawn()", "the plan withdraws it, and why"),
    row("kept", ".kept(\"client\")", "a `keep` rule decides, and which"),
    row("kept_by_default", ".kept_by_default()", "no rule matches"),
    row("left", ".left(\"stale\")", "a rule would withdraw it, but the plan has no room"),
    row("ranked", ".ranked(1)", "its rank among the account's withdrawals, from 1"),
    row("on_day", ".on_day(2)", "the day of the plan on which it is withdrawn, from 1"),
    row("follow_up", ".follow_up(\"write to her\")", "what to do once it may be sent again"),
    row("expect_finding", "expect_finding(plan, \"pending-cap\")", "the plan says so"),
    row("expect_no_finding", "expect_no_finding(plan, \"pending-cap\")", "the plan does not"),
    row("expect_verdict", "expect_verdict(plan, \"ok\")", "`ok`, `warned` or `refused`"),
    row("expect_snapshot", "expect_snapshot(plan, \"agency\")", "the plan is the accepted one"),
    row("cases", "cases([#{ age: 1 }], |row| { … })", "the same test for each row of a table"),
    row(
        "accept_mutant",
        "accept_mutant(\"a > b\", \"a >= b\", \"why\")",
        "this change of the strategy makes no difference",
    ),
];

/// An engine that is given the functions of tests.
struct TestFunctions<'a>(&'a mut Engine);

impl TestFunctions<'_> {
    /// Adds a form of a function of [`FUNCTIONS`], with these parameters.
    fn add<A: 'static, const N: usize, const X: bool, R, const F: bool, FUNC>(
        &mut self,
        name: &str,
        parameters: &[&str],
        function: FUNC,
    ) -> &mut Self
    where
        R: Variant + Clone,
        FUNC: RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
    {
        let row = FUNCTIONS.iter().find(|row| row.name == name);
        let meaning = row.map_or("", |row| row.meaning);
        add(self.0, name, meaning, parameters.iter().copied(), function);
        self
    }
}

pub(super) fn register(engine: &mut Engine, state: &TestState) {
    engine
        .register_type_with_name::<TestPlan>("Plan")
        .register_type_with_name::<Expectation>("Expectation");
    let mut to = TestFunctions(engine);
    data_and_cases(&mut to, state);
    lists_and_days(&mut to, state);
    decide(&mut to, state);
    expectations(&mut to);
    of_plans(&mut to, state);
    mutants(&mut to, state);
}

fn data_and_cases(to: &mut TestFunctions, state: &TestState) {
    let shared_state = state.clone();
    to.add("given", &["invitations"], move |context: NativeCallContext, rows: Array| {
        let at = context.call_position();
        let maps = rows.into_iter().map(|row| {
            row.try_cast_result::<Map>().map_err(|row| {
                let message = format!("an invitation cannot be {}", describe_type(&row));
                let help = "write a map, such as `#{ name: \"Ada\", age_days: 100 }`";
                script_error(test_codes::GIVEN, at, message, Some(help.into()))
            })
        });
        shared_state.give(maps.collect::<ScriptResult<Vec<Map>>>()?, at)
    });
    let shared_state = state.clone();
    to.add("given_data", &["name"], move |context: NativeCallContext, name: &str| {
        shared_state.give_data(name, context.call_position())
    });
    let shared_state = state.clone();
    let cases = move |context: NativeCallContext, table: Array, test: FnPtr| {
        for (at, case) in table.into_iter().enumerate() {
            shared_state.lock().case = Some(format!("case {}: {}", at + 1, value_to_text(&case)));
            let _: Dynamic = test.call_within_context(&context, (case,))?;
        }
        shared_state.lock().case = None;
        ScriptResult::Ok(())
    };
    to.add("cases", &["table", "test"], cases);
}

fn lists_and_days(to: &mut TestFunctions, state: &TestState) {
    let shared_state = state.clone();
    to.add("given_list", &["name", "values"], move |name: &str, values: Array| {
        shared_state.give_list(name, values.iter().map(value_to_text).collect());
    });
    let shared_state = state.clone();
    to.add("today_is", &["day"], move |context: NativeCallContext, day: &str| {
        let at = context.call_position();
        let day = day.parse().map_err(|_| {
            let message = format!("`{day}` is no date; expected one such as `2026-03-02`");
            script_error(test_codes::GIVEN, at, message, None)
        })?;
        shared_state.lock().day = day;
        ScriptResult::Ok(())
    });
    let shared_state = state.clone();
    to.add("today_is", &["day"], move |day: Day| shared_state.lock().day = day.0);
}

fn decide(to: &mut TestFunctions, state: &TestState) {
    let shared_state = state.clone();
    to.add("decide", &[], move |context: NativeCallContext| {
        shared_state.decide(&Map::new(), context.call_position())
    });
    let shared_state = state.clone();
    to.add("decide", &["params"], move |context: NativeCallContext, params: Map| {
        shared_state.decide(&params, context.call_position())
    });
}

fn expectations(to: &mut TestFunctions) {
    const REASON: &[&str] = &["expectation", "reason"];
    to.add("withdrawn", REASON, |c: NativeCallContext, expectation: Expectation| {
        expectation.withdrawn(None, c.call_position())
    })
    .add("withdrawn", REASON, |c: NativeCallContext, expectation: Expectation, reason: &str| {
        expectation.withdrawn(Some(reason), c.call_position())
    })
    .add("kept", REASON, |c: NativeCallContext, expectation: Expectation, reason: &str| {
        expectation.kept(reason, c.call_position())
    })
    .add("kept_by_default", &["expectation"], |c: NativeCallContext, expectation: Expectation| {
        expectation.by_default(c.call_position())
    })
    .add("left", REASON, |c: NativeCallContext, expectation: Expectation, reason: &str| {
        expectation.left(reason, c.call_position())
    })
    .add(
        "ranked",
        &["expectation", "rank"],
        |c: NativeCallContext, expectation: Expectation, rank: i64| {
            expectation.ranked(rank, c.call_position())
        },
    )
    .add(
        "on_day",
        &["expectation", "day"],
        |c: NativeCallContext, expectation: Expectation, day: i64| {
            expectation.on_day(day, c.call_position())
        },
    )
    .add(
        "follow_up",
        &["expectation", "what"],
        |c: NativeCallContext, expectation: Expectation, what: &str| {
            expectation.followed_up(what, c.call_position())
        },
    );
}

fn of_plans(to: &mut TestFunctions, state: &TestState) {
    let shared_state = state.clone();
    let person = move |c: NativeCallContext, plan: TestPlan, person: &str| {
        Expectation::on_person(&shared_state, plan, person, c.call_position())
    };
    to.add("expect", &["plan", "person"], person);
    for (name, wanted) in [("expect_finding", true), ("expect_no_finding", false)] {
        let shared_state = state.clone();
        let of_it = move |c: NativeCallContext, plan: TestPlan, code: &str| {
            shared_state.expect_finding(&plan, code, wanted, c.call_position())
        };
        to.add(name, &["plan", "code"], of_it);
        let shared_state = state.clone();
        let of_last = move |c: NativeCallContext, code: &str| {
            let at = c.call_position();
            shared_state.expect_finding(&shared_state.last_plan(at)?, code, wanted, at)
        };
        to.add(name, &["code"], of_last);
    }
    let shared_state = state.clone();
    let snapshot = move |c: NativeCallContext, plan: TestPlan, name: &str| {
        shared_state.expect_snapshot(&plan, name, c.call_position())
    };
    to.add("expect_snapshot", &["plan", "name"], snapshot);
    let shared_state = state.clone();
    let verdict = move |c: NativeCallContext, plan: TestPlan, verdict: &str| {
        shared_state.expect_verdict(&plan, verdict, c.call_position())
    };
    to.add("expect_verdict", &["plan", "verdict"], verdict);
}

fn mutants(to: &mut TestFunctions, state: &TestState) {
    let shared_state = state.clone();
    to.add(
        "accept_mutant",
        &["was", "becomes", "why"],
        move |context: NativeCallContext,
              was: &str,
              becomes: &str,
              why: &str|
              -> ScriptResult<()> {
            let position = context.call_position();
            if why.trim().is_empty() || why == "why" {
                let help = "say why it makes no difference".to_owned();
                return Err(script_error(
                    codes::REASON,
                    position,
                    "a mutant without a reason",
                    Some(help),
                ));
            }
            let (was, becomes) = (was.to_owned(), becomes.to_owned());
            shared_state.lock().accepted.push(AcceptedMutant { was, becomes, position });
            Ok(())
        },
    );
}
