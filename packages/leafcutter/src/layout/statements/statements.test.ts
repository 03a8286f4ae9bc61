import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildPage, drawPage } from '../../testing/page-builder.ts';
import { statementsOf, type Statement } from './index.ts';

function printed(statement: Statement | undefined): readonly string[] {
  return (statement?.rows ?? []).map(
    ({ groups, label, figures }) =>
      `${[...groups, label].join(' > ')}: ${figures.map(({ column, text }) => `${column}=${text}`).join(' ')}`,
  );
}

test('periods over two lines, currency signs and brackets', () => {
  const [statement] = statementsOf(
    drawPage(`
                    EXAMPLE CORP
          STATEMENTS OF INCOME (Unaudited)
                                       Three Months Ended           Six Months Ended
                                            June 30,                    June 30,
(In millions, except per share data)     2024      2023             2024      2023
Revenues                               $  120    $  110           $  230    $  200
Cost of sales                              70        65              130       120
Other expense, net                         (5)       (4)              (9)       (7)
Earnings per share:
  Basic                                $ 0.50    $ 0.45           $ 0.97    $ 0.80
`),
  );
  assert.deepEqual(
    statement?.columns.map(({ head }) => head),
    [
      'Three Months Ended June 30, 2024',
      'Three Months Ended June 30, 2023',
      'Six Months Ended June 30, 2024',
      'Six Months Ended June 30, 2023',
    ],
  );
  assert.deepEqual(printed(statement), [
    'Revenues: 0=$ 120 1=$ 110 2=$ 230 3=$ 200',
    'Cost of sales: 0=70 1=65 2=130 3=120',
    'Other expense, net: 0=(5) 1=(4) 2=(9) 3=(7)',
    'Earnings per share > Basic: 0=$ 0.50 1=$ 0.45 2=$ 0.97 3=$ 0.80',
  ]);
});

test('figures without heads of periods are no statement', () => {
  assert.deepEqual(
    statementsOf(
      drawPage(`
Item            Quantity     Price
Leaf                   3      1.50
Twig                   4      2.50
Branch                 1      9.00
`),
    ),
    [],
  );
});

test('figures within a caption stay in it', () => {
  const [statement] = statementsOf(
    buildPage([
      { x: 300, y: 40, text: 'May 31,' },
      { x: 380, y: 40, text: 'May 31,' },
      { x: 310, y: 52, text: '2024' },
      { x: 390, y: 52, text: '2023' },
      { x: 40, y: 70, text: 'Class B - 1,184 and 1,205 shares' },
      { x: 325, y: 70, text: '3' },
      { x: 405, y: 70, text: '3' },
      { x: 40, y: 84, text: 'Inventories' },
      { x: 310, y: 84, text: '410' },
      { x: 390, y: 84, text: '395' },
      { x: 40, y: 98, text: 'Total assets' },
      { x: 310, y: 98, text: '912' },
      { x: 390, y: 98, text: '800' },
    ]),
  );
  assert.equal(statement?.rows[0]?.label, 'Class B - 1,184 and 1,205 shares');
  assert.deepEqual(
    statement?.rows[1]?.figures.map(({ text }) => text),
    ['410', '395'],
  );
});
