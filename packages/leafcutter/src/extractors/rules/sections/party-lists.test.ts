/** Parties of an agreement: on its cover, in its schedules, in its text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../json.ts';
import { extractPages } from '../../../testing/extract-pages.ts';
import { drawPage } from '../../../testing/page-builder.ts';

const names: JsonObject = { type: 'array', items: { type: 'string' } };
const schema: JsonObject = {
  lenders: names,
  lead_arrangers: names,
  loan_commitment: { type: 'object', properties: { amount: { type: 'number' } } },
};

const cover = drawPage(`
              $750,000,000 Five-Year Credit Agreement

                      dated as of May 4, 2021

                              among

                       NORTHWIND TRADING INC.,
                           as Borrower,

                   the LENDERS Party Hereto,
                               and
                        HARBOUR BANK, N.A.,
                     as Administrative Agent

                        --------------------

                      HARBOUR SECURITIES LLC
                        CEDAR CAPITAL CORP.
                               and
                      MERIDIAN MARKETS LIMITED,
         as Joint Lead Arrangers and Joint Bookrunners
`);

const contents = drawPage(
  `
Article                                              Page
Definitions                                             1
Commitments of the Lenders                             24
Borrowing Procedures                                   31
Conditions                                             44
`,
  { number: 2 },
);

const schedule = drawPage(
  `
                        SCHEDULE 2.01
                         COMMITMENTS

Name                                            Commitment
Harbour Bank, N.A.                            $300,000,000
Cedar Bank AG, New York Branch                $250,000,000
Meridian Bank plc                             $150,000,000
Total                                         $700,000,000
`,
  { number: 3 },
);

const further = drawPage(
  `
Savings Bank of the Lakes                      $50,000,000
Upland Credit Union                            $40,000,000
`,
  { number: 4 },
);

test('lenders come from the schedule of commitments, arrangers from the cover, the sum from the title', async () => {
  const { results } = await extractPages([cover, contents, schedule, further], schema);
  assert.deepEqual(results, {
    lenders: [
      'Harbour Bank, N.A.',
      'Cedar Bank AG, New York Branch',
      'Meridian Bank plc',
      'Savings Bank of the Lakes',
      'Upland Credit Union',
    ],
    lead_arrangers: ['HARBOUR SECURITIES LLC', 'CEDAR CAPITAL CORP.', 'MERIDIAN MARKETS LIMITED'],
    loan_commitment: { amount: 750_000_000 },
  });
});

test('where text gives a role, the parties are named there', async () => {
  const page = drawPage(`
This Agreement is made between Lakeside Timber Corp., a Delaware corporation (the "Borrower"), and each of
Harbour Bank, N.A., as Lender, and Cedar Bank AG, as Lender. Section 9. Rights as a Lender are not limited by it.
`);
  const { results } = await extractPages([page], { lenders: names });
  assert.deepEqual(results, { lenders: ['Harbour Bank, N.A.', 'Cedar Bank AG'] });
});
