// The text on the review page: as high as it is, at the width of a phone or of a desktop.
(() => {
  const frame = document.getElementById('review-text');
  if (!frame) return;
  const switches = document.querySelectorAll('[data-review-width]');

  const fit = () => {
    const page = frame.contentDocument?.documentElement;
    if (page) frame.style.height = `${page.scrollHeight}px`;
  };

  const show = (width) => {
    frame.dataset.width = width;
    switches.forEach((button) => {
      button.setAttribute('aria-pressed', String(button.dataset.reviewWidth === width));
    });
    frame.style.height = '';
    fit();
  };

  const loaded = () => {
    const page = frame.contentDocument;
    if (!page?.body || page.URL === 'about:blank') return;
    // A link opens a tab of its own: what stands here stays the text to be signed.
    const base = page.createElement('base');
    base.target = '_blank';
    page.head.append(base);
    new ResizeObserver(fit).observe(page.body);
    fit();
  };

  switches.forEach((button) => {
    button.addEventListener('click', () => show(button.dataset.reviewWidth));
  });
  document.querySelectorAll('.review-widths').forEach((group) => {
    group.hidden = false;
  });
  frame.addEventListener('load', loaded);
  if (frame.contentDocument?.readyState === 'complete') loaded();
  show(window.matchMedia('(max-width: 50rem)').matches ? 'phone' : 'desktop');
})();
