/** The bookings of the statement: a month of a joiner's account, made from a seed and lists of partners. */
import { seededRandom } from './paper.ts';

export interface Booking {
  /** ISO dates. */
  readonly booked: string;
  readonly value: string;
  /** Kind, partner, reference: one printed line each. */
  readonly lines: readonly string[];
  readonly cents: number;
}

type Pattern = readonly [
  kind: string,
  partner: string,
  reference: string,
  fromCents: number,
  toCents: number,
];

const incoming: readonly Pattern[] = [
  ['Überweisungsgutschrift', 'Katharina und Jens Hansen', 'Rechnung 2026-0#, Einbauschrank', 84_000, 410_000],
  [
    'Überweisungsgutschrift',
    'Praxis Dr. Sommerfeld',
    'RE 2026-0# Empfangstresen, Teilbetrag',
    120_000,
    380_000,
  ],
  [
    'Überweisungsgutschrift',
    'Gemeinde Süderholm',
    'Kassenz. 4711-#, Fenster Kita Möwennest',
    210_000,
    690_000,
  ],
  ['Echtzeitgutschrift', 'Ole Petersen', 'Anzahlung Treppe, Auftrag A-7#', 50_000, 150_000],
  ['Überweisungsgutschrift', 'Café Strandgut GbR', 'Rg. 2026-0#, Tischplatten Eiche', 36_000, 98_000],
];

const outgoing: readonly Pattern[] = [
  ['SEPA-Basislastschrift', 'Holzhandel Nordmark GmbH', 'Rechnung 88#12, Kd.-Nr. 30417', -240_000, -45_000],
  ['Kartenzahlung', 'Baumarkt Lindner Süderholm', 'Karte 4 vom Vortag, 11:#', -18_900, -1_490],
  ['SEPA-Überweisung', 'Beschläge Möller KG', 'Rg. 5#07 abzgl. 2 % Skonto', -64_000, -9_800],
  ['Kartenzahlung', 'Tankstelle am Hafen', 'Karte 2, Diesel, 07:#', -11_900, -5_200],
  ['SEPA-Basislastschrift', 'Fjordtel Mobilfunk', 'Vertrag 0160-#-77, Februar', -8_900, -2_990],
  ['SEPA-Überweisung', 'Glaserei Brandt', 'Isolierglas, Auftrag 26-#', -92_000, -21_000],
  ['SEPA-Basislastschrift', 'Werkzeugdienst Kröger', 'Schärfen Sägeblätter, LS 9#', -14_000, -4_800],
  ['Kartenzahlung', 'Schreibwaren Ahrens', 'Karte 4 vom Vortag, 15:#', -6_400, -890],
];

/** On these days of the month, beside what the days bring. */
const fixed: ReadonlyMap<
  number,
  readonly (readonly [kind: string, partner: string, reference: string, cents: number])[]
> = new Map([
  [2, [['Dauerauftrag', 'Erbengemeinschaft Thomsen', 'Miete Werkstatt Februar 2026', -148_000]]],
  [
    3,
    [
      [
        'SEPA-Basislastschrift',
        'Stadtwerke Süderholm',
        'Abschlag Strom, Vertragskonto 2 004 118 903',
        -43_700,
      ],
    ],
  ],
  [
    10,
    [['SEPA-Überweisung', 'Finanzamt Nordkreis', 'USt-Voranmeldung 01/2026, St.-Nr. 17/123/04567', -312_418]],
  ],
  [
    16,
    [
      [
        'SEPA-Basislastschrift',
        'Küstenkasse Versicherung VVaG',
        'Betriebshaftpflicht, Police BH-559201',
        -28_935,
      ],
    ],
  ],
  [26, [['Sammelüberweisung', '3 Zahlungen', 'Löhne Februar 2026', -684_210]]],
  [27, [['Entgeltabschluss', 'Kontoführung Februar 2026', 'siehe Preisverzeichnis', -1_870]]],
]);

export const openingCents = 1_284_655;

export function bookings(): readonly Booking[] {
  const random = seededRandom(20_260_228);
  const made: Booking[] = [];
  /** No partner comes again within four bookings. */
  let recent: readonly Pattern[] = [];
  for (let day = 2; day <= 27; day += 1) {
    const weekday = new Date(Date.UTC(2026, 1, day)).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    for (const [kind, partner, reference, cents] of fixed.get(day) ?? []) {
      made.push({ booked: isoDay(day), value: isoDay(day), lines: [kind, partner, reference], cents });
    }
    const count = 2 + Math.floor(random() * 2);
    for (let each = 0; each < count; each += 1) {
      const pool = (random() < 0.3 ? incoming : outgoing).filter((pattern) => !recent.includes(pattern));
      const pattern = pool[Math.floor(random() * pool.length)];
      if (pattern === undefined) continue;
      recent = [pattern, ...recent].slice(0, 4);
      const [kind, partner, reference, from, to] = pattern;
      const number = String(10 + Math.floor(random() * 50));
      const cents = Math.round(from + random() * (to - from));
      // Card payments are valued on the day before, and never on a Sunday.
      const value = kind === 'Kartenzahlung' && weekday !== 1 ? day - 1 : day;
      made.push({
        booked: isoDay(day),
        value: isoDay(value),
        lines: [
          kind,
          partner,
          reference.replace('#', number),
          ...(cents > 100_000 ? [`EREF: KD-${number}-2026`] : []),
        ],
        cents,
      });
    }
  }
  return made;
}

function isoDay(day: number): string {
  return `2026-02-${String(day).padStart(2, '0')}`;
}
