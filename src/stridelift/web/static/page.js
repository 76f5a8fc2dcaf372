// What the page does with a script and not without: a session is dragged, or moved with the arrow keys. Everything else
// is links and forms, which htmx makes partial.
"use strict";
(() => {
  const STEP = 5; // minutes of a row of the board
  const DAY = 24 * 60;
  const PATIENCE = 90; // milliseconds of rest before a start is judged
  const SLACK = 6; // pixels that a press may move and still be a click
  const find = (selector, root = document) => root.querySelector(selector);
  const dock = () => find("#verdict");
  const say = (text) => { find("#said").textContent = text; };

  let held = null; // the session in hand: {item, uid, minutes, day, start, ghost}
  let press = null; // a pointer that is down on a session and has not moved yet
  let asking = null;
  let timer = 0;
  let wasDragged = false;
  let back = ""; // the UID of the session that gets the focus once a change is shown

  // The board.

  const minutesOf = (at) => { const [, hour, minute] = /T(\d\d):(\d\d)/.exec(at); return 60 * hour + +minute; };
  const clock = (start) => `${String(Math.floor(start / 60)).padStart(2, "0")}:${String(start % 60).padStart(2, "0")}`;
  const lanes = () => [...document.querySelectorAll(".lane")];
  const isWide = () => matchMedia("(min-width:52.001rem)").matches;
  const canMove = (item) => item && ["", "pinned", "frozen"].includes(item.dataset.state);
  const length = (item) => {
    const [, from, to] = /from-(\d+) to-(\d+)/.exec(item.className);
    return STEP * (to - from);
  };

  function hold(item) {
    letGo();
    const ghost = document.createElement("li");
    ghost.setAttribute("aria-hidden", "true");
    const day = lanes().indexOf(item.closest(".lane"));
    held = { item, uid: item.dataset.uid, minutes: length(item), day, start: minutesOf(item.dataset.at), ghost };
    item.classList.add("held");
    find(".board").classList.add("moving");
    place(held.day, held.start);
  }

  function place(day, start) {
    const { grid, first, last } = find(".board").dataset;
    held.day = Math.max(0, Math.min(lanes().length - 1, day));
    const snapped = Math.round(start / grid) * grid;
    held.start = Math.max(60 * first, Math.min(Math.min(60 * last, DAY) - held.minutes, snapped));
    held.ghost.className = `ghost from-${held.start / STEP} to-${(held.start + held.minutes) / STEP}`;
    held.ghost.textContent = clock(held.start);
    find("ol", lanes()[held.day]).append(held.ghost);
    dock().classList.toggle("left", held.day > 3); // off what it speaks of
  }

  function letGo() {
    if (!held) return;
    clearTimeout(timer);
    asking?.abort();
    held.item.classList.remove("held");
    held.ghost.remove();
    find(".board").classList.remove("moving");
    held = null;
  }

  function cancel() {
    letGo();
    dock().replaceChildren();
  }

  // Asking the server.

  async function ask(path, session) {
    asking?.abort();
    asking = new AbortController();
    const at = `${lanes()[session.day].dataset.date}T${clock(session.start)}`;
    const { week, version } = dock().dataset;
    try {
      const url = `${path}?${new URLSearchParams({ uid: session.uid, at, week, version })}`;
      const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal: asking.signal });
      if (answer.status === 403) return location.reload();
      dock().innerHTML = await answer.text(); // of our own server, which escapes
    } catch (error) {
      if (error.name === "AbortError") return undefined;
      dock().textContent = "The server does not answer.";
    }
    htmx.process(dock());
    session.ghost.classList.toggle("no", Boolean(find(".no, [role=alert]", dock())));
    session.ghost.classList.toggle("yes", Boolean(find(".yes", dock())));
    say([...dock().querySelectorAll("h2, .no, .yes, .maybe, [role=alert]")].map((one) => one.textContent).join(". "));
    return undefined;
  }

  function judgeSoon() {
    clearTimeout(timer);
    timer = setTimeout(() => held && ask(dock().dataset.judge, held), PATIENCE);
  }

  function drop() {
    clearTimeout(timer);
    if (held.start === minutesOf(held.item.dataset.at) && held.day === lanes().indexOf(held.item.closest(".lane"))) {
      return cancel();
    }
    held.ghost.classList.add("asked");
    dock().textContent = "Planning with it there…";
    return ask(dock().dataset.ask, held);
  }

  // A pointer.

  document.addEventListener("pointerdown", (event) => {
    const item = event.target.closest?.(".block.session");
    if (isWide() && !item) find(".block details[open]")?.removeAttribute("open");
    if (!isWide() || event.button || !canMove(item) || event.target.closest(".more")) return;
    press = { item, x: event.clientX, y: event.clientY, offset: 0 };
  });

  document.addEventListener("pointermove", (event) => {
    if (!press) return;
    if (!held || held.item !== press.item || !press.offset) {
      if (Math.hypot(event.clientX - press.x, event.clientY - press.y) < SLACK) return;
      press.offset = press.y - press.item.getBoundingClientRect().top || 1;
      hold(press.item);
      wasDragged = true;
    }
    const boxes = lanes().map((lane) => lane.getBoundingClientRect());
    const day = boxes.findIndex((box) => event.clientX < box.right);
    const box = boxes[day < 0 ? boxes.length - 1 : day];
    const { first, last } = find(".board").dataset;
    const before = `${held.day} ${held.start}`;
    const perMinute = box.height / (60 * (last - first));
    place(day < 0 ? boxes.length - 1 : day, 60 * first + (event.clientY - press.offset - box.top) / perMinute);
    if (`${held.day} ${held.start}` !== before) judgeSoon();
  });

  document.addEventListener("pointerup", () => {
    if (press?.offset && held) drop();
    press = null;
    setTimeout(() => { wasDragged = false; });
  });
  document.addEventListener("pointercancel", () => { if (press?.offset) cancel(); press = null; });
  document.addEventListener("click", (event) => {
    if (wasDragged) event.preventDefault(); // the end of a drag opens nothing
    if (event.target.closest?.("[data-cancel]") && held) { event.preventDefault(); cancelled(); }
  }, true);

  // The keyboard.

  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  function cancelled() {
    const summary = held && find("summary", held.item);
    cancel();
    say("Left where it was.");
    summary?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (held && event.key === "Escape") return cancelled();
    if (event.key === "Escape") find(".block details[open]")?.removeAttribute("open");
    const summary = event.target.closest?.(".block.session summary");
    const item = summary?.closest(".block");
    if (!summary || !canMove(item) || !isWide()) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      if (held?.item !== item) hold(item);
      place(held.day + arrow[0], held.start + arrow[1] * find(".board").dataset.grid);
      say(`${find("h2", lanes()[held.day].closest(".day")).textContent} ${clock(held.start)}`);
      judgeSoon();
    } else if (held && event.key === "Enter") drop();
    else if (held && event.key === "k") find("[data-keep]", dock())?.click();
    else return;
    event.preventDefault();
  });

  // What htmx has put in place.

  document.addEventListener("submit", (event) => {
    back = event.target.elements.uid?.value ?? "";
    letGo();
  }, true);

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "main") return;
    const told = find(".told, .problem");
    if (told) say(told.textContent);
    const item = back && find(`.block[data-uid="${CSS.escape(back)}"] summary`);
    (find("#verdict h2") || find(".problem") || item || find("#main")).focus({ preventScroll: !back });
    back = "";
  });

  document.addEventListener("input", (event) => {
    const output = event.target.id && find(`output[for="${CSS.escape(event.target.id)}"]`);
    if (output) output.textContent = event.target.value;
  });
})();
