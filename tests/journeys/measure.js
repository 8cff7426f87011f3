// What a page would lose on a small screen, with other spacing or other colours. Each finding is a line of text.
(() => {
  const visible = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".visually-hidden");
  const name = (element) => `${element.tagName.toLowerCase()}.${element.className || "-"}: ${element.textContent.trim().slice(0, 40)}`;
  const words = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.data.trim() && visible(node.parentElement)) found.push(node);
    }
    return found;
  };
  const scrolls = (element) => element.closest(".table, pre");

  // Wider than the window; only tables may be scrolled within themselves.
  const wide = () => {
    const broad = [...document.body.querySelectorAll("*")].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width && visible(element) && !scrolls(element) && (left < -1 || right > innerWidth + 1);
    });
    const scrollable = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [];
    return [...scrollable, ...broad.map(name)];
  };

  // Cut off by a box that is too small. The end of the breadcrumbs may be: the heading below says it in full.
  const cut = () =>
    [...new Set(words().map((node) => node.parentElement))].filter((element) => {
      for (let box = element; box !== document.body; box = box.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(box);
        const hides = [overflowX, overflowY].some((value) => value === "hidden" || value === "clip");
        if (hides && (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1)) {
          return !box.closest(".breadcrumbs [aria-current]");
        }
      }
      return false;
    }).map(name);

  // Written over one another. Boxes of letters are higher than the letters, so a fifth of them does not count.
  const overlapping = () => {
    const lines = words().flatMap((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()].map(({ left, right, top, bottom, height }) => (
        { node, left, right, top: top + height / 5, bottom: bottom - height / 5 }
      ));
    }).sort((one, other) => one.top - other.top);
    const found = [];
    lines.forEach((line, index) => {
      for (const next of lines.slice(index + 1)) {
        if (next.top >= line.bottom) break;
        const apart = next.left >= line.right - 1 || next.right <= line.left + 1;
        if (!apart && next.node !== line.node) found.push(`${name(line.node.parentElement)} / ${name(next.node.parentElement)}`);
      }
    });
    return found;
  };

  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  // The keyboard stops at one radio button of several; arrows lead to the others.
  const follows = (control) => control.type === "radio" && document.querySelector(`[type=radio][name="${CSS.escape(control.name)}"]`) !== control;
  const controls = () => [...document.querySelectorAll(CONTROLS)].filter((control) => visible(control) && !control.closest("wagtail-userbar") && !follows(control));

  // Nobody sees where a control begins that has neither words nor an edge.
  const edgeless = () =>
    controls().filter((control) => {
      const { borderTopStyle, borderTopWidth } = getComputedStyle(control);
      const boxed = control.matches("input, select, textarea, button, .button");
      return boxed && !control.matches("[type=checkbox], [type=radio]") && (borderTopStyle === "none" || borderTopWidth === "0px");
    }).map(name);

  // Moves although the reader asked for rest.
  const moving = () =>
    [...document.querySelectorAll("*")].filter((element) => {
      const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
      return animationName !== "none" || scrollBehavior === "smooth" || transitionDuration.split(", ").some((time) => time !== "0s");
    }).map(name);

  // What the keyboard stands on now, and whether that shows: with an outline of its own or around its card.
  const focused = () => {
    const element = document.activeElement;
    const marked = [element, element.closest(".card")].filter(Boolean).some((part) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(part);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    });
    const { top, bottom, width } = element.getBoundingClientRect();
    const inSight = width > 0 && bottom > 0 && top < innerHeight;
    return { index: controls().indexOf(element), seen: marked && inSight, name: name(element) };
  };

  // The bar at the bottom of phones, and whether it lies over the end of something that is not in it.
  const bar = () => document.querySelector("body > .phone-bar");
  const covers = (element) =>
    !bar().contains(element) && element.getBoundingClientRect().bottom > bar().getBoundingClientRect().top + 1;

  window.measure = { wide, cut, overlapping, edgeless, moving, focused, bar, covers, controls };
})();
