// What every other script stands on: elements, words, the state of the page.
const page = JSON.parse(document.getElementById('page').textContent);
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const SVG = 'http://www.w3.org/2000/svg';

const state = {
  paper: page.notices === 1 ? 0 : -1,
  view: page.notices === 1 ? 'read' : 'index',
  lang: page.lang,
  off: new Set(page.kinds.filter((kind) => !kind.marked).map((kind) => kind.letter)),
  body: '',
  role: '',
  only: '',
  picked: null,
  letters: true,
};

// An element with attributes, listeners (onclick: a function) and children; words stay words.
function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const language = () => page.languages[state.lang];
const t = (key, values = {}) =>
  (language().words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
const columnName = (name) => language().columns[name] ?? name;
const kindName = (letter) => language().kinds[letter];
const number = (value) => value.toLocaleString('en-US');

// A value as a person reads it; those of closed lists in the language of the page.
function valueText(value) {
  if (Array.isArray(value)) return value.map((item) => valueText(item)).join('；');
  if (value === null) return '';
  return language().values[String(value)] ?? String(value);
}

// A date as offices write it.
function dateText(value) {
  if (state.lang !== 'zh' || !/^\d{4}(-\d\d){0,2}$/.test(value)) return value;
  return value.split('-').map((digits, at) => Number(digits) + '年月日'[at]).join('');
}

// A place in the source; planparse names places in English.
const PLACES = [[/\bline (\d+)/, '第 $1 行'], [/\bp\. ?(\d+)/, '第 $1 页'], [/\bparagraph (\d+)/, '第 $1 段'],
  [/\btable (\d+)/, '表 $1'], [/\brow (\d+)/, '第 $1 行'], [/\bcell (\d+)/, '第 $1 格'], [/\bnote (\d+)/, '注 $1'],
  [/\btext box (\d+)/, '文本框 $1']];
const placeText = (place) =>
  (state.lang === 'zh' ? PLACES.reduce((text, [from, to]) => text.replace(from, to), place) : place);

function say(message) {
  const status = $('.status');
  status.textContent = message;
  status.classList.add('on');
  clearTimeout(say.timer);
  say.timer = setTimeout(() => status.classList.remove('on'), 1600);
}

async function copy(text) {
  try {
    if (!navigator.clipboard) throw new Error();
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el('textarea', { class: 'away', 'aria-hidden': 'true' });
    const before = document.activeElement;
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    before?.focus({ preventScroll: true });
    if (!done) return say(t('not_copied'));
  }
  say(t('copied'));
}

const unfinished = new Set();

// What is to be printed is there as a whole.
function finishViews() {
  for (const piece of unfinished) {
    if (piece.container.closest('.view:not([hidden])')) piece.finish();
    if (!piece.container.isConnected) unfinished.delete(piece);
  }
}

// Appends rows as one scrolls to them, so that ten thousand cost no more than a hundred.
function inPieces(container, items, make, size = 120, tag = 'div', alone = true) {
  let at = 0;
  const button = el('button', { class: 'more', type: 'button', onclick: () => add(true) });
  const holder = el(tag, { class: 'more-row' }, tag === 'tr' ? el('td', { colspan: 99 }, button) : button);
  const watcher = new IntersectionObserver((seen) => {
    if (seen.some((entry) => entry.isIntersecting)) add(false);
  }, { rootMargin: '400px' });
  unfinished.add({ container, finish: () => { while (at < items.length) add(false); } });
  function add(moved) {
    const piece = items.slice(at, at + size).map((item, n) => make(item, at + n));
    at += piece.length;
    holder.before(...piece);
    if (moved) $('a,button', piece[0])?.focus();
    if (at >= items.length) {
      watcher.disconnect();
      holder.remove();
    } else {
      button.textContent = t('more', { n: number(Math.min(size, items.length - at)) });
    }
  }
  container.append(holder);
  if (alone) watcher.observe(holder);
  add(false);
}
