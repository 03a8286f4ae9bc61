/**
 * Planted truth: pages are drawn with a value at a known place among others, and the place is asked for by the value
 * alone. What stands between ⟦ and ⟧ in a drawing is the truth; the signs themselves are not drawn.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from '../document/types.ts';
import type { Evidence, Finding, Match } from '../findings/types.ts';
import type { JsonPrimitive } from '../json.ts';
import { checkSchema } from '../schema/index.ts';
import { buildDocument, buildPage, drawPage, type Placed } from '../testing/page-builder.ts';
import { ground } from './index.ts';

interface Planted {
  readonly page: Page;
  /** Text of the truth, and where it starts. */
  readonly truth: string;
  readonly start: number;
}

function plant(lines: readonly Placed[], number = 1): Planted {
  const drawn = lines.map((line) => ({ ...line, text: line.text.replace(/[⟦⟧]/gu, '') }));
  const marked = lines.map((line) => line.text.trim().replace(/\s+/gu, ' ')).join('\n');
  const start = marked.indexOf('⟦');
  const truth = start < 0 ? '' : marked.slice(start + 1, marked.indexOf('⟧'));
  return { page: buildPage(drawn, { number }), truth, start };
}

const down = (...texts: readonly string[]): readonly Placed[] =>
  texts.map((text, index) => ({ x: 40, y: 40 + index * 16, text }));

function found(pointer: string, value: JsonPrimitive, evidence: readonly Evidence[] = []): Finding {
  return {
    pointer,
    value,
    nullReason: value === null ? 'not_found' : null,
    evidence,
    match: 'absent',
    confidence: { value: 0, read: 1, found: 0.9 },
    alternatives: [],
    reasoning: 'planted',
  };
}

const any = { type: ['string', 'number', 'boolean'] };
const schema = checkSchema({
  type: 'object',
  properties: {
    value: any,
    net_total: any,
    gross_total: any,
    delivery_date: any,
    invoice_date: any,
    lines: {
      type: 'array',
      items: { type: 'object', properties: { item: any, quantity: any, price: any } },
    },
  },
});

/** The only place of the value of each finding. */
async function placesOf(
  pages: readonly Page[],
  ...findings: readonly Finding[]
): Promise<readonly Finding[]> {
  const grounded = await ground(findings, buildDocument(pages), schema);
  assert.equal(grounded.length, findings.length);
  return grounded;
}

async function finds(
  value: JsonPrimitive,
  match: Match,
  lines: readonly Placed[],
  leaf = 'value',
): Promise<void> {
  const { page, truth, start } = plant(lines);
  const [finding] = await placesOf([page], found(`/${leaf}`, value));
  assert.equal(finding?.match, match, `${String(value)} in ${page.text}`);
  const [evidence] = finding.evidence;
  const [range] = evidence?.ranges ?? [];
  assert.ok(evidence !== undefined && range !== undefined);
  assert.equal(page.text.slice(range.start, range.end), truth);
  assert.equal(range.start, start, `the place, not only the text of ${String(value)}`);
  assert.equal(evidence.quote, truth.replace(/\s+/gu, ' '));
  assert.ok(evidence.boxes.length > 0);
}

describe('a value in any printed form', () => {
  const forms: readonly (readonly [JsonPrimitive, string, Match])[] = [
    ['Alder & Finch', 'from ⟦Alder & Finch⟧ Ltd', 'exact'],
    ['ALDER AND FINCH', 'from ⟦Alder and Finch⟧ Ltd', 'normalised'],
    ['Straße 5', 'Adresse: ⟦Strasse 5⟧ Berlin', 'normalised'],
    ['DE89370400440532013000', 'IBAN ⟦DE89 3704 0044 0532 0130 00⟧ BIC', 'normalised'],
    [1234.5, 'Total ⟦1.234,50⟧ netto', 'normalised'],
    [1234.5, 'Total ⟦1,234.50⟧ net', 'normalised'],
    [1234.5, "Total ⟦1'234.50⟧ net", 'normalised'],
    [1234567, 'lakhs ⟦12,34,567⟧ only', 'normalised'],
    [-500, 'Loss ⟦(500)⟧ this year', 'normalised'],
    [-500, 'Gutschrift ⟦500,00-⟧ heute', 'normalised'],
    [0.125, 'Rate ⟦0.125⟧ yearly', 'exact'],
    [3, 'Anzahl ⟦٣⟧ Stück', 'normalised'],
    ['2024-03-12', 'am ⟦12. März 2024⟧ geliefert', 'normalised'],
    ['2024-03-12', 'on ⟦March 12, 2024⟧ we', 'normalised'],
    ['2024-03-12', 'Datum ⟦12.03.2024⟧ Uhr', 'normalised'],
    ['2024-03-12', '日付 ⟦2024年3月12日⟧ 発行', 'normalised'],
    ['2024-03', 'in ⟦March 2024⟧ only', 'normalised'],
    ['https://github.com/ada', 'see ⟦github.com/ada⟧ for more', 'normalised'],
    ['合計金額', 'x ⟦合計金額⟧ y', 'exact'],
    ['金額', '本年合計⟦金額⟧円', 'exact'],
    ['\u{20bb7}野家', '店名 ⟦\u{20bb7}野家⟧ 新宿', 'exact'],
    ['野家 新宿', '店名 \u{20bb7}⟦野家 新宿⟧店', 'exact'],
    ['שלום עולם', 'Name ⟦שלום עולם⟧ x', 'exact'],
  ];
  for (const [value, text, match] of forms)
    test(`${String(value)} as ${text}`, () => finds(value, match, down('first line', text, 'last line')));

  test('is not found inside of a longer word or number', async () => {
    const { page } = plant(down('Totals 12345 and 1.2345, order X123Y', 'Alderman & Co'));
    const grounded = await placesOf(
      [page],
      found('/value', 1234),
      found('/value', 'Alder'),
      found('/value', 23),
    );
    assert.deepEqual(
      grounded.map(({ match, evidence }) => [match, evidence]),
      [
        ['absent', []],
        ['absent', []],
        ['absent', []],
      ],
    );
  });

  test('is not found where it is struck through or hidden', async () => {
    const lines: readonly Placed[] = [
      { x: 40, y: 40, text: 'Price 100.00', struck: true },
      { x: 40, y: 60, text: 'Ghost 77.00', hidden: true },
      { x: 40, y: 80, text: 'Name Struck', struck: true },
    ];
    const grounded = await placesOf(
      [buildPage(lines)],
      found('/value', 100),
      found('/value', 77),
      found('/value', 'Struck'),
    );
    assert.deepEqual(
      grounded.map(({ match }) => match),
      ['absent', 'absent', 'absent'],
    );
  });
});

describe('a value broken over lines', () => {
  test('words, at hyphens and without', async () => {
    await finds('Rechnungsbetrag', 'normalised', down('Der ⟦Rechnungs-', 'betrag⟧ ist fällig'));
    await finds('Alder & Finch Scientific', 'normalised', down('by ⟦Alder & Finch', 'Scientific⟧ Ltd'));
    await finds('AB-12-345', 'normalised', down('Order ⟦AB-12-', '345⟧ of May'));
  });

  test('dates and numbers', async () => {
    await finds('2024-03-12', 'normalised', down('due on ⟦12 March', '2024⟧ at noon'));
    await finds(1234567, 'normalised', down('a sum of ⟦1,234,', '567⟧ dollars'));
  });

  test('has a box for each of its lines', async () => {
    const { page } = plant(down('by Alder & Finch', 'Scientific Ltd'));
    const [finding] = await placesOf([page], found('/value', 'Alder & Finch Scientific'));
    assert.equal(finding?.evidence[0]?.boxes.length, 2);
  });
});

describe('of several places', () => {
  test('the one beside its label', async () => {
    const lines = down('Gross total 250.00', 'Paid 250.00', 'Net total ⟦250.00⟧', 'Balance 250.00');
    await finds(250, 'normalised', lines, 'net_total');
    await finds(250, 'normalised', down('Net total 250.00', 'Gross total ⟦250.00⟧'), 'gross_total');
  });

  test('the one below its label', async () => {
    const lines: readonly Placed[] = [
      { x: 40, y: 40, text: 'Invoice date' },
      { x: 300, y: 40, text: 'Delivery date' },
      { x: 40, y: 56, text: '12.03.2024' },
      { x: 300, y: 56, text: '⟦12.03.2024⟧' },
    ];
    await finds('2024-03-12', 'normalised', lines, 'delivery_date');
  });

  test('the one on the page where its label is', async () => {
    const pages = [
      plant(down('Order of 250.00', 'and more'), 1),
      plant(down('Net total ⟦250.00⟧'), 2),
      plant(down('Sum 250.00'), 3),
    ];
    const [finding] = await placesOf(
      pages.map(({ page }) => page),
      found('/net_total', 250),
    );
    assert.deepEqual(
      finding?.evidence.map(({ page, ranges }) => [page, ranges[0]?.start]),
      [[2, pages[1]?.start]],
    );
  });

  const table: readonly Placed[] = [
    { x: 40, y: 40, text: 'Item' },
    { x: 200, y: 40, text: 'Quantity' },
    { x: 300, y: 40, text: 'Price' },
    ...['Box', 'Bag', 'Can', 'Box'].flatMap((item, row) => [
      { x: 40, y: 60 + row * 16, text: item },
      { x: 200, y: 60 + row * 16, text: '5' },
      { x: 300, y: 60 + row * 16, text: row === 2 ? '9' : '5' },
    ]),
  ];
  const rows = ['Box', 'Bag', 'Can', 'Box'].flatMap((item, row) => [
    found(`/lines/${row}/item`, item),
    found(`/lines/${row}/quantity`, 5),
    found(`/lines/${row}/price`, row === 2 ? 9 : 5),
  ]);
  const placeOf = (finding: Finding): string => {
    const [x = 0, y = 0] = finding.evidence[0]?.boxes[0] ?? [];
    return `${Math.round((y - 60) / 16)}:${x}`;
  };

  test('those of one row are in one row, equal rows one after another, and columns are told by their heads', async () => {
    const grounded = await placesOf([buildPage(table)], ...rows);
    assert.deepEqual(
      grounded.map(placeOf),
      [0, 1, 2, 3].flatMap((row) => [`${row}:40`, `${row}:200`, `${row}:300`]),
    );
  });
});

describe('evidence that an extractor gave', () => {
  const { page } = plant(down('Gross 250.00', 'Net 250.00', 'in thousands 250'));
  const at = (text: string, from = 0): Evidence => {
    const start = page.text.indexOf(text, from);
    return {
      page: 1,
      ranges: [{ start, end: start + text.length }],
      quote: 'told',
      boxes: [],
      role: 'value',
    };
  };

  test('stays where it says the value, with the quote and boxes of the document', async () => {
    const given = at('250.00', page.text.indexOf('Net'));
    const [finding] = await placesOf([page], found('/gross_total', 250, [given]));
    assert.deepEqual(finding?.evidence[0]?.ranges, given.ranges);
    assert.equal(finding?.evidence[0]?.quote, '250.00');
    assert.equal(finding.evidence[0].boxes.length, 1);
  });

  test('is looked for elsewhere where it says something else', async () => {
    const [finding] = await placesOf([page], found('/net_total', 250, [at('Gross')]));
    assert.equal(finding?.evidence[0]?.quote, '250.00');
    assert.equal(finding.evidence[0].ranges[0]?.start, page.text.indexOf('250.00', page.text.indexOf('Net')));
  });

  test('a caption multiplies a number, as the support that was given or as that of its page, and is cited', async () => {
    const support: Evidence = { ...at('in thousands'), role: 'support' };
    const last = at('250', page.text.lastIndexOf(' '));
    const [scaled, plain] = await placesOf(
      [page],
      found('/value', 250_000, [last, support]),
      found('/value', 250_000, [last]),
    );
    assert.equal(scaled?.match, 'normalised');
    assert.deepEqual(
      plain?.evidence.map(({ role, quote }) => [role, quote]),
      [
        ['value', '250'],
        ['support', 'in thousands'],
      ],
    );
  });

  test('a value that stands nowhere stays, without evidence and with little confidence', async () => {
    const [finding] = await placesOf([page], found('/value', 'nowhere at all'));
    assert.equal(finding?.value, 'nowhere at all');
    assert.deepEqual([finding.match, finding.evidence], ['absent', []]);
    assert.ok(finding.confidence.value < 0.3);
  });
});

describe('text read by OCR', () => {
  test('may differ by a few signs, and is as sure as it was read', async () => {
    const lines = down('Kundennummer', 'Hausverwaltvng Reetdorf').map((line) => ({ ...line, ocr: 0.8 }));
    const page = buildPage(lines, { kind: 'ocr' });
    const [finding] = await placesOf([page], found('/value', 'Hausverwaltung Reetdorf'));
    assert.deepEqual([finding?.match, finding?.evidence[0]?.quote], ['fuzzy', 'Hausverwaltvng Reetdorf']);
    assert.equal(finding?.confidence.read, 0.8);
    const live = buildPage(down('Kundennummer', 'Hausverwaltvng Reetdorf'));
    assert.equal((await placesOf([live], found('/value', 'Hausverwaltung Reetdorf')))[0]?.match, 'absent');
  });
});

describe('a text that does not stand in one run', () => {
  const text = 'Visiting lecturer in the history of art and of architecture';
  const cell = ['Visiting lecturer in', 'the history of art and', 'of architecture'];

  test('is read down its cell, with what stands beside it left out, as the document spells it', async () => {
    const page = buildPage(
      cell.flatMap((line, index) => [
        { x: 40, y: 40 + index * 12, text: line },
        { x: 300, y: 42 + index * 12, text: `Note ${index} of another matter` },
      ]),
    );
    const [finding] = await placesOf([page], found('/value', text.toUpperCase()));
    assert.equal(finding?.match, 'normalised');
    assert.equal(finding.value, text);
    const shown = finding.evidence
      .flatMap(({ ranges }) => ranges)
      .map(({ start, end }) => page.text.slice(start, end));
    assert.equal(shown.join(' ').replaceAll('\n', ' '), text);
  });

  test('is not put together from words that stand anywhere', async () => {
    const lines = ['Visiting hours', 'a lecturer in the history', 'of art and of architecture'];
    const page = buildPage(lines.map((line, index) => ({ x: 40, y: 40 + index * 90, text: line })));
    const [finding] = await placesOf([page], found('/value', text));
    assert.equal(finding?.match, 'absent');
    assert.equal(finding.value, text);
  });
});

describe('a text that is printed in nearly the same words', () => {
  const lines = [
    '14. Bishop, C. Latent variable models Adv. Learning, 1998, 371-403',
    '15. Bishop, C.; Svensen, M. Generative topographic',
    'mapping Neural Computation, 1998, 10, 215-234',
    '16. Bishop, C.; Svensen, M. Developments of topographic mapping, 1999',
  ];
  const text =
    'Bishop, C. & Svensen, M. (1998). Generative topographic mapping. Neural Computation, 10, 215-234.';

  test('has its place, its words and the form of the print', async () => {
    const page = buildPage(down(...lines));
    for (const wording of [text, text.toUpperCase(), text.toLowerCase().replaceAll(',', '')]) {
      const [finding] = await placesOf([page], found('/value', wording));
      assert.equal(finding?.match, 'fuzzy');
      assert.equal(finding.evidence[0]?.quote.startsWith('Bishop, C.; Svensen, M. Generative'), true);
      assert.equal(finding.evidence[0]?.quote.endsWith('215-234'), true);
      assert.equal(finding.value, text);
    }
  });

  test('is another one with another number', async () => {
    const page = buildPage(down(...lines));
    const [finding] = await placesOf([page], found('/value', text.replace('215', '216')));
    assert.equal(finding?.match, 'absent');
  });
});

test('the marks of notes are no part of a name; a code with a number is another code', async () => {
  const page = buildPage(down('Vijay Thakkar3,4 and Tri Dao5,6', 'tridao@example.org', 'FY2 and AB12'));
  const [name, code] = await placesOf([page], found('/value', 'TRI DAO'), found('/net_total', 'FY'));
  assert.equal(name?.value, 'Tri Dao');
  assert.equal(name.evidence[0]?.quote, 'Tri Dao');
  assert.equal(code?.match, 'absent');
});

test('a place that says more is narrowed to the value', async () => {
  const page = buildPage(down('Skills: React, Vue.js, Node.js, and 12 more (since 2019)'));
  const given: Evidence = {
    page: 1,
    ranges: [{ start: 0, end: page.text.length }],
    quote: page.text,
    boxes: [],
    role: 'value',
  };
  const quotes = [];
  for (const value of ['Vue.js', 'Node.js', 12, 'Skills: React, Vue.js, Node.js, and 12 more (since 2019)'])
    quotes.push((await placesOf([page], found('/value', value, [given])))[0]?.evidence[0]?.quote);
  assert.deepEqual(quotes, ['Vue.js', 'Node.js', '12', page.text]);
});

test('a value is looked for beside the place that is known of its item', async () => {
  const page = buildPage(down('Copper 375', 'Steel 20', 'Zinc 375'));
  const start = page.text.indexOf('Zinc');
  const given: Evidence = {
    page: 1,
    ranges: [{ start, end: start + 4 }],
    quote: 'Zinc',
    boxes: [],
    role: 'value',
  };
  const [, quantity] = await placesOf(
    [page],
    found('/lines/0/item', 'Zinc', [given]),
    found('/lines/0/quantity', 375),
  );
  assert.equal(quantity?.evidence[0]?.ranges[0]?.start, page.text.lastIndexOf('375'));
});

test('a number that came as a text stands where the number does', async () => {
  const page = buildPage(down('Assets $ 37,959 in millions'));
  const places = await placesOf([page], found('/value', 37959), found('/net_total', '37,959'));
  const [number, text] = places.map(({ evidence }) => evidence[0]?.ranges);
  assert.deepEqual(text, number);
});

test('items share a caption, that of their page or the last one before it', async () => {
  const pages = [
    buildPage(down('Assets (in millions)', 'Copper 375', 'Steel 20'), { number: 1 }),
    buildPage(down('Zinc 41'), { number: 2 }),
    buildPage(down('Notes (in millions)'), { number: 3 }),
  ];
  const items = ['Copper', 'Steel', 'Zinc'].flatMap((name, index) => [
    found(`/lines/${index}/item`, name),
    found(`/lines/${index}/price`, 1_000_000),
  ]);
  const scales = (await placesOf(pages, ...items)).filter(({ pointer }) => pointer.endsWith('price'));
  assert.deepEqual(
    scales.map(({ evidence }) => [evidence[0]?.page, evidence[0]?.quote]),
    [1, 1, 1].map((page) => [page, 'in millions']),
  );
});

test('of a number and its negative each has its own print', async () => {
  const page = buildPage(down('1 Adjustment (15)', '2 Adjustment 15'));
  const places = await placesOf([page], found('/net_total', 15), found('/gross_total', -15));
  assert.deepEqual(
    places.map(({ evidence }) => evidence[0]?.quote),
    ['15', '(15)'],
  );
});

test('the same rows take the same places, in whatever order they come', async () => {
  const page = buildPage(
    down('North 12 Copper', 'South 12 Steel', 'North 15 Steel', 'South 12 Steel', 'East 9 Copper'),
  );
  const rows = [
    ['North', 12, 'Copper'],
    ['South', 12, 'Steel'],
    ['North', 15, 'Steel'],
    ['South', 12, 'Steel'],
    ['East', 9, 'Copper'],
  ] as const;
  const linesOf = async (order: readonly number[]): Promise<readonly string[]> => {
    const findings = order.flatMap((row, index) => {
      const [item = null, quantity = null, price = null] = rows[row] ?? [];
      const at = `/lines/${index}`;
      return [found(`${at}/item`, item), found(`${at}/quantity`, quantity), found(`${at}/price`, price)];
    });
    const grounded = await placesOf([page], ...findings);
    return order.map((row, index) => {
      const starts = grounded
        .slice(index * 3, index * 3 + 3)
        .map(({ evidence }) => evidence[0]?.ranges[0]?.start);
      return `${rows[row]?.join(' ')} ${starts.map((start) => page.text.slice(0, start).split('\n').length).join()}`;
    });
  };
  const calm = await linesOf([0, 1, 2, 3, 4]);
  assert.deepEqual(calm, [
    'North 12 Copper 1,1,1',
    'South 12 Steel 2,2,2',
    'North 15 Steel 3,3,3',
    'South 12 Steel 4,4,4',
    'East 9 Copper 5,5,5',
  ]);
  for (const order of [
    [4, 3, 2, 1, 0],
    [2, 4, 1, 0, 3],
    [3, 1, 4, 2, 0],
  ])
    assert.deepEqual((await linesOf(order)).toSorted(), calm.toSorted());
});

test('a label that a wide gap parts from its value, and figures of neighbouring cells', async () => {
  const page = buildPage([
    { x: 50, y: 82, text: 'Weight' },
    { x: 200, y: 82, text: '1.234' },
    { x: 50, y: 98, text: 'Quantity' },
    { x: 200, y: 98, text: '1,234' },
  ]);
  const [finding] = await placesOf([page], found('/lines/0/quantity', 1234));
  assert.equal(finding?.evidence[0]?.quote, '1,234');
  const row = drawPage('Roof tiles         200          184.25');
  const [price] = await placesOf([row], found('/lines/0/price', 184.25));
  assert.equal(price?.evidence[0]?.quote, '184.25');
});
