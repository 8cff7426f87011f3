// What is known of each segment, beside it in wagtail-localize's editor. React draws the segments; what is added here
// hangs at the end of each, where React neither looks nor clears, and typing is left to React.
const editor = document.querySelector('.js-translation-editor');
const around = document.querySelector('.translation-editor');
const template = around.querySelector('[data-translation-words]');
const told = template.dataset;
const findings = document.getElementById('translation-findings');
const form = around.querySelector('[data-translation-actions]');

// The elements of segments by id, and the HTML of what was last told at each.
const elements = new Map();
const shown = new Map();
let isChecked = false;
let asked = 0;
let answered = 0;
let timer = null;
let last = null;

const say = (words) => {
  around.querySelector('[data-translation-message]').textContent = words;
};

// Segments ------------------------------------------------------------------------------------------------------------

// React draws them by tab, and within a tab by field and block in the order in which these come up first.
const inOrder = () => {
  const { tabs, segments } = JSON.parse(editor.dataset.props);
  return tabs.flatMap(({ slug }) => {
    const groups = new Map();
    segments
      .filter(({ location }) => location.tab === slug)
      .forEach((segment) => {
        const key = `${segment.location.field}/${segment.location.blockId}`;
        groups.set(key, [...(groups.get(key) ?? []), segment]);
      });
    return [...groups.values()].flat();
  });
};

const beside = (element) => element.querySelector(':scope > .translation-beside');
const fieldOf = (element) => element.querySelector(':scope > div > textarea');
const buttonsOf = (element) => [...element.querySelectorAll(':scope > ul button')];
const isSaving = (element) => Boolean(element.querySelector(':scope > ul .icon-spinner'));
const segmentAt = (node) => node.closest('[data-translation-segment]');

const decorate = (element, segment) => {
  const [source, value] = [element.querySelector(':scope > p'), element.querySelector(':scope > div')];
  element.id = `segment-${segment.id}`;
  element.dataset.translationSegment = segment.id;
  source.id = `segment-${segment.id}-source`;
  source.lang = around.dataset.sourceLanguage;
  value.lang = around.dataset.targetLanguage;
  source.dir = value.dir = 'auto';
  const box = document.createElement('div');
  box.className = 'translation-beside';
  const similar = document.createElement('div');
  similar.id = `segment-${segment.id}-similar`;
  similar.className = 'translation-similar';
  const ask = template.content.firstElementChild.cloneNode(true);
  ask.setAttribute('aria-controls', similar.id);
  ask.setAttribute('aria-describedby', source.id);
  const notes = document.createElement('div');
  notes.className = 'translation-known';
  const comments = document.createElement('div');
  comments.className = 'review';
  box.append(notes, comments, ask, similar);
  element.append(box);
  elements.set(String(segment.id), element);
  name(element);
};

// React's fields have no name, and its buttons are all called the same: the words that they are about tell them apart.
const name = (element) => {
  const source = `${element.id}-source`;
  fieldOf(element)?.setAttribute('aria-labelledby', source);
  buttonsOf(element).forEach((button) => button.setAttribute('aria-describedby', source));
};

// The field of a segment, opened if need be; nothing where the text is locked.
const open = (element) => {
  if (!fieldOf(element)) {
    buttonsOf(element).at(-1)?.click();
    const field = fieldOf(element);
    field?.setSelectionRange(field.value.length, field.value.length);
  }
  return fieldOf(element);
};

const put = (element, words, all) => {
  const field = open(element);
  if (!field) return;
  field.focus();
  if (all) field.select();
  // The one way to change a field that its own undo knows of, and React too.
  document.execCommand('insertText', false, words);
  say(`${told.inserted} ${words}`);
};

const jump = (id) => {
  const element = document.getElementById(id);
  if (!element) return;
  const tab = element.closest('section[hidden]');
  if (tab) document.getElementById(tab.id.replace(/^tab-/, 'tab-label-')).click();
  element.scrollIntoView({ block: 'center' });
  (fieldOf(element) ?? buttonsOf(element).at(-1))?.focus({ preventScroll: true });
};

// What React has just drawn anew.
const touched = (element) => {
  name(element);
  const wasSaving = element.dataset.translationSaving;
  if (isSaving(element)) element.dataset.translationSaving = '1';
  else delete element.dataset.translationSaving;
  if (wasSaving && !isSaving(element)) refresh();
  // The field or the button that had the focus is gone.
  if (element === last && document.activeElement === document.body && !fieldOf(element)) {
    buttonsOf(element).at(-1)?.focus({ preventScroll: true });
  }
};

// Notes ---------------------------------------------------------------------------------------------------------------

const highlight = () => {
  if (!window.Highlight) return;
  const ranges = [];
  editor.querySelectorAll('[data-translation-term]').forEach((term) => {
    const text = document.getElementById(`${segmentAt(term).id}-source`).firstChild;
    const [all, wanted] = [text.data.toLowerCase(), term.dataset.translationTerm.toLowerCase()];
    for (let start = all.indexOf(wanted); wanted && start >= 0; start = all.indexOf(wanted, start + wanted.length)) {
      const range = document.createRange();
      range.setStart(text, start);
      range.setEnd(text, start + wanted.length);
      ranges.push(range);
    }
  });
  CSS.highlights.set('translation-term', new Highlight(...ranges));
};

const show = ({ notes, findings: list }) => {
  elements.forEach((element, id) => {
    const [html, box] = [notes[id] ?? '', beside(element).querySelector('.translation-known')];
    if (shown.get(id) === html || box.contains(document.activeElement)) return;
    shown.set(id, html);
    box.innerHTML = html;
  });
  if (list !== undefined) {
    const box = findings.querySelector('[data-translation-findings]');
    findings.hidden = false;
    if (!box.contains(document.activeElement)) box.innerHTML = list;
  }
  highlight();
};

// Whether it could be loaded; an answer that comes after that to a later question is not shown.
const load = async () => {
  asked += 1;
  const mine = asked;
  try {
    const answer = await fetch(around.dataset.translationNotes + (isChecked ? '?check=1' : ''));
    if (!answer.ok) throw new Error(answer.status);
    const known = await answer.json();
    if (mine > answered) show(known);
    answered = Math.max(mine, answered);
    return true;
  } catch {
    say(isChecked ? told.unchecked : told.unknown);
    return false;
  }
};

const refresh = () => {
  clearTimeout(timer);
  timer = setTimeout(load, 500);
};

const similar = async (button) => {
  const element = segmentAt(button);
  const box = beside(element).querySelector('.translation-similar');
  const isOpen = button.getAttribute('aria-expanded') === 'true';
  button.setAttribute('aria-expanded', String(!isOpen));
  box.hidden = isOpen;
  if (isOpen) return;
  try {
    const id = element.dataset.translationSegment;
    const answer = await fetch(around.dataset.translationSimilar.replace(/0\/$/, `${id}/`));
    if (!answer.ok) throw new Error(answer.status);
    box.innerHTML = await answer.text();
    say(box.textContent.replace(/\s+/g, ' ').trim());
  } catch {
    button.setAttribute('aria-expanded', 'false');
    say(told.unfound);
  }
};

// Actions -------------------------------------------------------------------------------------------------------------

const busy = () => [...elements.values()].some(isSaving);
const opened = () => [...elements.values()].filter(fieldOf);

// Save what is being typed, and wait for it; whether everything is saved.
const settle = async () => {
  const typed = opened();
  typed.forEach((element) => buttonsOf(element)[1].click());
  await new Promise((resolve) => {
    const done = () => {
      if (busy()) return;
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(done);
    observer.observe(editor, { childList: true, subtree: true });
    done();
  });
  const failed = typed.find((element) => element.textContent.includes(window.django.gettext('Server error')));
  if (failed) {
    say(told.failed);
    jump(failed.id);
  }
  return !failed;
};

const check = async () => {
  if (!(await settle())) return;
  isChecked = true;
  // Whoever has begun to type meanwhile is left there.
  if (!(await load()) || editor.contains(document.activeElement)) return;
  findings.scrollIntoView({ block: 'start' });
  findings.focus({ preventScroll: true });
};

let isSettled = false;
form.addEventListener('submit', async (event) => {
  if (isSettled || (!opened().length && !busy())) return;
  event.preventDefault();
  isSettled = await settle();
  if (isSettled) form.requestSubmit(event.submitter);
});

document.addEventListener('click', (event) => {
  const { target } = event;
  const button = target.closest('button');
  const link = target.closest('[data-translation-jump]');
  if (link) {
    event.preventDefault();
    jump(link.hash.slice(1));
  } else if (button?.matches('[data-translation-insert]')) put(segmentAt(button), button.dataset.translationInsert);
  else if (button?.matches('[data-translation-use]')) put(segmentAt(button), button.dataset.translationUse, true);
  else if (button?.matches('[data-translation-ask]')) similar(button);
  else if (button?.matches('[data-translation-check]')) check();
});

// Enter saves a segment (React); with Ctrl or Cmd the next one that is not translated opens.
editor.addEventListener('keydown', ({ key, ctrlKey, metaKey, target }) => {
  if (key !== 'Enter' || !(ctrlKey || metaKey) || !target.matches('textarea')) return;
  const all = [...elements.values()];
  const rest = all.slice(all.indexOf(segmentAt(target)) + 1);
  setTimeout(() => {
    const next = rest.find((element) => element.matches('.incomplete'));
    if (!next) return;
    jump(next.id);
    open(next)?.focus();
  });
});

editor.addEventListener('focusin', ({ target }) => {
  last = segmentAt(target);
});

const start = () => {
  const drawn = [...editor.querySelectorAll('h3 + ul > li')];
  const segments = inOrder();
  if (drawn.length !== segments.length) {
    say(told.unknown);
    return;
  }
  segments.forEach((segment, index) => segment.type === 'string' && decorate(drawn[index], segment));
  // What a button opens that has a name.
  editor.querySelectorAll('input[type=file]').forEach((input) => {
    input.ariaLabel = input.closest('form').previousElementSibling.textContent;
  });
  const comments = around.querySelector('[data-translation-comments]');
  around.querySelectorAll('[data-translation-at]').forEach((thread) => {
    const element = elements.get(thread.dataset.translationAt);
    if (element) beside(element).querySelector('.review').append(thread);
  });
  if (comments && !comments.querySelector('[data-review-thread]')) comments.hidden = true;
  new MutationObserver((changes) => {
    new Set(changes.map(({ target }) => segmentAt(target))).forEach((element) => element && touched(element));
  }).observe(editor, { childList: true, subtree: true });
  if (window.location.hash === '#check') check();
  else {
    jump(window.location.hash.slice(1));
    load();
  }
};

// React draws when the document is ready, asked before this script is.
document.addEventListener('DOMContentLoaded', start);
