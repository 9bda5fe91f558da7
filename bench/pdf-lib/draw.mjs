// The peer: draws the pages that `datong bench` wrote down, with pdf-lib as quick as its public interface allows: the font
// is parsed once and shared, labels are broken into lines once, the QR code is a PNG.
// node draw.mjs <pages.json> <font> <result.json> <documents> path|form [<page.pdf>]
// Curves: "path" by drawSvgPath; "form" as one compressed object placed many times, which its drawing interface does not offer.
import { readFileSync, writeFileSync } from 'node:fs';
import { deflateSync, crc32 as nodeCrc32 } from 'node:zlib';
import fontkit from '@pdf-lib/fontkit';
import { PDFDocument, PDFName, PDFRawStream, PDFOperator, rgb } from 'pdf-lib';

const [pagesFile, fontFile, resultFile, count, curves, sampleFile] = process.argv.slice(2);
const { layout, curve, background, seal, documents } = JSON.parse(readFileSync(pagesFile, 'utf8'));
const fontBytes = readFileSync(fontFile);
const opened = fontkit.create(fontBytes);
const parsed = opened.fonts ? opened.fonts[0] : opened;
const sharedFontkit = { create: () => parsed };
const sealBytes = Buffer.from(seal, 'base64');
const curveBytes = deflateSync(Buffer.from(curve));

// The curve as a path of SVG (y downwards), plain and mirrored, at each place of the background.
const numbers = curve.trim().split('\n').slice(1, -1).map((line) => line.trim().split(/\s+/).slice(0, -1).map(Number));
const svg = (sign) => numbers.map((n, i) => (i === 0 ? 'M' : 'C') + n.map((v, k) => (k % 2 ? v * sign : v)).join(' ')).join('');
const svgPlain = svg(-1), svgMirrored = svg(1);
const paths = [...background.matchAll(/q 1 0 0 (-?1) ([\d.]+) ([\d.]+) cm/g)].map(([, sign, x, y]) => ({ x: Number(x), y: Number(y), path: sign === '1' ? svgPlain : svgMirrored }));
const tint = rgb(...background.match(/([\d.]+) ([\d.]+) ([\d.]+) RG/).slice(1).map(Number));

const mm = (value) => (value / 100) * (72 / 25.4);
const pageHeight = 841.92;
const colour = (value) => rgb(((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255);

const crcTable = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc32 = nodeCrc32 ?? ((bytes) => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
});

/** A one-bit grey PNG of QR modules: made before the clock runs. */
function png({ modules, rows }) {
  const bits = Buffer.from(rows, 'base64'), stride = Math.ceil(modules / 8), raw = Buffer.alloc((stride + 1) * modules);
  for (let y = 0; y < modules; y++) bits.copy(raw, y * (stride + 1) + 1, y * stride, (y + 1) * stride);
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]), out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(modules, 0);
  head.writeUInt32BE(modules, 4);
  head[8] = 1;
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(raw)), chunk('IEND', Buffer.alloc(0))]);
}
for (const document of documents) document.png = png(document.qr);

const advances = new Map();
const advance = (character) => {
  let width = advances.get(character);
  if (width === undefined) advances.set(character, (width = parsed.glyphForCodePoint(character.codePointAt(0)).advanceWidth / parsed.unitsPerEm));
  return width;
};
function lines(text, width, size) {
  const out = [];
  for (const paragraph of text.split('\n')) {
    let line = '', used = 0, blank = -1;
    for (const character of paragraph) {
      const wide = advance(character) * size;
      if (used + wide > width && line !== '') {
        const cut = blank > 0 ? blank + 1 : line.length;
        out.push(line.slice(0, cut));
        line = line.slice(cut);
        used = [...line].reduce((sum, c) => sum + advance(c) * size, 0);
        blank = -1;
      }
      if (character === ' ') blank = line.length;
      line += character;
      used += wide;
    }
    out.push(line);
  }
  return out;
}
/** The size at which all of a text fits its box. */
function fitted(text, e, height) {
  const width = mm(e.x2 - e.x1) - 4;
  let size = e.size / 100, broken = lines(text, width, size);
  while (broken.length * size * 1.2 > height && size > (e.size_min || e.size) / 100) broken = lines(text, width, (size -= 0.5));
  return { size, broken };
}
const labels = layout.filter((e) => e.text && e.kind !== 'issue').map((e) => {
  const size = e.kind === 'box' || e.kind === 'column' ? 6.4 : e.size / 100;
  return { ...e, size, broken: lines(e.text, mm(e.x2 - e.x1) - 4, size) };
});

async function draw(document) {
  const pdf = await PDFDocument.create();
  pdf.registerFontkit(sharedFontkit);
  const font = await pdf.embedFont(fontBytes, { subset: true });
  const page = pdf.addPage([595.2, pageHeight]);
  if (curves === 'form') {
    const form = PDFRawStream.of(pdf.context.obj({ Type: 'XObject', Subtype: 'Form', BBox: [-100, -100, 700, 100], Filter: 'FlateDecode', Length: curveBytes.length }), curveBytes);
    page.node.setXObject(PDFName.of('C'), pdf.context.register(form));
    page.pushOperators(PDFOperator.of(background));
  } else {
    for (const { x, y, path } of paths) page.drawSvgPath(path, { x, y, borderWidth: 0.25, borderColor: tint });
  }
  const show = (broken, e, size, top) => {
    broken.forEach((line, i) => {
      let x = mm(e.x1) + 2;
      if (e.align !== 'left') {
        const free = mm(e.x2 - e.x1) - 4 - [...line].reduce((sum, c) => sum + advance(c) * size, 0);
        x += e.align === 'center' ? free / 2 : free;
      }
      page.drawText(line, { x, y: pageHeight - top - size - i * size * 1.2, size, font });
    });
  };
  for (const e of layout) {
    if (e.kind === 'frame' || e.kind === 'box' || e.kind === 'column' || e.kind === 'table') {
      page.drawRectangle({ x: mm(e.x1), y: pageHeight - mm(e.y2), width: mm(e.x2 - e.x1), height: mm(e.y2 - e.y1), borderWidth: 0.5, borderColor: colour(e.colour) });
    } else if (e.kind === 'rule') {
      page.drawLine({ start: { x: mm(e.x1), y: pageHeight - mm(e.y1) }, end: { x: mm(e.x2), y: pageHeight - mm(e.y2) }, thickness: 0.4, color: colour(e.colour) });
    }
  }
  for (const e of labels) show(e.broken, e, e.size, mm(e.y1) + 1);
  for (const e of layout) {
    const text = e.kind === 'box' || e.kind === 'text' ? document.values[e.key] : e.kind === 'issue' ? document.issue[e.key] : undefined;
    if (!text) continue;
    const top = mm(e.y1) + (e.kind === 'box' ? 10 : 0);
    const { size, broken } = fitted(text, e, mm(e.y2) - top);
    show(broken, e, size, top);
  }
  const table = layout.find((e) => e.kind === 'table'), columns = layout.filter((e) => e.kind === 'column');
  let top = mm(table.y1) + 2;
  for (const row of document.rows) {
    let most = 0;
    for (const column of columns) {
      const text = row[column.key];
      if (!text) continue;
      const broken = lines(text, mm(column.x2 - column.x1) - 4, table.size / 100);
      show(broken, { ...column, align: column.align }, table.size / 100, top);
      if (column.key !== 'marks') most = Math.max(most, broken.length);
    }
    top += Math.max(most, 1) * (table.size / 100) * 1.2;
  }
  const picture = async (bytes, e) => {
    const image = await pdf.embedPng(bytes);
    const side = Math.min(mm(e.x2 - e.x1), mm(e.y2 - e.y1));
    page.drawImage(image, { x: mm(e.x1), y: pageHeight - mm(e.y1) - side, width: side, height: side });
  };
  await picture(document.png, layout.find((e) => e.kind === 'qr'));
  await picture(sealBytes, layout.find((e) => e.key === 'seal'));
  await pdf.attach(Buffer.from(document.xml), 'certificate.xml', { mimeType: 'application/xml' });
  return pdf.save();
}

let bytes = 0;
for (let i = 0; i < 4; i++) bytes = (await draw(documents[i % documents.length])).length; // compiled, warm
const milliseconds = [];
for (let i = 0; i < Number(count); i++) {
  const before = process.cpuUsage();
  const file = await draw(documents[i % documents.length]);
  const used = process.cpuUsage(before);
  milliseconds.push((used.user + used.system) / 1000);
  bytes = file.length;
  if (i === 0 && sampleFile) writeFileSync(sampleFile, file);
}
milliseconds.sort((a, b) => a - b);
writeFileSync(resultFile, JSON.stringify({ microseconds: Math.round(milliseconds[milliseconds.length >> 1] * 1000), bytes }));
