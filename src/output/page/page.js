"use strict";

(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  // As many rows as are there at once.
  const LONG = 500;
  // So few need no filter.
  const FILTERED = 8;
  document.body.classList.add("scripted");
  all("[data-scripted]").forEach((element) => { element.hidden = false; });
  all("[data-table]").forEach(sortAndFilter);
  if (document.body.classList.contains("worklist")) worklist();

  // A table's rows sort by a column's title and filter by what is typed above them.
  function sortAndFilter(box) {
    const body = box.querySelector("tbody");
    const titles = all("thead th", box);
    const rows = [...body.rows];
    if (rows.length < 2) return;
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const text = (row, at) => row.cells[at].textContent.trim();
    const collator = new Intl.Collator(undefined, { numeric: true });
    const tools = document.createElement("div");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const shown = document.createElement("output");
    tools.className = "tools";
    label.textContent = "Filter:";
    input.type = "search";
    input.setAttribute("aria-label", `Filter the rows of: ${box.querySelector("caption").textContent}`);
    const count = (number) => `${number.toLocaleString("en")} ${number === 1 ? "row" : "rows"}`;
    const say = (left) => { shown.textContent = left === rows.length ? count(left) : `${left.toLocaleString("en")} of ${count(rows.length)}`; };

    const draw = rows.length > LONG ? inView(box, body, rows) : (fitting) => body.replaceChildren(...fitting.map((at) => rows[at]));
    let order = rows.map((_, at) => at);
    const show = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const fitting = order.filter((at) => words.every((word) => texts[at].includes(word)));
      draw(fitting);
      say(fitting.length);
    };
    titles.forEach((title, column) => {
      const isNumber = title.classList.contains("number");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.textContent = title.textContent;
      title.replaceChildren(button);
      button.addEventListener("click", () => {
        const isDescending = title.getAttribute("aria-sort") === "ascending";
        titles.forEach((other) => other.removeAttribute("aria-sort"));
        title.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
        const keys = rows.map((row) => text(row, column));
        const numbers = keys.map(Number);
        const compare = (one, other) => {
          // What is missing comes last, whichever way.
          const missing = (keys[one] === "–") - (keys[other] === "–");
          if (missing !== 0 || keys[one] === "–") return missing;
          const by = isNumber ? numbers[one] - numbers[other] : collator.compare(keys[one], keys[other]);
          return isDescending ? -by : by;
        };
        order = rows.map((_, at) => at).sort((one, other) => compare(one, other) || one - other);
        show();
      });
    });
    let waiting = 0;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, 60);
    });
    // What is printed is whole; with buttons in it, a heading would be on the first sheet alone.
    const buttons = titles.map((title) => title.firstElementChild);
    addEventListener("beforeprint", () => {
      titles.forEach((title) => title.replaceChildren(title.textContent));
      box.classList.remove("ready");
      body.replaceChildren(...order.map((at) => rows[at]));
    });
    addEventListener("afterprint", () => {
      titles.forEach((title, at) => title.replaceChildren(buttons[at]));
      box.classList.toggle("ready", rows.length > LONG);
      show();
    });
    label.append(" ", input);
    if (rows.length > FILTERED) tools.append(label);
    tools.append(shown);
    box.before(tools);
    show();
  }

  // Of many rows only those in view are there, between two empty ones as high as the others; one
  // that is not seen keeps the columns as wide as their widest cells.
  function inView(box, body, rows) {
    const AROUND = 30;
    const columns = rows[0].cells.length;
    const widest = document.createElement("tr");
    widest.className = "widest";
    widest.setAttribute("aria-hidden", "true");
    for (let at = 0; at < columns; at += 1) {
      let longest = "";
      for (const row of rows) {
        const text = row.cells[at].textContent;
        if (text.length > longest.length) longest = text;
      }
      widest.insertCell().textContent = longest;
    }
    const room = () => {
      const row = document.createElement("tr");
      row.className = "room";
      row.setAttribute("aria-hidden", "true");
      row.insertCell().colSpan = columns;
      return row;
    };
    const [above, below] = [room(), room()];
    let fitting = [];
    let first = -1;
    let height = 0;
    const draw = () => {
      const from = Math.max(0, Math.floor(box.scrollTop / (height || 36)) - AROUND);
      if (from === first) return;
      first = from;
      const until = Math.min(fitting.length, from + Math.ceil(box.clientHeight / (height || 36)) + 2 * AROUND);
      above.cells[0].height = from * height;
      below.cells[0].height = (fitting.length - until) * height;
      body.replaceChildren(widest, above, ...fitting.slice(from, until).map((at) => rows[at]), below);
    };
    box.addEventListener("scroll", draw, { passive: true });
    box.classList.add("ready");
    return (those) => {
      fitting = those;
      box.scrollTop = 0;
      first = -1;
      draw();
      const [one] = fitting;
      const measured = one === undefined ? 0 : rows[one].getBoundingClientRect().height;
      if (measured > 0 && measured !== height) {
        height = measured;
        first = -1;
        draw();
      }
    };
  }

  // The work list: what happened with each person of one day of one plan.
  function worklist() {
    const { plan, day } = document.body.dataset;
    const people = all(".person");
    if (people.length === 0) return;
    const WORDS = { "done": "✓ Done", "not-found": "– Not found", "accepted": "★ Accepted", "skipped": "↷ Skipped" };
    const COUNTED = { "done": "done", "not-found": "not found", "accepted": "accepted", "skipped": "skipped" };
    const STATE_OF_KEY = { d: "done", n: "not-found", a: "accepted", s: "skipped" };
    const place = `rescind/${plan}/${day}`;
    const one = (selector) => document.querySelector(selector);
    const said = one("[data-said]");
    const undo = one("[data-undo]");
    const keys = one("[data-keys]");
    // What is marked, the oldest first: account, rank, state, the day on which.
    let marks = [];
    let current = null;
    let isKept = true;

    const ofPerson = ({ account, rank }) => people.find(
      (person) => person.dataset.account === account && Number(person.dataset.rank) === rank);
    const markOf = (person) => marks.find((entry) => ofPerson(entry) === person);
    const today = () => {
      const now = new Date();
      const two = (number) => String(number).padStart(2, "0");
      return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    };
    const say = (text, isWrong = false) => {
      said.textContent = text;
      said.classList.toggle("wrong", isWrong);
    };

    // Only what this page can have written itself is taken back; nobody is there twice.
    function fitting(rows) {
      const taken = new Set();
      return (Array.isArray(rows) ? rows : []).filter((row) => {
        const person = row !== null && typeof row === "object" && ofPerson(row);
        const isFitting = person && Object.hasOwn(WORDS, row.state)
          && /^\d{4}-\d\d-\d\d$/.test(row.on) && !taken.has(person);
        if (isFitting) taken.add(person);
        return isFitting;
      }).map(({ account, rank, state, on }) => ({ account, rank, state, on }));
    }

    function read() {
      try {
        const text = localStorage.getItem(place);
        marks = text === null ? [] : fitting(JSON.parse(text));
      } catch {
        isKept = false;
      }
    }

    function keep() {
      try {
        localStorage.setItem(place, JSON.stringify(marks));
        isKept = true;
      } catch {
        isKept = false;
        say("This browser keeps nothing: save the progress file before you close the page.", true);
      }
    }

    function show() {
      const counts = { "done": 0, "not-found": 0, "accepted": 0, "skipped": 0 };
      for (const person of people) {
        const entry = markOf(person);
        if (entry) {
          counts[entry.state] += 1;
          person.dataset.state = entry.state;
          person.querySelector(".state").textContent = WORDS[entry.state];
        } else {
          delete person.dataset.state;
        }
        person.querySelector(".marks").hidden = Boolean(entry);
        person.querySelector(".marked").hidden = !entry;
        person.classList.toggle("is-current", person === current && !entry);
        if (person === current) person.setAttribute("aria-current", "step");
        else person.removeAttribute("aria-current");
      }
      one("[data-progress]").textContent = `${marks.length} of ${people.length} dealt with`;
      const parts = Object.entries(counts).filter(([, count]) => count > 0);
      one("[data-counts]").textContent = parts.map(([state, count]) => `${count} ${COUNTED[state]}`).join(" · ");
      one(".bar progress").value = marks.length;
      undo.disabled = marks.length === 0;
      for (const section of all(".account")) {
        const within = all(".person", section);
        const open = within.filter((person) => !markOf(person)).length;
        section.querySelector("[data-account-progress]").textContent = open === 0 ? " · all dealt with" : ` · ${open} to go`;
      }
    }

    function goTo(person, isSeen = true) {
      current = person;
      show();
      if (person && isSeen) person.scrollIntoView({ block: "nearest" });
    }

    // The next that is open, after this one and then from the beginning.
    const nextOpen = (person) => {
      const at = people.indexOf(person);
      return [...people.slice(at + 1), ...people.slice(0, at + 1)].find((other) => !markOf(other)) ?? null;
    };

    function mark(person, state) {
      if (!person || markOf(person)) return;
      const hadFocus = person.contains(document.activeElement);
      const { account, rank } = person.dataset;
      marks.push({ account, rank: Number(rank), state, on: today() });
      say("");
      keep();
      goTo(nextOpen(person));
      if (marks.length === people.length) say("Everybody is dealt with: save the progress file.");
      if (hadFocus) (current?.querySelector("[data-mark]") ?? one("[data-save]")).focus();
    }

    function unmark(person) {
      if (!person) return;
      const hadFocus = person.contains(document.activeElement);
      marks = marks.filter((entry) => ofPerson(entry) !== person);
      say("");
      keep();
      goTo(person);
      if (hadFocus) person.querySelector("[data-mark]").focus();
    }

    function step(by) {
      const at = people.indexOf(current);
      goTo(people[Math.min(Math.max(at + by, 0), people.length - 1)]);
    }

    function save() {
      const rows = marks.map((entry) => ({ ...entry, name: ofPerson(entry).dataset.name }));
      const text = JSON.stringify({ rescind: "progress", version: 1, plan, day, rows }, null, 2) + "\n";
      const link = document.createElement("a");
      link.download = `rescind-${day}-${plan.slice(0, 8)}.json`;
      link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      say(`Saved as ${link.download}, among the downloads; \`rescind done ${link.download}\` records it.`);
    }

    async function load(file) {
      let saved = null;
      try {
        saved = JSON.parse(await file.text());
      } catch {
        // What is no JSON is no progress file either.
      }
      if (saved?.rescind !== "progress") return say(`${file.name} is no progress file.`, true);
      if (saved.plan !== plan || saved.day !== day) return say(`${file.name} belongs to another plan or day.`, true);
      const known = marks.length;
      marks = fitting([...marks, ...(Array.isArray(saved.rows) ? saved.rows : [])]);
      keep();
      goTo(nextOpen(null));
      say(`${marks.length - known} taken from ${file.name}.`);
    }

    document.addEventListener("click", (event) => {
      const person = event.target.closest(".person");
      const button = event.target.closest("button");
      if (button?.dataset.mark) mark(person, button.dataset.mark);
      else if (button && "unmark" in button.dataset) unmark(person);
      else if (person && !markOf(person)) goTo(person, false);
    });
    undo.addEventListener("click", () => unmark(ofPerson(marks.at(-1))));
    one("[data-save]").addEventListener("click", save);
    one("[data-load]").addEventListener("change", (event) => {
      if (event.target.files[0]) load(event.target.files[0]);
      event.target.value = "";
    });
    document.addEventListener("keydown", (event) => {
      const isTyping = event.target.closest("input:not([type=checkbox]), select, textarea");
      if (!keys.checked || isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const key = event.key.toLowerCase();
      if (STATE_OF_KEY[key]) mark(current, STATE_OF_KEY[key]);
      else if (key === "u" && marks.length > 0) unmark(ofPerson(marks.at(-1)));
      else if (key === "j") step(1);
      else if (key === "k") step(-1);
      else if (key === "o") current?.querySelector(".who a")?.click();
      else return;
      event.preventDefault();
    });
    // The same page in another tab.
    addEventListener("storage", (event) => {
      if (event.key === place) { read(); goTo(nextOpen(null), false); }
    });

    read();
    if (!isKept) say("This browser keeps nothing: save the progress file before you close the page.", true);
    goTo(nextOpen(null), false);
    if (marks.length > 0) one(".how").open = false;
  }
})();
