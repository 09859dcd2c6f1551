import assert from 'node:assert/strict';

/** The pictures of a markdown text, decoded; each is well-formed. */
export function picturesIn(markdown: string): string[] {
  const found = [...markdown.matchAll(/^!\[[^[\]\n]*\]\(data:image\/svg\+xml;base64,([A-Za-z0-9+/]+={0,2})\)$/gm)];
  return found.map(([, base64 = '']) => {
    const svg = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
    assertWellFormed(svg);
    return svg;
  });
}

/** Fails when a text is no XML of one element: elements closed in order, attributes in quotes and each once, only allowed characters. */
export function assertWellFormed(xml: string): void {
  // eslint-disable-next-line no-control-regex -- these are what XML forbids
  assert.doesNotMatch(xml, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/u);
  assert.ok(xml.isWellFormed());
  const open: string[] = [];
  let rest = xml;
  while (rest !== '') {
    const tag = /^<(\/?)([a-zA-Z]+)((?: [a-zA-Z:-]+="[^"<]*")*)(\/?)>/.exec(rest);
    if (tag !== null) {
      const [all, closes, name = '', attributes = '', empty] = tag;
      const names = [...attributes.matchAll(/ ([a-zA-Z:-]+)="/g)].map(([, attribute]) => attribute);
      assert.equal(new Set(names).size, names.length, all);
      if (closes === '/') assert.equal(open.pop(), name);
      else if (empty !== '/') open.push(name);
      rest = rest.slice(all.length);
      assert.ok(open.length > 0 || rest === '', 'more than one element');
    } else {
      const text = /^[^<]+/.exec(rest)?.[0];
      assert.ok(text !== undefined, rest.slice(0, 80));
      assert.doesNotMatch(text.replaceAll(/&(?:amp|lt|gt|quot|apos|#\d+);/g, ''), /[&>]/);
      rest = rest.slice(text.length);
    }
  }
  assert.deepEqual(open, []);
}
