// The findings of the checks in the editor's side panel: fetched when the editor opens and after each save.
(() => {
  const panel = document.querySelector('[data-review-findings]');
  if (!panel) return;
  const results = panel.querySelector('[data-review-results]');
  const toggle = document.querySelector('[data-side-panel-toggle="checks"]');
  const theirs = toggle?.querySelector('[data-side-panel-toggle-counter]');
  let pk = panel.dataset.pk;
  let request = null;

  // One number on the button: findings and open comments, and what Wagtail found in the preview.
  const badge = theirs?.cloneNode();
  const name = toggle?.ariaLabel;
  const count = () => {
    const open = document.querySelectorAll('[data-review-thread][data-review-open]').length;
    const total = Number(results.firstElementChild.dataset.reviewCount ?? 0) + Number(theirs.textContent) + open;
    badge.textContent = total;
    badge.hidden = total === 0;
    // A name of its own hides the number from whoever only hears it.
    toggle.ariaLabel = total === 0 ? name : `${name} ${total}`;
  };
  if (badge) {
    delete badge.dataset.sidePanelToggleCounter;
    theirs.classList.add('review-counted');
    theirs.after(badge);
    new MutationObserver(count).observe(theirs, { childList: true });
  }

  const show = (html) => {
    if (results.innerHTML === html) return;
    const focused = document.activeElement?.closest('[data-review-finding]')?.dataset.reviewFinding;
    results.innerHTML = html;
    if (focused) results.querySelector(`[data-review-finding="${focused}"] button`)?.focus();
    if (badge) count();
  };

  const load = async () => {
    if (!pk) return;
    request?.abort();
    request = new AbortController();
    panel.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(panel.dataset.reviewFindings.replace(/0\/$/, `${pk}/`), { signal: request.signal });
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.text());
    } catch (error) {
      if (error.name === 'AbortError') return;
      const note = document.createElement('p');
      note.textContent = panel.dataset.failed;
      results.replaceChildren(note);
    }
    panel.removeAttribute('aria-busy');
    // The panel on the public edition is drawn anew with each save.
    const told = document.querySelector('[data-review-found]');
    const summary = results.querySelector('[data-review-summary]');
    if (told && summary) told.textContent = summary.dataset.reviewSummary;
  };

  // A place is a path of fields, blocks and positions in lists; the deepest part that the form shows is taken.
  const item = (scope, position) => {
    const children = [...scope.querySelectorAll('[data-streamfield-child]')];
    const kept = children.filter((child) => child.querySelector(':scope > input[name$="-deleted"]')?.value !== '1');
    return kept[position];
  };
  const find = (place) => {
    let found = document.querySelector('[data-edit-form]');
    for (const step of place.replace(/^meta\//, '').split('/')) {
      const path = `[data-contentpath="${CSS.escape(step)}"]`;
      const next = found.querySelector(path) ?? (/^\d+$/.test(step) ? item(found, step) : null);
      if (!next) break;
      found = next;
    }
    return found;
  };

  const reveal = (element) => {
    const tab = element.closest('[role="tabpanel"]');
    if (tab?.hidden) document.querySelector(`[role="tab"][aria-controls="${tab.id}"]`)?.click();
    for (let section = element; section; section = section.parentElement.closest('[data-panel]')) {
      section.querySelector(':scope > * > [data-panel-toggle][aria-expanded="false"]')?.click();
    }
  };

  const jump = (place) => {
    // On a phone the side panel lies over the form.
    if (window.matchMedia('(max-width: 50rem)').matches) document.querySelector('[data-form-side-close-button]')?.click();
    const element = find(place);
    reveal(element);
    const field = element.querySelector('[contenteditable="true"], input:not([type="hidden"]), textarea, select');
    (field ?? element.querySelector('button'))?.focus({ preventScroll: true });
    (field ?? element).scrollIntoView({ block: 'center' });
  };

  document.addEventListener('review:said', () => badge && count());
  document.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-review-jump]');
    if (button) jump(button.dataset.reviewJump);
  });
  document.addEventListener('w-autosave:success', ({ detail }) => {
    pk = detail.data.pk ?? pk;
    load();
  });
  load();
})();
