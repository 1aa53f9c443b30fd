//! Every page is fit for those who do not see it, or see it otherwise: axe finds nothing, in light
//! and dark, on a phone and a desk; and nothing is wider than the window.

use crate::chromium::Chromium;
use crate::written_pages::Folder;
use std::env;
use std::fs;

/// The variable with the path of `axe.min.js`, from the npm package `axe-core`.
const AXE: &str = "RESCIND_TEST_AXE";

#[test]
#[ignore = "needs Chromium"]
fn axe_finds_nothing_on_any_page() {
    let axe = env::var(AXE).unwrap_or_else(|_| panic!("{AXE} names no axe.min.js"));
    let axe = fs::read_to_string(axe).unwrap();
    let folder = Folder::new();
    let chromium = Chromium::new();
    for page in folder.every() {
        for (width, scheme) in [(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")] {
            chromium.inspect(width, scheme);
            chromium.open(&page);
            chromium.script(&axe);
            let violations = chromium.awaited(
                "const done = arguments[0];
                 axe.run().then((result) => done(result.violations.flatMap((rule) =>
                     rule.nodes.map((node) => `${rule.id}: ${node.html}`))))",
            );
            let violations: Vec<String> = serde_json::from_value(violations).unwrap();
            assert!(violations.is_empty(), "{} {width} {scheme}: {violations:#?}", page.display());
            let wider = "return document.documentElement.scrollWidth - window.innerWidth";
            let wider = chromium.script(wider).as_i64().unwrap();
            assert!(wider <= 0, "{} is {wider} wider than {width}", page.display());
        }
    }
}
