//! What people write with an invitation: personal notes, and notes that could go to anybody.

use crate::people::Person;
use crate::rng::Rng;

/// Notes that name the person, the company or an occasion.
const PERSONAL: &[&str] = &[
    "Hi {first}, your talk on pricing at the Tarnfield meet-up stayed with me. I help teams like \
     {company} turn such ideas into a launch plan, and would be glad to compare notes.",
    "Hello {first}, we both worked with the Saltmarch crew last year. I'd love to hear how \
     {company} handles onboarding now.",
    "Hi {first},\n\nI read your post about hiring a first {position} and quoted it to a client, \
     word for word: \"start with the calendar, not the budget\".\n\nMay I stay in touch?",
    "Dear {first}, a short question about {company}: who looks after partnerships these days? \
     Happy to return the favour.",
    "{first}, thank you for answering in the freelancers' forum, you saved me a weekend. \
     It would be good to be connected.",
    "Hallo {first}, wir haben uns auf der Werkstattkonferenz kurz über {company} unterhalten. \
     Ich würde das Gespräch gern fortsetzen.",
    "Hola {first}, me encantó el caso de {company} que contaste en el seminario, ¿seguimos \
     en contacto?",
    "Hi {first} 👋 saw that {company} is opening a second office; congratulations! I design \
     brand kits for moves like that, here is one I liked: \"Moving house, keeping the cat\".",
    "Hi {first}, three things I liked about the way {company} runs its newsletter: it is short, it \
     answers one question at a time, and it names the people who did the work. I am collecting \
     examples of that for a small guide; may I show yours, with a link, and send you the draft \
     first?",
    "مرحبا {first}، سعدت بقراءة مقالك عن {company} وأود أن نبقى على تواصل.",
];

/// Notes that name nobody.
const GENERIC: &[&str] = &[
    "I'd like to add you to my professional network on LinkedIn.",
    "Hi, I'd like to connect with you.",
    "Let's connect!",
    "Hi there, always happy to expand my network with like-minded people.",
];

/// A note of at most `longest` characters, cut as somebody in a hurry would.
pub(crate) fn note(person: &Person, longest: usize, rng: &mut Rng) -> String {
    let texts = if rng.chance(18) { GENERIC } else { PERSONAL };
    let filled = rng
        .pick(texts)
        .replace("{first}", &person.first)
        .replace("{company}", &person.company)
        .replace("{position}", &person.position.to_lowercase());
    filled.chars().take(longest).collect::<String>().trim_end().to_owned()
}

/// What is exchanged once somebody has accepted; the owner speaks first.
pub(crate) const MESSAGES: &[&str] = &[
    "Thank you for connecting! What are you working on this quarter?",
    "Likewise. Mostly the relaunch, ask me again in two weeks :)",
    "Will do. Here is the outline I mentioned:\n- goals\n- budget\n- who decides",
    "Great, \"who decides\" is the right question. Shall we talk on Thursday?",
    "Thursday works, 10:30?",
];
