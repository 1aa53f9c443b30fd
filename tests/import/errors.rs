//! A tool's column of errors: what failed was not sent.

use crate::data::{Folder, csv};

fn states(table: &str) -> (String, String) {
    let folder = Folder::new().file("anna.csv", table);
    let read = folder.read("anna.csv").unwrap();
    (csv(&read, "name state").replace("name,state\n", ""), folder.findings(&read))
}

#[test]
fn what_failed_is_no_pending_invitation() {
    let (rows, remarks) = states(
        "profileUrl,fullName,invitedAt,error,timestamp\n\
         https://www.linkedin.com/in/ada,Ada Berg,2026-10-02,,2026-10-02T09:00:00Z\n\
         https://www.linkedin.com/in/ben,Ben Cole,2026-10-02,Email needed,2026-10-02T09:01:00Z\n\
         https://www.linkedin.com/in/cy,Cy Dorn,2026-10-02,none,2026-10-02T09:02:00Z\n\
         https://www.linkedin.com/in/di,Di Ek,2026-10-02,Already in network,2026-10-02T09:03:00Z\n\
         https://www.linkedin.com/in/ed,Ed Fox,2026-10-02,Already invited,2026-10-02T09:04:00Z\n",
    );
    let expected = "Ada Berg,pending\nCy Dorn,pending\nDi Ek,accepted\nEd Fox,pending\n";
    assert_eq!(rows, expected, "{remarks}");
    let failed = "1 row(s) are of a sending that failed, so that no invitation is pending";
    assert!(remarks.contains(failed) && remarks.contains("Email needed (1)"), "{remarks}");
}

#[test]
fn a_list_of_sent_requests_has_errors_too() {
    let (rows, remarks) = states(
        "profileUrl,name,sentDate,timestamp,error\n\
         https://www.linkedin.com/in/ada,Ada Berg,Sent 2 weeks ago,2026-10-02,\n\
         https://www.linkedin.com/in/ben,Ben Cole,Sent 2 weeks ago,2026-10-02,No profile\n",
    );
    assert_eq!(rows, "Ada Berg,pending\n", "{remarks}");
    assert!(remarks.contains("No profile (1)"), "{remarks}");
}

#[test]
fn an_error_takes_no_outcome_away() {
    let (rows, remarks) = states(
        "Name,Profile URL,Date sent,Status,Error\n\
         Ada Berg,in/ada,2026-10-02,Accepted,Rate limited\n\
         Ben Cole,in/ben,2026-10-02,Pending,Rate limited\n",
    );
    assert_eq!(rows, "Ada Berg,accepted\n", "{remarks}");
}
