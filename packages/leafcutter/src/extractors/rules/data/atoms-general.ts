/**
 * Concepts that say what kind of thing a label names. One row a concept; its terms in English, German,
 * French, Spanish, Italian, Dutch and Portuguese (and a few more) are divided by `;`. Terms are folded
 * (case, accents, punctuation) when they are loaded, so they are written as people print them.
 * A term may stand in several rows: a word may mean several things.
 */
export const generalAtoms: Readonly<Record<string, string>> = {
  number:
    'number; numbers; no; nr; num; nbr; nummer; nummern; numero; numéro; numer; nro; número; num; nº; n°; №; #; ziffer; núm; numeru; rn; broj; číslo; numărul; 番号; 号码; 號碼; 編號; 编号',
  identifier:
    'id; identifier; identification; ident; identnummer; kennung; kennnummer; kenn; identifiant; identificador; identificativo; identificatie; identifikation; key; uid; kennzeichen',
  code: 'code; codes; kode; cod; código; codice; kod; symbol; codigo; kürzel; schlüssel; cde',
  reference:
    'reference; references; ref; refs; referenz; référence; referencia; riferimento; rif; referentie; referência; zeichen; aktenzeichen; az; betreffnummer; kenmerk; reference number; your ref; our ref; geschäftszeichen',
  date: 'date; dates; dated; datum; fecha; fechas; data; dato; datums; jour; dátum; päivämäärä; dat; le; 日付; 日期; vom; tag; day; dt; 日付; 日期; 日',
  time: 'time; uhrzeit; uhr; zeit; heure; hora; ora; tijd; zeitpunkt; heures; horaire; hour; hrs; 時刻; 时间',
  period:
    'period; periods; zeitraum; zeitabschnitt; période; periode; periodo; período; span; term; duration; laufzeit; dauer; durée; duración; durata; duur; interval; range; 期間; abrechnungszeitraum; abrechnungsperiode; leistungszeitraum',
  year: 'year; years; jahr; jahre; année; annee; an; año; anno; jaar; ano; geschäftsjahr; exercice; ejercicio; 年度; fiscal year; jahrgang; yr; yob',
  month:
    'month; months; monat; monate; mois; mes; mese; maand; mês; mth; mnth; 月; monthly; monatlich; mensuel; mensual',
  week: 'week; weeks; woche; kw; semaine; semana; settimana; wk; weekly; kalenderwoche; wöchentlich',
  quarter: 'quarter; quartal; trimestre; kwartaal; qtr; quarterly; vierteljahr',
  day: 'day; days; tage; tag; jours; jour; días; día; giorni; giorno; dagen; dias; daily',
  start:
    'start; starts; begin; beginning; begins; beginn; from; anfang; ab; von; début; debut; du; inicio; comienzo; inizio; desde; dal; van; aanvang; commencement; commences; início; first; erster; opening; effective; inception; gültig ab; valid from; wirksam; départ; starting; since; seit',
  end: 'end; ends; ending; ende; to; bis; through; thru; until; till; fin; au; fine; hasta; al; tot; einde; expiry; expiration; expires; expire; ablauf; ablaufdatum; échéance fin; vencimiento; scadenza; last; letzter; closing; valid until; gültig bis; fim; ended; termination; jusqu; jusque',
  issue:
    'issue; issued; issuing; issuance; ausstellung; ausgestellt; ausstellungs; erstellt; erstellung; émission; emission; émis; emisión; emissione; emitted; uitgifte; expedición; expedition; creation; created; prepared; ausgabe; rilascio; emitido; 発行; 作成; preparation; 発行; 开票; 開立',
  due: 'due; date limite; date limite de paiement; à régler; à régler avant; net à payer; netto a pagare; neto a pagar; net to pay; fällig; fälligkeit; fälliger; fälliges; échéance; echeance; vencimiento; scadenza; verval; vervaldatum; payable; zahlbar; vencimento; dû; exigible; zu zahlen; à payer; a pagar; da pagare; te betalen; zu zahlender; zahlungsziel; pay by; förfallo; å betale; mature; maturity; owed; owing; saldo a pagar; zahlbetrag; zahlungsbetrag; to pay; amount to pay; 支払期限; 期限; 到期日; 付款期限',
  name: 'name; names; named; nom; noms; nombre; nome; naam; namen; bezeichnung; dénomination; denominación; denominazione; nomi; navn; namn; 氏名; 名称; 姓名; full name; raison sociale; razón social; ragione sociale; benennung; firmenname; imię',
  description:
    'description; descriptions; desc; descr; beschreibung; désignation; designation; descripción; descrizione; omschrijving; descrição; bezeichnung; libellé; libelle; label; detail; details; beskrivelse; particulars; text; narrative; memo; explanation; concepto; leistung; leistungsbeschreibung; bemerkung; popis; opis; 摘要; 内容',
  type: 'type; types; typ; art; kind; tipo; soort; class; klasse; classe; clase; category; categories; kategorie; catégorie; categoría; categoria; categorie; sorte; nature; genre; typology; gattung',
  status: 'status; state of; zustand; stand; statut; estado; stato; condition; état',
  amount:
    'amount; amounts; amt; betrag; beträge; montant; montants; importe; importo; bedrag; valor; sum; summe; somme; suma; somma; belopp; beløb; kwota; montante; value; wert; dollars; $; charge; charges; gebühr; cuantía; 金額; 支払額; fee; fees; figure; sumas; 金額; 金额',
  total:
    'grand total; overall total; total général; gran total; totale complessivo; eindtotaal; endsumme; total geral; total; totals; gesamt; gesamtbetrag; gesamtsumme; summe; sum; totale; totaal; insgesamt; grand; endbetrag; endsumme; ttl; tot; overall; aggregate; totaux; totales; suma; razem; summa; celkem; rechnungsbetrag; 合計; 总计; cumulative; whole; toplam; zusammen; complessivo; global; somme; 計; 合计; 总额',
  subtotal:
    'subtotal; sub total; zwischensumme; sous total; sous-total; subtotale; subtotaal; subtotales; 小計; suma parcial; warenwert; zwischentotal; delsumma',
  gross:
    'gross; brutto; bruttobetrag; brut; bruto; lordo; lorda; ttc; incl vat; including vat; inkl mwst; inklusive; incl; with vat; with tax; including tax; inc vat; ivato; btw inclusief; iva incluido; tva incluse; toutes taxes comprises; tax inclusive; inkl; iva incl; mit mwst; incl btw; incl tax; bruttowert; gesamtbetrag brutto; inkl ust',
  net: 'net; netto; nettobetrag; ht; hors taxe; hors taxes; excl vat; excluding vat; without vat; neto; netta; netwert; líquido; ex vat; exkl; zzgl; before tax; base imponible; tax exclusive; sin iva; excl btw; exkl mwst; ohne mwst; without tax; excl; imponibile; liquide; nettowert; hors tva; senza iva; exclusive of tax',
  quantity:
    'quantity; quantities; qty; menge; anzahl; quantité; quantite; qté; qte; cantidad; quantità; quantita; aantal; quantidade; stück; stk; pieces; pcs; units; count; cant; hoeveelheid; ilość; mängd; antal; number of; nb; nombre de; anz; 数量; no of; # of; pièces; pezzi; piezas; volume; shipped qty',
  price:
    'price; prices; preis; preise; prix; precio; prezzo; prijs; preço; tarif; cost; kosten; coût; costo; coste; cena; pris; 単価; preisje',
  rate: 'rate; rates; satz; taux; tasa; tasso; tarief; taxa; percentage; percent; prozent; %; pourcentage; porcentaje; percentuale; pct; tarif; aliquota; ratio; quote; prozentsatz; procent',
  unit: 'unit; units; einheit; einheiten; unité; unidad; unità; eenheid; unidade; uom; measure; me; mesure; medida; u m; maßeinheit; unit of measure; enhet; mengeneinheit; jm',
  line: 'line; lines; ln; zeile; position; pos; posten; positionen; ligne; línea; linea; riga; regel; item; items; linha; poste; row; entry; artículo; partida; rad; rang; lfd; lp; s n; sl no; sr no; s no; serial no; n ordre',
  page: 'page; pages; seite; seiten; página; pagina; pag; pg; blatt; sheet; p',
  title:
    'title; titel; titre; título; titolo; heading; betreff; objet; asunto; oggetto; onderwerp; subject; überschrift; assunto; re; caption; intitulé; betr',
  document:
    'document; documents; dokument; doc; documento; beleg; form; formular; formulaire; formulario; paper; papier; schriftstück; modulo; formulier; report; bericht; rapport; informe; filing; belegart; schreiben; act; record',
  version:
    'version; revision; rev; überarbeitung; révision; revisión; revisione; versión; versione; versie; edition; auflage; ausgabe; fassung; amendment; änderung; nachtrag; mod; modification; índice; indice',
  comment:
    'comment; comments; remark; remarks; note; notes; bemerkung; bemerkungen; hinweis; anmerkung; anmerkungen; remarque; remarques; commentaire; commentaires; observaciones; observación; nota; notas; osservazioni; opmerking; opmerkingen; observação; notiz; mitteilung; message; instructions; anweisungen; info; information',
  currency:
    'currency; währung; devise; monnaie; moneda; divisa; valuta; moeda; curr; ccy; waehrung; munt; 通貨',
  language:
    'language; languages; sprache; sprachen; langue; langues; idioma; idiomas; lingua; lingue; taal; talen',
  percent: '%; percent; percentage; prozent; pct; pour cent; por ciento; per cento; procent',
  list: 'list; lists; liste; lista; lijst; listing; verzeichnis; schedule; aufstellung; register; index; table; tabelle; tableau; tabla',
  current:
    'current; aktuell; aktuelle; aktueller; courant; actual; actuel; corriente; corrente; huidig; present; laufend; this; laufendes; latest; lfd; neu; new; nouveau; nuevo; neuer',
  previous:
    'previous; prior; vorherig; vorherige; vorheriger; précédent; precedent; anterior; precedente; vorig; vorige; last; former; vorjahr; alt; alter; old; past; ancien; antiguo; vormonat; vortrag',
  next: 'next; nächste; nächster; nächstes; prochain; próximo; prossimo; volgende; following; upcoming; future',
  original:
    'original; ursprünglich; originale; initial; initiale; inicial; iniziale; oorspronkelijk; orig; ursprung',
  estimate:
    'estimate; estimated; est; schätzung; geschätzt; estimation; estimé; estimado; stima; voorlopig; forecast; projected; prognose; expected; voraussichtlich; guidance; presupuesto',
  actual: 'actual; ist; réel; real; effettivo; werkelijk; tatsächlich; reported',
  minimum: 'minimum; min; mindest; minimal; mínimo; minimo; lowest; least; low; niedrigste; minimale',
  maximum:
    'maximum; max; höchst; maximal; máximo; massimo; highest; most; high; peak; limit; höchstbetrag; maximale; top; límite; limite',
  average:
    'average; avg; durchschnitt; moyenne; moyen; promedio; media; gemiddeld; mean; mittelwert; durchschnittlich; medio',
  annual:
    'annual; yearly; jährlich; annuel; annuelle; anual; annuale; jaarlijks; per annum; pro jahr; jahres',
  cumulative:
    'ytd; year to date; cumulative; kumuliert; aufgelaufen; cumul; acumulado; cumulato; to date; jahreswerte',
  received:
    'received; eingang; erhalten; eingegangen; reçu; recibido; ricevuto; ontvangen; receipt; arrival; posted; réception',
  sent: 'sent; gesendet; versandt; envoyé; enviado; inviato; verzonden; mailed; dispatched; dispatch; versand',
  signed:
    'signed; unterschrieben; gezeichnet; signé; firmado; firmato; getekend; signature; unterschrift; firma; handtekening; assinatura; signatur; sign; signatory; signing; executed; execution; unterzeichnet; authentisiert',
  approved:
    'approved; approval; genehmigt; genehmigung; freigabe; freigegeben; approuvé; aprobado; approvato; goedgekeurd; authorized; authorization; authorised; autorisation; autorización; zulassung; auth; autorizzazione',
  printed: 'printed; print; gedruckt; imprimé; impreso; stampato; afgedrukt; druck; druckdatum; ausdruck',
  entered: 'entered; erfasst; erfassung; entry; eingegeben; saisi; ingresado; inserito; ingevoerd',
  modified:
    'modified; changed; geändert; change; changes; modifié; modificado; updated; update; aktualisiert; mise à jour; last modified; amended; revised',
  alternate:
    'alt; alternate; alternative; alternativ; secondary; other; autre; otro; altro; andere; sonstige; abweichend; abweichender; abweichende; weitere; different; ersatz; zusätzlich; additional',
  external: 'external; extern; externe; externo; esterno; outside; fremd; third party',
  internal: 'internal; intern; interne; interno; inhouse; eigene',
  global: 'global; globale; gln; worldwide; international; weltweit; ean; gtin; duns; iln',
  parent:
    'parent; master; main; haupt; übergeordnet; mère; matriz; madre; hoofd; umbrella; principal; principale',
};
