/** Rows that add up others, told by the word they start with. */
import type { Cell } from '../types.ts';

const words =
  'total|totals|sub-?total|grand total|(?:opening|closing|previous|ending|beginning|final) balance|new balance(?=\\s*(?:$|[:.]|as|at|on|per))|balance (?:brought|carried) forward|(?:brought|carried|carry) forward|(?:alter|neuer) (?:konto)?stand|(?:anfangs|end|schluss)(?:saldo|bestand)|saldovortrag|vortrag (?:aus|per|vom|zum)|(?:ancien|nouveau) solde|solde (?:initial|final|précédent)|report à nouveau|saldo (?:inicial|final|anterior|iniziale|finale)|net total|sum|summe|zwischensumme|gesamt|gesamtsumme|gesamtbetrag|endbetrag|rechnungsbetrag|rechnungssumme|nettosumme|bruttosumme|insgesamt|saldo|übertrag|sous-?total|montant total|somme|net à payer|suma|importe total|totale|subtotale|imponibile|totaal|subtotaal|razem|suma|celkem|合計|小計|总计|合计';
const total = new RegExp(`^(?:${words})(?![\\p{L}])`, 'iu');

export function isTotal(cells: readonly (Cell | null)[]): boolean {
  const first = cells.find((cell) => cell !== null && cell.text !== '');
  return first !== undefined && first !== null && total.test(first.text.replace(/^[\s*=:•-]+/u, ''));
}
