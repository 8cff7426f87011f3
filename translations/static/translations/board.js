// The board: tick everything on a page; go on starting translations while the page is open.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-board-all]")) return;
  const boxes = event.target.closest("table").querySelectorAll("tbody input[type=checkbox]");
  boxes.forEach((box) => {
    box.checked = event.target.checked;
  });
});

const offerToTickAll = () => {
  document.querySelectorAll("[data-board-all]").forEach((box) => {
    box.hidden = false;
  });
};
offerToTickAll();
const results = document.getElementById("listing-results");
if (results) new MutationObserver(offerToTickAll).observe(results, { childList: true });

document.querySelector("form[data-board-going]")?.requestSubmit();
