// Between places in the text and places in the page.
const PUNCTUATION = /[\uff01-\uff5e]/g;
const fold = (text) =>
  text.replace(PUNCTUATION, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).toLowerCase();

// The blocks of a notice, each with where its words begin in the notice's text.
function blocksOf(paper) {
  if (!paper.blocks) {
    paper.blocks = $$('[data-s]', paper.root).map((node) => {
      const text = node.textContent;
      return { node, start: Number(node.dataset.s), text };
    });
    paper.blocks.sort((a, b) => a.start - b.start);
  }
  return paper.blocks;
}

function blockIndex(paper, at) {
  const blocks = blocksOf(paper);
  let low = 0, high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle].start <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

// The words of a span; between blocks a line end.
function wordsAt(paper, start, end) {
  const blocks = blocksOf(paper);
  const pieces = [];
  for (let i = Math.max(blockIndex(paper, start), 0); i < blocks.length && blocks[i].start < end; i++) {
    const { start: at, text } = blocks[i];
    const piece = text.slice(Math.max(start - at, 0), end - at);
    if (piece) pieces.push(piece);
  }
  return pieces.join('\n');
}

// The ranges of a span, one for each block that it reaches into.
function rangesAt(paper, start, end) {
  const blocks = blocksOf(paper);
  const ranges = [];
  for (let i = Math.max(blockIndex(paper, start), 0); i < blocks.length && blocks[i].start < end; i++) {
    const { node, start: at, text } = blocks[i];
    const from = Math.max(start - at, 0), to = Math.min(end - at, text.length);
    if (from < to) ranges.push(rangeIn(node, from, to));
  }
  return ranges;
}

function rangeIn(node, from, to) {
  const range = document.createRange();
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  let at = 0, begun = false;
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const length = text.data.length;
    if (!begun && from < at + length) {
      range.setStart(text, from - at);
      begun = true;
    }
    if (begun && to <= at + length) {
      range.setEnd(text, to - at);
      break;
    }
    at += length;
  }
  return range;
}

// What stood in the source where the words of a span stand now; null where nothing was repaired.
function sourceWords(paper, start, end) {
  const table = paper.tables.repairs;
  if (!table?.length) return null;
  let at = start, out = '', repaired = false;
  for (let i = firstRepair(paper, start); i < table.length; i++) {
    const from = paper.unit(table.get('start', i)), to = paper.unit(table.get('end', i));
    if (from >= end) break;
    if (to <= start && !(from === to && from > start)) continue;
    if (from > at) out += wordsAt(paper, at, from);
    out += table.get('original', i);
    at = Math.max(to, at);
    repaired = true;
  }
  return repaired ? out + (at < end ? wordsAt(paper, at, end) : '') : null;
}

function firstRepair(paper, start) {
  const table = paper.tables.repairs;
  let low = 0, high = table.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (paper.unit(table.get('end', middle)) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Paints ranges without touching the page; where the browser cannot, the first one is selected.
function paint(name, ranges) {
  if (window.Highlight && CSS.highlights) {
    CSS.highlights.set(name, new Highlight(...ranges));
  } else if (ranges.length && name !== 'found') {
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(ranges[0]);
  }
}

// Brings a place into view, unless it is there.
function reveal(paper, start) {
  const block = blocksOf(paper)[Math.max(blockIndex(paper, start), 0)];
  if (!block) return;
  const folded = block.node.closest('details:not([open])');
  if (folded) folded.open = true;
  const range = rangesAt(paper, start, start + 1)[0];
  const box = (range ?? block.node).getBoundingClientRect();
  const top = $('.bar').offsetHeight, sheet = document.documentElement.classList.contains('panel-open');
  const bottom = innerHeight * (sheet && innerWidth < 700 ? 0.45 : 0.92);
  if (box.top < top + 8 || box.bottom > bottom || !box.height) {
    block.node.scrollIntoView({ block: 'start' });
    const now = (rangesAt(paper, start, start + 1)[0] ?? block.node).getBoundingClientRect();
    scrollBy(0, now.top - top - Math.min(innerHeight * 0.25, 160));
  }
}
