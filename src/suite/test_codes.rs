//! The codes of what can be wrong with a test of strategies.

rhai_polars::diagnosis_codes! {
    COVERAGE = Error "coverage";
    EXPECT = Error "expect";
    GIVEN = Error "given";
    INSIDE = Error "inside";
    NOT_A_TEST = Error "not-a-test";
    NOTHING_DECIDED = Error "nothing-decided";
    NOTHING_EXPECTED = Error "nothing-expected";
    NOTHING_GIVEN = Error "nothing-given";
    PRIVATE_TEST = Error "private-test";
    SNAPSHOT = Error "snapshot";
    STRATEGY = Error "strategy";
    TEST_PARAMETERS = Error "test-parameters";
}
