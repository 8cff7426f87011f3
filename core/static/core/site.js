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
