// A passkey in the place of the password: the server asks, the passkey answers, and the answer goes with the form.
(() => {
  const around = document.querySelector('[data-review-passkey]');
  if (!around || !window.PublicKeyCredential) return;
  const form = around.closest('form');
  const button = around.querySelector('button');
  const say = (what) => {
    around.querySelector('[role="status"]').textContent = around.querySelector(`[data-${what}]`).content.textContent;
  };

  around.hidden = false;
  button.addEventListener('click', async () => {
    try {
      const asked = await fetch(around.dataset.reviewPasskey, {
        method: 'POST',
        headers: { 'X-CSRFToken': form.elements.csrfmiddlewaretoken.value, 'X-Requested-With': 'XMLHttpRequest' },
      });
      if (!asked.ok) throw new Error(asked.statusText);
      const answer = await window.webauthnJSON.get(await asked.json());
      form.elements.passkey.value = JSON.stringify(answer);
      button.disabled = true;
      say('done');
    } catch {
      say('failed');
    }
  });
})();
