// Reading on the review page: the way from change to change, and what stands beside the passages of the text.
(() => {
  const READING = ['review-changes', 'review-reading'];
  const byId = (id) => document.getElementById(id);
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const say = (words) => document.dispatchEvent(new CustomEvent('review:say', { detail: words }));

  let current = -1;

  const frame = () => byId('review-text');
  // The page in the frame; nothing while it loads. It runs no scripts of its own.
  const text = () => {
    const page = frame()?.contentDocument;
    return page?.body && page.URL !== 'about:blank' ? page : null;
  };

  // Passages ---------------------------------------------------------------------------------------------------------

  const anchors = () => [...(text()?.querySelectorAll('[data-passage]') ?? [])];

  // Where a place begins; a block or field begins with its first passage.
  const anchorOf = (place) => {
    const found = anchors();
    const block = place.split('/').slice(0, 2).join('/');
    return (
      found.find((anchor) => anchor.dataset.passage === place) ??
      found.find((anchor) => place && `${anchor.dataset.passage}/`.startsWith(`${block}/`))
    );
  };

  const blockOf = (anchor) => (anchor.matches('img') ? anchor : anchor.parentElement);

  const placeAt = (node, offset) => {
    const before = anchors().filter((anchor) => {
      const range = anchor.ownerDocument.createRange();
      range.setStartBefore(anchor);
      return range.comparePoint(node, offset) > 0;
    });
    return before.at(-1)?.dataset.passage ?? '';
  };

  // Marks are no words of the text, nor is what it said before, nor the numbers of citations.
  const NO_WORDS = '.rv-said, .rv-note, .rv-gone, .cite, .review-flag';

  const wordsOf = (range) => {
    const copy = range.cloneContents();
    copy.querySelectorAll(NO_WORDS).forEach((element) => element.remove());
    return copy.textContent.replace(/\s+/g, ' ').trim();
  };

  // The range of some words from an anchor on, whatever white space and markup stand between them.
  const rangeOf = (anchor, quote) => {
    // Long ones were cut.
    const wanted = quote.replace(/\s+|…$/g, '');
    if (!wanted) return null;
    const page = anchor.ownerDocument;
    const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
      node.nodeType === Node.ELEMENT_NODE && node.matches(NO_WORDS)
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_ACCEPT,
    );
    walker.currentNode = anchor;
    const points = [];
    let squeezed = '';
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.ELEMENT_NODE) {
        if (node.dataset.passage) break;
      } else {
        [...node.data].forEach((character, index) => {
          if (/\s/.test(character)) return;
          points.push([node, index]);
          squeezed += character;
        });
      }
    }
    const start = squeezed.indexOf(wanted);
    if (start < 0) return null;
    const range = page.createRange();
    range.setStart(...points[start]);
    const [last, index] = points[start + wanted.length - 1];
    range.setEnd(last, index + 1);
    return range;
  };

  const highlight = (name, ranges) => {
    const window = frame().contentWindow;
    if (window.Highlight) window.CSS.highlights.set(name, new window.Highlight(...ranges));
  };

  const here = (element) => {
    text().querySelectorAll('.review-here').forEach((other) => other.classList.remove('review-here'));
    element.classList.add('review-here');
    element.scrollIntoView({ block: 'center' });
  };

  const showPlace = (place, quote) => {
    const anchor = anchorOf(place);
    if (!anchor) return;
    const range = rangeOf(anchor, quote);
    highlight('review-here', range ? [range] : []);
    here(range?.startContainer.parentElement ?? blockOf(anchor));
  };

  const focusNote = (note) => {
    note.scrollIntoView({ block: 'nearest' });
    note.focus({ preventScroll: true });
  };

  // A flag at every passage with something open beside it, and its words underlined.
  const flag = () => {
    text().querySelectorAll('.review-flag').forEach((element) => element.remove());
    const ranges = [];
    each('[data-review-note][data-review-open]', (note) => {
      const anchor = anchorOf(note.dataset.reviewNote);
      if (!anchor) return;
      const count = note.querySelectorAll('[data-review-finding], [data-review-thread][data-review-open]').length;
      const button = text().createElement('button');
      button.type = 'button';
      button.className = 'review-flag';
      button.textContent = count;
      button.setAttribute('aria-label', `${byId('review-margin-heading').textContent.trim()}: ${count}`);
      button.addEventListener('click', () => focusNote(note));
      anchor.before(button);
      note.querySelectorAll('[data-review-quote]').forEach((part) => {
        const range = rangeOf(anchor, part.dataset.reviewQuote);
        if (range) ranges.push(range);
      });
    });
    highlight('review-noted', ranges);
  };

  // A new comment ----------------------------------------------------------------------------------------------------

  const selected = () => {
    const selection = frame()?.contentWindow?.getSelection();
    return selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  };

  const comment = () => {
    const form = byId('review-say');
    const range = selected();
    const chosen = form.querySelector('.review-chosen');
    form.elements.quote.value = range ? wordsOf(range) : '';
    if (range) form.elements.place.value = placeAt(range.startContainer, range.startOffset);
    chosen.textContent = form.elements.quote.value;
    chosen.hidden = !range;
    form.querySelector('details').open = true;
    form.scrollIntoView({ block: 'nearest' });
    form.elements.body.focus();
  };

  const offer = () => {
    const button = document.querySelector('.review-chosen-here');
    const range = selected();
    button.hidden = !range;
    if (range) {
      const scale = frame().getBoundingClientRect().width / frame().offsetWidth;
      button.style.insetBlockStart = `${range.getBoundingClientRect().bottom * scale + 8}px`;
      button.style.insetInlineStart = `${frame().offsetLeft + 8}px`;
    }
  };

  // Changes ----------------------------------------------------------------------------------------------------------

  const changes = () => [...(text()?.querySelectorAll('[data-change][id]') ?? [])];

  const count = () => {
    const { length } = changes();
    each('[data-review-count]', (output) => {
      const { reviewCount, reviewAll } = output.dataset;
      const told = current < 0 ? reviewAll : reviewCount.replace('{n}', current + 1);
      output.textContent = told.replace('{all}', length);
    });
    each('[data-review-steps]', (steps) => {
      steps.hidden = !length;
    });
  };

  const go = (index) => {
    const found = changes();
    if (!found.length) return;
    current = (index + found.length) % found.length;
    found.forEach((element) => element.classList.remove('rv-current'));
    found[current].classList.add('rv-current');
    found[current].scrollIntoView({ block: 'center' });
    count();
    const difference = document.querySelector(`[data-review-change="${found[current].dataset.change}"]`);
    say(`${document.querySelector('[data-review-count]').textContent.trim()}. ${difference?.closest('li').textContent ?? ''}`);
  };

  // The page ---------------------------------------------------------------------------------------------------------

  const loaded = (page) => {
    const sheet = page.createElement('link');
    sheet.rel = 'stylesheet';
    sheet.href = byId('review-reading').dataset.sheet;
    page.head.append(sheet);
    page.addEventListener('selectionchange', offer);
    page.addEventListener('keydown', pass);
    current = -1;
    count();
    flag();
  };

  // Keys do the same in the frame as around it.
  const pass = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
    if (!JSON.parse(byId('wagtail-config').textContent).KEYBOARD_SHORTCUTS_ENABLED) return;
    const control = document.querySelector(`[data-w-kbd-key-value="${CSS.escape(event.key)}"]`);
    if (!control) return;
    event.preventDefault();
    if (control.dataset.wKbdActionValue === 'focus') control.focus();
    else control.click();
  };

  // Put parts of the page anew as the server has them now; what is being written elsewhere on it stays.
  const renew = async (address, ids, focus) => {
    const answer = await fetch(address);
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    ids.forEach((id) => byId(id).replaceWith(document.adoptNode(fresh.getElementById(id))));
    start();
    if (ids.includes('review-reading')) document.dispatchEvent(new CustomEvent('review:renewed'));
    else flag();
    document.querySelector(focus)?.focus();
  };

  const start = () => {
    each('[data-review-script]', (element) => {
      element.hidden = false;
    });
  };

  const onClick = (event) => {
    const control = event.target.closest('button, a');
    if (!control) return;
    const { reviewStep, reviewChange, reviewShow } = control.dataset;
    if (reviewStep) go(current + Number(reviewStep));
    else if (control.matches('[data-review-say], .review-chosen-here')) comment();
    else if (reviewChange && text()) {
      const index = changes().findIndex((element) => element.dataset.change === reviewChange);
      if (index >= 0) {
        event.preventDefault();
        go(index);
      }
    } else if (reviewShow !== undefined && text()) {
      const part = control.closest('[data-review-note], [data-review-quote]');
      event.preventDefault();
      showPlace(reviewShow, (part.dataset.reviewQuote ?? part.querySelector('[data-review-quote]')?.dataset.reviewQuote) || '');
    }
  };

  const onSubmit = async (event) => {
    if (!event.target.matches('[data-review-since]')) return;
    event.preventDefault();
    const address = new URL(window.location);
    address.searchParams.set('since', event.submitter.value);
    address.hash = '';
    window.history.replaceState(null, '', address);
    await renew(address, READING, `[name=since][value="${event.submitter.value}"]`);
  };

  document.addEventListener('click', onClick);
  document.addEventListener('submit', onSubmit);
  document.addEventListener('review:text', ({ detail }) => loaded(detail));
  document.addEventListener('review:said', ({ detail }) => {
    if (detail.html) flag();
    else renew(window.location, ['review-margin'], `#comment-${detail.comment}`);
  });
  start();
})();
