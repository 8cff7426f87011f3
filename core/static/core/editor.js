// No words of a draft go unsaved. Wagtail saves what differs from the form as it was when it last took note of it: some
// seconds after the form came, and whenever a save is answered. What somebody did just before would count as saved, and
// nobody who leaves would be warned. So what counts as saved is the form before the first key, and then what was sent.
(() => {
  const watched = (form) => window.wagtail?.app?.getControllerForElementAndIdentifier(form, 'w-unsaved');
  const saved = new WeakMap();

  const begin = ({ target, type }) => {
    const form = target.closest?.('form');
    if (!form || saved.has(form)) return;
    const unsaved = watched(form);
    if (unsaved) saved.set(form, unsaved.formData);
    // Typed even before Wagtail's scripts had come.
    else if (type === 'beforeinput') saved.set(form, 'as it came');
  };
  ['beforeinput', 'keydown', 'paste', 'drop'].forEach((type) => document.addEventListener(type, begin, true));

  document.addEventListener('w-autosave:save', ({ target: form }) => saved.set(form, watched(form).formData));
  document.addEventListener('w-unsaved:watch-edits', ({ target: form, detail }) => {
    if (!saved.has(form) || saved.get(form) === detail.initialFormData) return;
    const unsaved = watched(form);
    unsaved.initialFormData = saved.get(form);
    // Wagtail, which is in the middle of forgetting them, then knows of edits at once.
    queueMicrotask(() => {
      unsaved.hasEditsValue = true;
    });
  });
})();
