// The words of the page in the other language, without loading anything.
function speak(lang) {
  state.lang = lang;
  document.documentElement.lang = lang === 'zh' ? 'zh-Hans' : 'en';
  for (const node of $$('[data-t]')) node.textContent = t(node.dataset.t);
  for (const node of $$('[data-l]')) node.setAttribute('aria-label', t(node.dataset.l));
  for (const node of $$('[data-p]')) node.placeholder = t(node.dataset.p);
  for (const node of $$('[data-kind]')) node.textContent = kindName(node.dataset.kind);
  $('.language').lang = lang === 'zh' ? 'en' : 'zh-Hans';
  for (const node of $$('.icon')) node.title = node.getAttribute('aria-label');
}
