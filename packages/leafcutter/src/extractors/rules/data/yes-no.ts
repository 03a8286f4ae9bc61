/** Words and marks of yes and no, folded; and what stands for the two sexes. */
export const yesWords: ReadonlySet<string> = new Set(
  'yes y true ja oui si sim tak x on 1 ticked checked selected required included applicable wahr vrai verdadero vero waar'.split(
    ' ',
  ),
);
export const noWords: ReadonlySet<string> = new Set(
  'no n false nein non nao nie off 0 none nee unticked unchecked excluded falsch faux falso onwaar niet'.split(
    ' ',
  ),
);
export const tickedMarks = /[☑☒✓✔✗✘⊠]|\[\s*[xX✓✔]\s*\]|\(\s*[xX]\s*\)|\u{1F5F9}|\u{1F5F7}/u;
export const emptyMarks = /[☐□▢❏❑○◯]|\[\s*\]|\(\s+\)|\[_+\]/u;

/** Other ways to print a choice; a row is one meaning. */
export const sameChoices: readonly (readonly string[])[] = [
  ['m', 'male', 'man', 'men', 'mannlich', 'herren', 'manner', 'masculin', 'homme', 'hommes', 'masculino', 'hombres', 'maschile', 'uomini', 'boys', 'mr', 'herr'],
  ['f', 'w', 'female', 'woman', 'women', 'weiblich', 'damen', 'frauen', 'feminin', 'femme', 'femmes', 'femenino', 'mujeres', 'femminile', 'donne', 'girls', 'mrs', 'ms', 'frau'],
  ['d', 'x', 'mixed', 'divers', 'mixte', 'mixto', 'misto', 'diverse'],
  ['single', 'ledig', 'celibataire', 'soltero', 'celibe', 'nubile'],
  ['married', 'verheiratet', 'marie', 'mariee', 'casado', 'casada', 'sposato', 'sposata'],
  ['divorced', 'geschieden', 'divorce', 'divorcee', 'divorciado', 'divorciada'],
  ['widowed', 'verwitwet', 'veuf', 'veuve', 'viudo', 'viuda'],
  ['cash', 'bar', 'barzahlung', 'especes', 'efectivo', 'contanti'],
  ['credit card', 'kreditkarte', 'carte de credit', 'carte bancaire', 'tarjeta de credito', 'visa', 'mastercard'],
  ['bank transfer', 'wire transfer', 'transfer', 'uberweisung', 'virement', 'transferencia', 'bonifico'],
  ['direct debit', 'lastschrift', 'sepa lastschrift', 'prelevement', 'domiciliacion', 'addebito diretto'],
  ['open', 'offen', 'ouvert', 'abierto', 'aperto'],
  ['paid', 'bezahlt', 'paye', 'pagado', 'pagato', 'betaald'],
  ['monthly', 'monatlich', 'mensuel', 'mensual', 'mensile'],
  ['quarterly', 'vierteljahrlich', 'trimestriel', 'trimestral', 'trimestrale'],
  ['yearly', 'annual', 'annually', 'jahrlich', 'annuel', 'anual', 'annuale'],
  ['invoice', 'rechnung', 'facture', 'factura', 'fattura', 'factuur'],
  ['credit note', 'gutschrift', 'avoir', 'nota de credito', 'nota di credito'],
  ['high', 'hoch', 'eleve', 'alto'],
  ['low', 'niedrig', 'bas', 'bajo', 'basso'],
]; // prettier-ignore
