// Comments are added, answered and resolved without leaving the page; without this script their forms are simply sent.
(() => {
  const live = document.createElement('div');
  live.className = 'w-sr-only';
  live.setAttribute('aria-live', 'polite');
  document.body.append(live);
  document.addEventListener('review:say', ({ detail }) => {
    live.textContent = detail;
  });

  const send = async (form, button) => {
    const answer = await fetch(button?.getAttribute('formaction') ?? form.action, {
      method: 'POST',
      body: new FormData(form),
      headers: { Accept: 'application/json' },
    });
    return { done: answer.ok, ...(await answer.json()) };
  };

  const put = (said) => {
    const thread = document.getElementById(`comment-${said.comment}`);
    if (thread && said.html) {
      thread.outerHTML = said.html;
      document.getElementById(thread.id).focus();
    }
    document.dispatchEvent(new CustomEvent('review:said', { detail: said }));
  };

  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (!form.matches('[data-review-comment]')) return;
    event.preventDefault();
    if (form.ariaBusy === 'true') return;
    form.ariaBusy = 'true';
    const said = await send(form, event.submitter).catch(() => ({ message: form.dataset.reviewFailed }));
    form.ariaBusy = 'false';
    form.querySelector('.review-error').textContent = said.done ? '' : said.message;
    if (!said.done) return;
    document.dispatchEvent(new CustomEvent('review:say', { detail: said.message }));
    put(said);
  });
})();
