/** Concepts of trade, tax, payment and accounts. Format as in atoms-general.ts. */
export const businessAtoms: Readonly<Record<string, string>> = {
  invoice:
    'invoice; invoices; inv; bill; rechnung; rechnungen; rechnungs; facture; factures; factura; facturas; fattura; fatture; factuur; fatura; faktura; handelsrechnung; nota fiscal; rg; re; beleg; 請求書; 发票; laskun; lasku; számla; 請求書; 請求; 发票; 發票',
  creditnote:
    'credit note; credit memo; gutschrift; avoir; nota de crédito; nota di credito; creditnota; kreditnota; rechnungskorrektur; storno; stornorechnung; korrekturrechnung',
  receipt:
    'receipt; quittung; reçu; recibo; ricevuta; kassenbon; bon; ticket; kassenbeleg; zahlungsbeleg; scontrino; check; slip',
  order:
    'order; orders; ordered; bestellt; bestellte; commandé; commandée; commandés; bestellung; bestell; auftrag; auftrags; commande; pedido; ordine; bestelling; encomenda; po; purchase order; ordre; ord; orden; objednávka; zamówienie; beställning; tilaus; 注文',
  backorder:
    'backorder; back order; backordered; back ordered; rückstand; rückständig; reliquat; reste à livrer; outstanding quantity; open quantity; pendiente; nachlieferung; arretrato; naleverin',
  purchase:
    'purchase; einkauf; achat; compra; acquisto; inkoop; kauf; procurement; aankoop; kauf; beschaffung; purchases',
  sale: 'sale; sales; verkauf; vente; ventes; venta; ventas; vendita; vendite; verkoop; vendas; umsatz; umsätze; chiffre d affaires; turnover; revenue; revenues; omzet; erlöse; erlös; umsatzerlöse; fatturato; facturación',
  contract:
    'contract; contracts; vertrag; vertrags; contrat; contrato; contratto; contract; overeenkomst; agreement; vereinbarung; accord; acuerdo; accordo; avtal; umowa; rahmenvertrag; deal; 契約; treaty; covenant',
  project:
    'project; projekt; projet; proyecto; progetto; kostenstelle; cost center; cost centre; job; baustelle; chantier; commessa; bauvorhaben; obra; matter',
  offer:
    'offer; quote; quotation; angebot; angebots; devis; oferta; offerta; offerte; kostenvoranschlag; proposal; presupuesto; orçamento; cotización; proforma; preventivo',
  delivery:
    'delivery; deliver; delivered; geliefert; gelieferte; livré; livrée; livrés; entregado; consegnato; geleverd; lieferung; liefer; livraison; entrega; consegna; levering; lieferschein; supply; bon de livraison; albarán; ddt; leverans; leveringsdatum; lieferdatum; liefertermin; leistung; leistungsdatum; prestation; lieferungs; shipped; leverings; performance; leistungs; liefertag',
  shipment:
    'shipment; shipping; ship; versand; sendung; expédition; envío; envio; spedizione; verzending; consignment; freight; fracht; transport; fret; cargo; carriage; transporte; trasporto; tracking; paket; parcel; shipped; ladung; waybill; frachtbrief',
  seller:
    'seller; sellers; vendor; vendors; supplier; suppliers; verkäufer; lieferant; lieferanten; vendeur; fournisseur; proveedor; vendedor; venditore; fornitore; leverancier; verkoper; merchant; rechnungssteller; issuer; aussteller; émetteur; emisor; cedente; prestatore; auftragnehmer; leistungserbringer; sold by; remit to; biller; creditor; gläubiger; absender; verkaufer; contractor; provider; fornecedor; store; shop; retailer; prestataire; emitente; payee; händler; rechnungsaussteller; dealer',
  buyer:
    'buyer; buyers; customer; customers; client; clients; käufer; kunde; kunden; acheteur; cliente; clientes; comprador; acquirente; koper; klant; purchaser; bill to; billed to; sold to; prepared for; issued to; invoiced for; rechnungsempfänger; leistungsempfänger; auftraggeber; destinataire; facturé à; facturer à; adressé à; invoice to; invoiced to; besteller; rechnungsadresse; rechnungsanschrift; cessionario; committente; destinatario; abnehmer; debtor; kundin; adresse de facturation; billing address; facturar a; fatturare a; billed; cliënt; mandant; asiakas; kund; patron; committente; intestatario; afnemer',
  recipient:
    'recipient; recipients; empfänger; destinataire; destinatario; ontvanger; ship to; deliver to; shipped to; delivery address; lieferadresse; lieferanschrift; warenempfänger; livré à; livraison à; adresse de livraison; consignee; enviar a; addressee; adressat; attention; attn; z hd; receiver; dirección de entrega; indirizzo di consegna; afleveradres; attention to; consignatario; zustelladresse',
  shipper:
    'shipper; sender; absender; expéditeur; remitente; mittente; afzender; consignor; exporter; exporteur; ship from; versender; exportador; expedidor; verlader; lieferant',
  payee:
    'payee; zahlungsempfänger; bénéficiaire; beneficiario; begunstigde; begünstigter; beneficiary; remit to; pay to; payable to; send payment to; kontoinhaber; account holder',
  payer:
    'payer; payor; zahler; zahlungspflichtiger; payeur; pagador; pagatore; betaler; debtor; schuldner; remitter; bill payer',
  account:
    'account; accounts; acct; a c; konto; compte; cuenta; conto; rekening; conta; kto; konta; kontonummer; cta; accounting; 口座; acc; vertragskonto',
  bank: 'bank; banks; banque; banco; banca; kreditinstitut; geldinstitut; bankverbindung; bank name; institut; établissement bancaire; bankhaus; caisse',
  iban: 'iban; kontonummer iban; international bank account number',
  bic: 'bic; swift; bic swift; swift code; swift bic; bic code',
  bankcode:
    'sort code; sortcode; routing; routing number; aba; aba number; routing transit number; blz; bankleitzahl; bank code; code banque; código de banco; clearing; clearing number; bsb',
  vat: 'vat; mwst; ust; umsatzsteuer; mehrwertsteuer; tva; iva; btw; moms; gst; taxe sur la valeur ajoutée; ust; mwst; hst; value added tax; dph; afa; alv; pvm; iva; impuesto; kdv; sales tax; ust satz; 消費税; 增值税',
  tax: 'tax; taxes; taxation; steuer; steuern; impôt; impots; taxe; impuesto; impuestos; tassa; imposta; belasting; imposto; steuerlich; fiscal; fiscale; skatt; podatek; vat; mwst; ust; umsatzsteuer; mehrwertsteuer; tva; iva; btw; moms; gst; lohnsteuer; abgabe; imposable; contribution; tributo; 税; 消費税; ust betrag; 税額; 税额; 税',
  taxbase:
    'taxable; taxable amount; taxable base; taxable value; taxable supply; tax base; tax basis; basis; basisbetrag; bemessungsgrundlage; steuerbasis; base; base ht; base imponible; base tva; base de calcul; assiette; imponibile; belastbaar; maatstaf; vat base; vat basis; net basis',
  vatid:
    'vat id; vat number; vat no; vat reg no; vat registration number; vat identification number; ust id; ust idnr; ustid; ust id nr; ustidnr; umsatzsteuer id; umsatzsteuer identifikationsnummer; umsatzsteueridentifikationsnummer; uid; uid nummer; uid nr; tva intracommunautaire; numéro de tva; n° tva; no tva; n° tva intracommunautaire; num tva; tva intra; id tva; identifiant tva; nif; nif iva; cif; partita iva; p iva; piva; btw nummer; btw nr; btw id; btw identificatienummer; vat registration; mwst nr; mwst nummer; gstin; gst no; n tva; code tva; cod fiscal; moms nr; vat reg; tax id; tva intracom; ust ident nr; company vat id; vatin; numéro de tva intracommunautaire; numéro d identification tva; nipc; cvr; alv numero',
  taxid:
    'tax id; tax number; tax no; tin; ein; steuernummer; steuer nr; st nr; stnr; numéro fiscal; identifiant fiscal; nif; rfc; codice fiscale; cnpj; cpf; tax identification number; federal tax id; fein; fiscal code; steuer id; rsin; numero fiscale; irs employer identification no; employer identification number; steueridentifikationsnummer; ssn; social security number; sozialversicherungsnummer; abn',
  registration:
    'registration; registered; register; handelsregister; handelsregisternummer; hrb; hra; rcs; siren; siret; kvk; registro mercantil; registrierung; company number; company registration number; regd; reg; reg no; immatriculation; registre; inscripción; iscrizione; eingetragen; amtsgericht; enregistrement; companies house',
  siret: 'siret; n siret; numéro siret; siren; n siren',
  discount:
    'discount; discounts; disc; rabatt; rabatte; remise; descuento; sconto; korting; desconto; nachlass; skonto; allowance; rebate; abzug; abschlag; réduction; reduction; escompte; bonus; abatement',
  surcharge:
    'surcharge; zuschlag; zuschläge; supplément; recargo; maggiorazione; toeslag; extra charge; zusatzkosten; handling; aufschlag; majoration; extra',
  freight:
    'freight; shipping cost; versandkosten; frachtkosten; frais de port; port; gastos de envío; spese di spedizione; verzendkosten; delivery charge; shipping charges; shipping and handling; porto; fracht; transport costs; frais de livraison; frais d expédition',
  payment:
    'payment; payments; paid; zahlung; zahlungen; zahlungs; paiement; paiements; pago; pagos; pagamento; betaling; règlement; reglement; bezahlt; payé; pagado; pagato; betaald; pay; überweisung; virement; remittance; payment amount; zahlart; einzahlung; betal; 支払; 支払日; versement; auszahlung; settle; settlement',
  terms:
    'terms; term; bedingungen; konditionen; conditions; condiciones; condizioni; voorwaarden; zahlungsbedingungen; zahlungsziel; payment terms; modalités; condições; zahlungskonditionen; klausel; kondition',
  method:
    'method; methode; méthode; modo; metodo; methode; mode; zahlungsart; zahlungsweise; moyen; forma; means; art der zahlung; via; form of payment; modalité; paid by; tender',
  card: 'card; karte; kreditkarte; carte; tarjeta; carta; kaart; credit card; cartão; ec karte; card number; debit card; visa; mastercard',
  deposit:
    'deposit; anzahlung; acompte; anticipo; acconto; aanbetaling; prepaid; prepayment; prepayments; vorauszahlung; vorauszahlungen; abschlagszahlungen; advance payments; payments on account; paid in advance; kaution; advance; abschlag; abschlagszahlung; already paid; déjà payé; bereits bezahlt; down payment; gezahlt; adelanto; acomptes; bereits gezahlt; arrhes; provision',
  capex:
    'capex; capital expenditure; capital expenditures; additions to property; purchases of property; purchase of property; acquisition of property; acquisitions of property; investments in property; payments for property; expenditures for property; investitionen in sachanlagen; investissements corporels; inversiones en inmovilizado',
  paidincapital:
    'additional paid in capital; paid in capital; capital in excess of; share premium; capital surplus; kapitalrücklage; prime d émission; prima de emisión; riserva sovrapprezzo',
  balance:
    'balance; saldo; solde; restbetrag; bilanz; offen; offener; remaining; outstanding; open; rest; restant; reste; rest à payer; unpaid; resto; open amount; kontostand; salden; bilan; 残高',
  opening:
    'opening; anfangs; anfangssaldo; initial; ouverture; inicial; apertura; beginning; eröffnung; start; previous balance; alter saldo; alter kontostand; startsaldo; beginning balance; openings; solde initial; saldo anterior; saldo inicial; vortrag; solde précédent; saldo iniziale; brought forward',
  closing:
    'closing; schluss; endsaldo; final; clôture; cierre; chiusura; ending; abschluss; end; new balance; neuer saldo; neuer kontostand; eindsaldo; ending balance; solde final; saldo final; carried forward; saldo finale; nouveau solde; nuevo saldo',
  debit:
    'debit; debits; soll; débit; débits; débito; debe; addebito; withdrawal; withdrawals; lastschrift; belastung; belastungen; ausgang; ausgänge; af; cargo; cargos; paid out; money out; checks; sorties; lastschriften; uscite; afschrijving; deduction; auszahlungen; dr',
  credit:
    'credit; credits; haben; crédit; crédits; crédito; abono; abonos; accredito; deposits; gutschrift; gutschriften; eingang; eingänge; bij; paid in; money in; entrées; entrate; bijschrijving; einzahlungen; cr; haber; ingresos; deposits and credits',
  transaction:
    'transaction; transactions; buchung; buchungen; umsatz; umsätze; opération; operations; operación; movimiento; movimientos; transazione; operazione; movimento; transactie; buchungstext; vorgang; verwendungszweck; trans; txn; verrichting',
  bookingdate:
    'booking date; posting date; post date; buchungstag; buchungsdatum; bu tag; buchung; date d opération; date opération; fecha operación; fecha de operación; data contabile; data operazione; boekdatum',
  valuedate:
    'value date; valuta; wert; wertstellung; valutadatum; date de valeur; date valeur; valeur; fecha valor; data valuta; valutadatum',
  statement:
    'statement; kontoauszug; auszug; relevé; extracto; estratto; afschrift; rekeningafschrift; abrechnung; décompte; estado de cuenta; extrato; account statement; abrechnungs; rekeninguittreksel',
  interest:
    'interest; zins; zinsen; intérêt; intérêts; interés; intereses; interesse; interessi; rente; juros; zinssatz',
  fee: 'fee; fees; gebühr; gebühren; frais; comisión; comisiones; commissione; commissioni; kosten; commission; provision; honoraires; tasas; tarifa; honorar; entgelt; spesen; agency commission; taxa; charges; honorarios; spese; coûts',
  customernumber:
    'customer number; customer no; customer id; customer code; customer account; client number; client id; client no; client code; kundennummer; kunden nr; kundennr; kd nr; kdnr; kundenkonto; numéro client; numéro de client; n° client; n client; no client; code client; réf client; número de cliente; n° cliente; codice cliente; klantnummer; klantnr; debitor; debitorennummer; debitornummer; debitoren nr; account number; account no; acct no; kundennummer bei uns; nº cliente; cod cliente; numero cliente; asiakasnumero; kundnummer; buyer number; referencia cliente; id client; compte client; cliënt nr; partnernummer',
  suppliernumber:
    'supplier number; vendor number; vendor no; vendor id; supplier id; supplier no; lieferantennummer; lieferanten nr; lieferantennr; numéro fournisseur; n° fournisseur; code fournisseur; codice fornitore; número de proveedor; leveranciersnummer; kreditorennummer; kreditor nr; seller number; ihre lieferantennummer',
  article:
    'article; articles; artikel; artículo; articolo; product; produkt; produit; producto; prodotto; item; items; ware; waren; goods; part; material; merchandise; marchandise; 品名; 商品; commodity; artigo; produto; mercancía; good; teil; gegenstand; artikelbezeichnung',
  articlenumber:
    'article number; article no; article code; article id; art no; art nr; artnr; artikelnummer; artikel nr; artikelnr; item number; item no; item code; item id; item #; product number; product no; product code; product id; part number; part no; part #; sku; sku no; stock code; stock no; catalog number; catalogue no; cat no; model number; model no; material number; materialnummer; mat nr; sachnummer; teilenummer; teile nr; référence article; référence produit; code article; code produit; réf article; réf produit; código de artículo; codice articolo; cod art; artikelcode; upc; mpn; isbn; 品番',
  unitprice:
    'unit price; unit cost; price per unit; cost per unit; price each; each; einzelpreis; einzel preis; e preis; ep; stückpreis; stück preis; preis pro stück; preis pro einheit; preis je einheit; preis einheit; listenpreis; list price; prix unitaire; prix unit; prix u; p u; pu; precio unitario; precio unit; prezzo unitario; prezzo unit; eenheidsprijs; stuksprijs; preço unitário; 単価; à prix',
  lineamount:
    'line total; line amount; line net; total price; price total; ext price; ext amount; extended price; extended amount; extended cost; extension; gesamtpreis; gesamt preis; g preis; gp; positionsbetrag; positionssumme; zeilensumme; zeilenbetrag; prix total; total ligne; montant ligne; precio total; prezzo totale; totaalprijs; regeltotaal; preço total',
  service:
    'service; services; dienstleistung; leistung; leistungen; prestation; prestations; servicio; servizio; dienst; diensten; serviço; leistungsart; servicios',
  batch:
    'batch; lot; charge; chargennummer; serial; seriennummer; lote; lotto; partij; série; serial number; serie; sn',
  tariff:
    'tariff; zolltarif; hs code; taric; commodity code; warennummer; zolltarifnummer; customs; zoll; douane; aduana; dogana; customs value',
  incoterm:
    'incoterm; incoterms; lieferbedingung; lieferbedingungen; delivery terms; lieferkondition; incoterms 2010; incoterms 2020',
  weight:
    'weight; gewicht; poids; peso; gewicht; kg; kilograms; wt; masse; vikt; lbs; tara; gewichts; net weight; gross weight',
  dimension:
    'dimension; dimensions; maß; maße; abmessung; abmessungen; dimensiones; dimensioni; afmetingen; size; größe; taille; tamaño; misura; dim; measurements; formato; format',
  package:
    'package; packages; verpackung; packung; colis; bulto; bultos; collo; colli; pack; carton; cartons; karton; palette; pallet; packing; verpackungs; emballage; embalaje; container; behälter; gebinde; pieces; stück',
  warehouse:
    'warehouse; lager; entrepôt; almacén; magazzino; magazijn; lagerort; stock; storage; depot; deposito',
  country:
    'country; countries; land; länder; pays; país; países; paese; land; staat; nation; nationality; nationalité; nacionalidad; nazionalità; staatsangehörigkeit; noc; nat; ctry; kraj; 国',
  origin:
    'origin; herkunft; ursprung; origine; origen; oorsprong; ursprungsland; départ; from; departure; abgang; abflug; loading; origem; provenienza',
  destination:
    'destination; ziel; bestimmungsort; destino; destinazione; bestemming; bestimmungsland; arrival; ankunft; arrivée; discharge; zielort; reiseziel; 出張先',
};
