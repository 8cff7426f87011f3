// A text in its frame: as high as it is and, where there are switches, at the width of a phone or of a desktop.
(() => {
  // In CSS pixels; what is wider than the page has room for is drawn smaller.
  const WIDTHS = { phone: 390, desktop: 976 };

  // Below this room, a page as wide as on a desktop would be too small to read.
  const READABLE = 680;

  const frame = () => document.getElementById('review-text');
  const switches = () => document.querySelectorAll('[data-review-width]');

  let width = frame()?.parentElement.clientWidth < READABLE ? 'phone' : 'desktop';

  const fit = () => {
    const { style, parentElement: around, contentDocument: page } = frame();
    const room = around.clientWidth;
    let scale = 1;
    if (switches().length) {
      const wanted = width === 'phone' ? Math.min(WIDTHS.phone, room) : Math.max(WIDTHS.desktop, room);
      scale = Math.min(1, room / wanted);
      style.inlineSize = `${wanted}px`;
    }
    style.transformOrigin = document.dir === 'rtl' ? 'top right' : 'top left';
    style.transform = scale < 1 ? `scale(${scale})` : '';
    if (!page?.documentElement) return;
    style.blockSize = `${page.documentElement.scrollHeight}px`;
    around.style.blockSize = `${Math.ceil(page.documentElement.scrollHeight * scale)}px`;
  };

  const show = (wanted) => {
    width = wanted;
    switches().forEach((button) => {
      button.setAttribute('aria-pressed', String(button.dataset.reviewWidth === width));
    });
    // Pages are at least as high as their frame, so it begins low.
    frame().style.blockSize = '0';
    fit();
  };

  const loaded = () => {
    const page = frame().contentDocument;
    if (!page?.body || page.URL === 'about:blank') return;
    // A link opens a tab of its own: what stands here stays the text that the page is about.
    const base = page.createElement('base');
    base.target = '_blank';
    page.head.append(base);
    // What is signed may not be folded away.
    page.querySelectorAll('details').forEach((details) => {
      details.open = true;
    });
    new ResizeObserver(fit).observe(page.body);
    show(width);
    document.dispatchEvent(new CustomEvent('review:text', { detail: page }));
  };

  const start = () => {
    if (!frame()) return;
    frame().addEventListener('load', loaded);
    show(width);
    loaded();
  };

  document.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-review-width]');
    if (button) show(button.dataset.reviewWidth);
  });
  window.addEventListener('resize', () => frame() && fit());
  document.addEventListener('review:renewed', start);
  start();
})();
