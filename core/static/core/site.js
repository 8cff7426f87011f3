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
