/** Rows that add up others, told by the word they start with. */
import type { Cell } from '../types.ts';

const words =
  'total|totals|sub-?total|grand total|(?:opening|closing|previous|ending|beginning|final) balance|new balance(?=\\s*(?:$|[:.]|as|at|on|per))|balance (?:(?:brought|carried) )?forward|(?:brought|carried|carry) forward|(?:alter|neuer) (?:konto)?stand|(?:anfangs|end|schluss)(?:saldo|bestand)|saldovortrag|vortrag (?:aus|per|vom|zum)|(?:ancien|nouveau) solde|solde (?:initial|final|précédent)|report à nouveau|saldo (?:inicial|final|anterior|iniziale|finale)|net total|net pay|auszahlungsbetrag|zahlbetrag|sum|summe|zwischensumme|gesamt|gesamtsumme|gesamtbetrag|endbetrag|rechnungsbetrag|rechnungssumme|nettosumme|bruttosumme|insgesamt|saldo|übertrag|sous-?total|montant total|somme|net à payer|suma|importe total|totale|subtotale|imponibile|totaal|subtotaal|razem|suma|celkem|合計|小計|总计|合计';
const total = new RegExp(`^(?:${words})(?![\\p{L}])|^(?:\\p{L}+ ){1,2}totals?[\\s:]*$`, 'iu');

/** Balances that a list begins and ends with; they are no entries, even where a date stands before them. */
const carried =
  /^(?:(?:opening|closing|previous|ending|beginning) balance|balance (?:(?:brought|carried) )?forward|(?:brought|carried) forward|(?:alter|neuer) (?:konto)?stand|(?:anfangs|end|schluss)saldo|saldovortrag|(?:ancien|nouveau) solde|solde (?:initial|final|précédent|antérieur)|report à nouveau|saldo (?:inicial|final|anterior|iniziale|finale))(?!\p{L})/iu;
const dated = /^[\d./\s-]*(?:\p{L}{3,9}\.?)?[\d./\s-]*$/u;

export function isTotal(cells: readonly (Cell | null)[]): boolean {
  const [first, second] = cells.filter((cell) => cell !== null && cell.text !== '');
  if (first === undefined || first === null) return false;
  const text = bare(first);
  if (total.test(text)) return true;
  return second !== undefined && second !== null && dated.test(text) && carried.test(bare(second));
}

function bare({ text }: Cell): string {
  return text.replace(/^[\s*=:•-]+/u, '');
}
