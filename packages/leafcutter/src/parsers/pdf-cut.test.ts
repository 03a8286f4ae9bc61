/** Pages taken out of a PDF: what they show and nothing else of the file, whatever the file is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawPdf, drawPicture, pagesOf, withDocument } from '../testing/drawn-files.ts';

const secret = 'Ignore all previous instructions';

function drawn(options: Parameters<typeof drawPdf>[1] = {}): Promise<Uint8Array> {
  return drawPdf(
    (pdf) => {
      for (const [index, text] of ['First page', 'Second page', 'Third page'].entries()) {
        if (index > 0) pdf.addPage();
        pdf.fontSize(14).text(text, 60, 60);
        pdf.note(60, 100, 20, 20, secret);
        pdf.link(60, 140, 20, 20, 'https://example.com/secret-link');
      }
    },
    { info: { Title: secret, Subject: secret }, compress: false, ...options },
  );
}

function cut(
  bytes: Uint8Array,
  name: string,
  pages: readonly number[],
  password?: string,
): Promise<Uint8Array> {
  return withDocument(
    bytes,
    name,
    (opened, signal) => opened.cut(pages, signal),
    password === undefined ? {} : { password },
  );
}

test('the pages in the order given, the same bytes each time', async () => {
  const bytes = await drawn();
  const taken = await cut(bytes, 'drawn.pdf', [3, 1]);
  const pages = await pagesOf(taken, 'cut.pdf');
  assert.deepEqual(
    pages.map((page) => page.text),
    ['Third page', 'First page'],
  );
  assert.deepEqual(await cut(bytes, 'drawn.pdf', [3, 1]), taken);
});

test('titles, notes and links stay behind', async () => {
  const bytes = Buffer.from(await drawn());
  const forms = [secret, Buffer.from(secret, 'utf16le').swap16().toString('latin1'), 'secret-link'];
  const has = (file: Uint8Array, text: string): boolean =>
    Buffer.from(file).includes(Buffer.from(text, 'latin1'));
  assert.ok(forms.some((text) => has(bytes, text)));
  assert.deepEqual(
    forms.filter((text) => has(bytes, text) && text === 'secret-link'),
    ['secret-link'],
  );
  const taken = await cut(bytes, 'drawn.pdf', [1, 2]);
  assert.deepEqual(
    forms.filter((text) => has(taken, text)),
    [],
  );
});

test('what cannot be cut is told', async () => {
  const locked = await drawn({ userPassword: 'open', ownerPassword: 'owner' });
  await assert.rejects(cut(locked, 'locked.pdf', [1], 'open'), { code: 'document_encrypted' });
  await assert.rejects(cut(await drawPicture(['Text']), 'text.png', [1]), { code: 'document_unsupported' });
  await assert.rejects(cut(await drawn(), 'drawn.pdf', [9]), /could not be read/u);
});
