// Two texts in frames: they scroll together, passage by passage, and what is not translated yet is marked.
const around = document.querySelector('[data-translation-compare]');
const missing = JSON.parse(document.getElementById('translation-missing').textContent);
const frames = [...around.querySelectorAll('iframe')];

const anchors = (page) => [...page.querySelectorAll('[data-passage]')];
const squeezed = (words) => words.replace(/\s+/g, '');

// The elements of a passage: that in which it begins, and all up to the next passage.
const elementsOf = (anchor) => {
  const found = [anchor.parentElement];
  const walker = anchor.ownerDocument.createTreeWalker(anchor.ownerDocument.body, NodeFilter.SHOW_ELEMENT);
  walker.currentNode = anchor;
  for (let node = walker.nextNode(); node && !node.dataset.passage; node = walker.nextNode()) found.push(node);
  return found;
};

const mark = (page) => {
  const found = anchors(page);
  missing.forEach(({ place, words }) => {
    const anchor = found.find((each) => each.dataset.passage === place);
    if (!anchor) return;
    const wanted = squeezed(words);
    const same = (element) => squeezed(element.textContent) === wanted;
    const element = elementsOf(anchor).find(same) ?? anchor.parentElement;
    if (element.classList.contains('translation-missing')) return;
    element.classList.add('translation-missing');
    const label = page.createElement('span');
    label.className = 'visually-hidden';
    label.textContent = `${around.dataset.missingLabel} `;
    label.lang = document.documentElement.lang;
    element.prepend(label);
  });
};

// How far down each passage begins that both texts have, with the beginning and the end of the text around them.
const stops = (page, places) => {
  const { scrollTop, scrollHeight } = page.scrollingElement;
  const tops = new Map(anchors(page).map((each) => [each.dataset.passage, each.getBoundingClientRect().top + scrollTop]));
  return [0, ...places.map((place) => tops.get(place)), scrollHeight];
};

const follow = (leader, follower) => {
  const [from, to] = [leader.contentDocument, follower.contentDocument];
  const theirs = new Set(anchors(to).map((each) => each.dataset.passage));
  const places = anchors(from)
    .map((each) => each.dataset.passage)
    .filter((place) => theirs.has(place));
  const [before, after] = [stops(from, places), stops(to, places)];
  // Compared at a third of the height, where people read.
  const line = leader.clientHeight / 3;
  const top = from.scrollingElement.scrollTop + line;
  const next = Math.max(1, before.findIndex((stop) => stop > top));
  const share = (top - before[next - 1]) / (before[next] - before[next - 1] || 1);
  // At once: the site's own sheet would let it glide, and every step of that would be a movement of its own.
  const end = after[next - 1] + share * (after[next] - after[next - 1]) - line;
  follower.contentWindow.scrollTo({ top: end, behavior: 'instant' });
};

// A frame that was moved by the other one does not move that back.
let moved = null;
const together = () => {
  frames.forEach((frame, index) => {
    frame.contentWindow.addEventListener('scroll', () => {
      if (moved === frame) moved = null;
      else {
        const other = frames[1 - index];
        const was = other.contentDocument.scrollingElement.scrollTop;
        follow(frame, other);
        if (other.contentDocument.scrollingElement.scrollTop !== was) moved = other;
      }
    });
  });
};

const isLoaded = ({ contentDocument: page }) => page?.readyState === 'complete' && page.URL !== 'about:blank';

const prepare = (frame) => {
  const page = frame.contentDocument;
  const base = page.createElement('base');
  base.target = '_blank';
  const sheet = page.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = around.dataset.sheet;
  page.head.append(base, sheet);
  page.querySelectorAll('details').forEach((details) => {
    details.open = true;
  });
  if (frame.id === 'translation-target') mark(page);
};

const loading = frames.map(
  (frame) => isLoaded(frame) || new Promise((resolve) => frame.addEventListener('load', resolve, { once: true })),
);
await Promise.all(loading);
frames.forEach(prepare);
together();
around.dataset.translationReady = '';
