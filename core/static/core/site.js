// Languages: a reader whose browser prefers another language of this page is told so, until they have chosen one. Nothing
// about them is kept but that they have.
const CHOSEN = "language-chosen";
const notes = [...document.querySelectorAll(".language-note")];
const base = (language) => language.split("-")[0].toLowerCase();
const remembered = () => {
  try {
    return localStorage.getItem(CHOSEN);
  } catch {
    return null; // The browser keeps nothing for this site.
  }
};
const remember = () => {
  try {
    localStorage.setItem(CHOSEN, "yes");
  } catch {
    // Then the note comes again on the next page.
  }
};

if (notes.length && !remembered()) {
  const offered = [document.documentElement, ...notes].map(({ lang }) => base(lang));
  const best = navigator.languages.map(base).find((language) => offered.includes(language));
  notes.find(({ lang }) => base(lang) === best && best !== offered[0])?.removeAttribute("hidden");
}
document.addEventListener("click", (event) => {
  const note = event.target.closest(".language-note");
  const choice = event.target.closest(".languages a, .language-note :is(a, button)");
  if (!choice) return;
  remember();
  if (note) note.hidden = true;
});

// Videos: nothing is asked of another site before the reader clicks.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-player]");
  const withKeys = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link?.dataset.player || withKeys) return;
  event.preventDefault();
  const player = document.createElement("iframe");
  player.src = link.dataset.player;
  player.title = link.dataset.title;
  player.allow = "fullscreen; picture-in-picture; encrypted-media";
  player.allowFullscreen = true;
  player.referrerPolicy = "strict-origin-when-cross-origin";
  link.replaceWith(player);
  player.focus();
});

// Citations: a number leads to its reference in the list; here that opens beside the number.
const note = document.createElement("div");
note.className = "citation";
note.popover = "auto";
note.tabIndex = -1;
note.setAttribute("role", "dialog");
let cited = null;
const openNote = () => (note.matches(":popover-open") ? cited : null);
const place = (number) => {
  const { left, top, bottom } = number.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = note;
  const edge = 12;
  const above = bottom + height + edge > innerHeight && top > height + edge;
  note.style.setProperty("--x", `${Math.max(edge, Math.min(left - width / 2, innerWidth - width - edge))}px`);
  note.style.setProperty("--y", `${scrollY + (above ? top - height - edge / 2 : bottom + edge / 2)}px`);
};
const show = (number, reference) => {
  cited = number;
  note.replaceChildren(...[...reference.children].map((part) => part.cloneNode(true)));
  for (const back of note.querySelectorAll(".place")) back.remove();
  note.setAttribute("aria-label", `${document.getElementById("references").textContent} ${number.textContent}`);
  number.closest(".cite").after(note);
  // Where the focus is now, it returns to.
  number.focus({ preventScroll: true });
  note.showPopover();
  place(number);
  note.focus({ preventScroll: true });
};
// A press beside an open note closes it before the click comes, which then would open it again.
let pressed = null;
document.addEventListener("pointerdown", () => { pressed = openNote(); }, true);
document.addEventListener("click", (event) => {
  const number = event.target.closest(".cite a");
  const reference = number && document.querySelector(number.hash);
  if (!reference || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const again = [pressed, openNote()].includes(number);
  pressed = null;
  if (again) note.hidePopover();
  else show(number, reference);
});

// Sharing: the address of the page, where the browser lets it be copied.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.nextElementSibling.textContent = button.dataset.done;
  });
}
