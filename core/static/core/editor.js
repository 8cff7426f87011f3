// No words of a draft go unsaved. Wagtail saves what differs from the form as it was when it last took note of it: some
// seconds after the form came, and whenever a save is answered. What is typed just before would count as saved, and
// whoever leaves would not be warned.
(() => {
  const typed = new WeakSet();
  const note = ({ target, isTrusted }) => {
    const form = target.closest('form');
    if (form && isTrusted) typed.add(form);
  };
  // Where text is formatted, only the first of the two happens.
  document.addEventListener('beforeinput', note);
  document.addEventListener('input', note);
  document.addEventListener('w-autosave:save', ({ target: form }) => typed.delete(form));
  document.addEventListener('w-unsaved:watch-edits', ({ target: form }) => {
    if (!typed.has(form)) return;
    window.wagtail.app.getControllerForElementAndIdentifier(form, 'w-unsaved').initialFormData = 'what was there before';
  });
})();
