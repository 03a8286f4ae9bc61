/** Statements of companies under their several names: a word of a schema, and words of titles that mean the same. */
export const statementTitles: readonly (readonly string[])[] = [
  ['income statement', 'statements of income', 'statements of operations', 'statements of earnings', 'profit and loss', 'gewinn und verlustrechnung', 'compte de résultat', 'cuenta de resultados', 'conto economico', 'winst en verliesrekening', 'income statements', 'statements of comprehensive income'],
  ['balance sheet', 'balance sheets', 'statements of financial position', 'statement of financial condition', 'bilanz', 'bilan', 'balance de situación', 'stato patrimoniale', 'balans'],
  ['cash flow statement', 'statements of cash flows', 'cash flows', 'cash flow statements', 'kapitalflussrechnung', 'cashflow', 'tableau des flux de trésorerie', 'flujos de efectivo', 'rendiconto finanziario', 'kasstroomoverzicht'],
]; // prettier-ignore
