/** Concepts of media, sport, transport, property, technology, law and finance. Format as in atoms-general.ts. */
export const fieldAtoms: Readonly<Record<string, string>> = {
  advertiser:
    'advertiser; advertisers; werbetreibender; werbekunde; annonceur; anunciante; inserzionista; adverteerder; sponsor; inserent; candidate; committee; auftraggeber; brand owner; adv; advt',
  agency:
    'agency; agencies; agentur; agence; agencia; agenzia; agentschap; media agency; werbeagentur; bureau; agy; agent; broker; makler; buying agency; mediaagentur; courtier; corredor; vermittler',
  agent:
    'agent; agents; vertreter; agente; makler; broker; representative; vermittler; représentant; representante; rappresentante; vertegenwoordiger; producer; bevollmächtigter; trustee; proxy; mandataire',
  station:
    'station; sender; sendestation; chaîne; emisora; emittente; zender; channel; property; network; kanal; outlet; broadcaster; call letters; tv station; radio station; stations; canal; media outlet; publication; titel; call sign; publisher',
  flight:
    'flight; flights; flight dates; schedule dates; contract dates; campaign; kampagne; campagne; campaña; campagna; air dates; broadcast dates; run dates; broadcast; flight date; sendezeitraum; kampagnenzeitraum; order dates; hiatus; spot dates; diffusion; schaltung; schaltzeitraum; belegungszeitraum',
  spot: 'spot; spots; ausstrahlung; airing; airings; insertion; insertions; anzeige; schaltung; schaltungen; spotanzahl; commercial; commercials; werbespot; total spots; diffusions; passages',
  product:
    'product; produkt; produit; producto; prodotto; product desc; product description; brand; marke; marque; marca; merk; produto; produktbezeichnung; produkten',
  estimate_number:
    'estimate; estimate number; estimate no; estimate #; est; est no; est #; cpe; estimate code',
  salesperson:
    'salesperson; sales rep; account executive; verkäufer; vertriebsmitarbeiter; commercial; vendedor; venditore; ae; account manager; primary ae; sales person; verkoper; sales representative; salesman; representante de ventas; kundenberater; außendienst; vertreter; rep; sales executive; seller name; agente; vertrieb',
  demographic:
    'demographic; demo; zielgruppe; cible; demografía; target; audience; primary demo; target group; doelgroep; demographics; público objetivo',
  market:
    'market; markt; marché; mercado; mercato; dma; territory; markets; vertriebsgebiet; région commerciale',
  program:
    'program; programme; programm; sendung; émission; programa; programma; show; daypart; tv program; sendeplatz; umfeld; rubrik',
  commission:
    'commission; provision; comisión; commissione; provisie; agency commission; comm; vermittlungsprovision; courtage; agenturprovision; ae; rabatt ae',
  event:
    'event; events; veranstaltung; événement; evento; evenement; wettkampf; épreuve; prueba; gara; race; rennen; discipline; wettbewerb; disziplin; occasion; course; competition; concours; onderdeel; conference',
  championship:
    'championship; championships; meisterschaft; meisterschaften; championnat; championnats; campeonato; campeonatos; campionato; campionati; kampioenschap; tournament; turnier; tournoi; torneo; cup; pokal; coupe; copa; coppa; meet; competition; games; spiele; meeting; open; trophy; wettkampf; league; grand prix; regatta; invitational; kampioenschappen',
  distance:
    'distance; distanz; strecke; distancia; distanza; afstand; length; len; länge; longueur; longitud; lunghezza; lengte; entfernung; meters; metres; m; km; kilometrage; mileage; kilometer',
  stroke:
    'stroke; freestyle; backstroke; butterfly; breaststroke; medley; schwimmart; nage; estilo; stile; style; discipline; lage; freistil; brust; rücken',
  category:
    'category; kategorie; catégorie; categoría; categoria; categorie; class; klasse; division; round; final; heat; runde; manche; wertung; série; serie; abteilung; altersklasse; level; gruppe; group; phase',
  rank: 'rank; ranking; place; platz; rang; position; puesto; posto; plaats; platzierung; pos; pl; placing; classement; classifica; rk; clasificación; plätze; 順位; posición; plazierung; stand',
  athlete:
    'athlete; athletes; swimmer; competitor; competitors; participant; participants; teilnehmer; sportler; athlète; nageur; atleta; deportista; runner; player; spieler; joueur; jugador; giocatore; schwimmer; läufer; coureur; rider; fahrer; name; driver; contestant; 選手; nadador; deelnemer',
  team: 'team; club; verein; équipe; equipo; squadra; mannschaft; ploeg; affiliation; school; squad; società; équipes; equipe; team name; vereinigung; clube; stable; rennstall; association',
  record:
    'record; records; rekord; rekorde; récord; wr; bestleistung; best; bestzeit; pb; sb; mark; bestmarke',
  points: 'points; punkte; puntos; punti; pts; score; punten; wertungspunkte; pt; fina points; pontos',
  agegroup:
    'age group; altersklasse; catégorie d âge; grupo de edad; fascia di età; leeftijdsgroep; age category; ak; age class; jahrgang; age division; categoría de edad; altersgruppe; masters category',
  vehicle:
    'vehicle; fahrzeug; véhicule; vehículo; veicolo; voertuig; car; auto; license plate; kennzeichen; plate; immatriculation; matrícula; targa; kenteken; vin; amtliches kennzeichen; fahrzeugschein; fin; chassis; vessel; schiff; navire; buque; nave; voyage',
  make: 'make; hersteller; manufacturer; constructeur; fabricante; costruttore; fabrikant; fahrzeugmarke; marke des fahrzeugs',
  model: 'model; modell; modèle; modelo; modello; fahrzeugmodell; typbezeichnung',
  airline:
    'airline; fluggesellschaft; compagnie aérienne; aerolínea; compagnia aerea; carrier; vol; vuelo; volo; issuing carrier; reederei; line; frachtführer; transporteur; transportista; vettore; vervoerder',
  airport:
    'airport; flughafen; aéroport; aeropuerto; aeroporto; luchthaven; port; hafen; porto; puerto; gate; terminal; haven; bahnhof; gare; seaport; flugplatz',
  waybill:
    'waybill; frachtbrief; lettre de voiture; carta de porte; lettera di vettura; vrachtbrief; awb; air waybill; airway bill; bill of lading; b l; konnossement; sea waybill; cmr; mawb; hawb; connaissement; conocimiento de embarque; polizza di carico; bl',
  booking:
    'booking; buchung; réservation; reserva; prenotazione; boeking; reservation; confirmation; bestätigung; buchungscode; pnr; record locator; reservierung; reservering; conferma; dossier; buchungsbestätigung; confirmación',
  guest:
    'guest; guests; gast; gäste; hôte; huésped; ospite; passenger; passagier; traveler; traveller; reisender; pasajero; passeggero; passager; voyageur; client; viajero; visitor; besucher',
  room: 'room; zimmer; chambre; habitación; camera; kamer; raum; pièce; sala; stanza; quarto; nights; nächte; space; office',
  property:
    'property; properties; grundstück; immobilie; objekt; bien; inmueble; immobile; pand; liegenschaft; gebäude; building; bâtiment; edificio; gebouw; dwelling; wohnung; apartment; appartement; premises; real estate; flat; house; haus; lot; parcel; wohneinheit; mietobjekt; imóvel; lease premises; unit',
  landlord:
    'landlord; lessor; vermieter; bailleur; arrendador; locatore; verhuurder; propriétaire; owner; eigentümer; propietario; proprietario; licensor; owners; eigenaar; grantor; senhorio; hausverwaltung; holder; inhaber',
  tenant:
    'tenant; lessee; mieter; locataire; arrendatario; conduttore; huurder; renter; inquilino; occupant; licensee; pächter; grantee; inquilina; leaseholder; borrower; resident; bewohner',
  rent: 'rent; miete; loyer; alquiler; affitto; canone; huur; rental; kaltmiete; warmmiete; renta; lease; mietzins; grundmiete; base rent; pacht; aluguel; arrendamiento; nettokaltmiete; monthly rent',
  area: 'area; fläche; surface; superficie; oppervlakte; sqft; square feet; square meters; quadratmeter; m2; wohnfläche; sq ft; square footage; área; größe; rentable square feet; nutzfläche; m²; acreage; gla',
  borrower:
    'borrower; borrowers; kreditnehmer; darlehensnehmer; emprunteur; prestatario; mutuatario; kredietnemer; debtor; obligor; mutuario; deudor; mortgagor; leningnemer; loan party',
  lender:
    'lender; lenders; kreditgeber; darlehensgeber; prêteur; prêteurs; prestamista; finanziatore; kredietgever; bank; banks; creditor; acreedor; kreditinstitut; mortgagee; banking institution; financial institution',
  arranger:
    'arranger; lead arranger; arrangers; bookrunner; bookrunners; syndication agent; arrangeur; joint lead arranger; joint bookrunner; konsortialführer; lead manager; chef de file; joint lead arrangers',
  administrative:
    'administrative; administrative agent; administration; verwaltung; administratif; administrativo; agent bank; facility agent; verwaltungsagent; admin; agent administratif; sole administrative agent',
  syndication:
    'syndication; syndication agent; co syndication agent; konsortium; syndicat; sindicación; consorzio; syndicate; documentation agent',
  loan: 'loan; loans; darlehen; kredit; prêt; préstamo; mutuo; lening; credit facility; facility; hypothek; mortgage; commitment; commitments; borrowing; principal; emprunt; crédit; finanziamento; krediet; darlehensbetrag; facilities; fazilität; revolving; tranche; note; term loan; kreditsumme; hipoteca',
  commitment:
    'commitment; commitments; zusage; engagement; compromiso; impegno; facility amount; aggregate commitment; kreditzusage; kreditbetrag; aggregate principal; obligation; verpflichtung; toezegging',
  principal:
    'principal; kapital; capital; kapitalbetrag; nominal; face value; nennwert; principal amount; hauptschuld; valor nominal; hoofdsom; capitale; darlehensbetrag',
  maturity:
    'maturity; maturity date; endfälligkeit; fälligkeit; échéance; vencimiento; scadenza; looptijd; termination date; final maturity; expiry; expiration; revolving maturity date; laufzeitende; maturität; date d échéance; commitment termination date; vervaldag; stated maturity',
  agreement:
    'agreement; vertrag; vereinbarung; convention; contrat; acuerdo; convenio; accordo; overeenkomst; contract; deed; lease; abkommen; memorandum; protocole; covenant; amendment; indenture; treaty',
  law: 'law; laws; recht; droit; ley; legge; governing law; gerichtsstand; applicable law; jurisdiction; anwendbares recht; loi; derecho aplicable; legge applicabile; toepasselijk recht; rechtsordnung; rechtswahl; foro; gesetz; loi applicable; choice of law; statute',
  purpose:
    'purpose; zweck; but; objet; propósito; scopo; doel; use; verwendungszweck; verwendung; use of proceeds; finalidad; reason; grund; motif; motivo; anlass; usage; destination; objetivo; reden; 目的; zweckbestimmung; uso; causale; finalità',
  proceeds:
    'proceeds; erlös; erlöse; produit; ingresos; proventi; opbrengst; mittelverwendung; nettoerlös; fonds',
  notice:
    'notice; mitteilung; avis; aviso; avviso; kennisgeving; benachrichtigung; notification; kündigungsfrist; kündigung; préavis; preaviso; preavviso; notice period; ankündigung; opzegtermijn; request; antrag; requests; demande; solicitud; richiesta; aanvraag; borrowing notice; notice of borrowing; application; anfrage',
  party:
    'party; parties; partei; parteien; partie; parte; partes; parti; partij; partijen; vertragspartei; vertragspartner; contracting party; vertragsparteien; contratante; contraenti; counterparty; signatories; between',
  court:
    'court; gericht; tribunal; juzgado; tribunale; rechtbank; amtsgericht; landgericht; cour; corte; case; docket; aktenzeichen; jurisdiction; plaintiff; defendant; cause; rechtssache; cas; causa; kläger; beklagter; judge; richter; juge',
  officer:
    'officer; officers; director; directors; geschäftsführer; vorstand; directeur; dirigeant; director; amministratore; bestuurder; authorized officer; responsible officer; manager; leiter; officier; funcionario; ceo; gérant; gerente; président; president; vorsitzender; managing director; geschäftsführung; aufsichtsrat; chairman; cfo; chief executive officer; prokurist',
  shareholder:
    'shareholder; shareholders; aktionär; gesellschafter; actionnaire; accionista; azionista; aandeelhouder; stockholder; stockholders; owner; owners; socio; associé; anteilseigner; equity holders; unit holder',
  ownership:
    'ownership; beneficial; eigentum; propriété; propiedad; proprietà; eigendom; beneficial ownership; owner; besitz; titular; holding; share; anteil; beteiligung; interest; quota; participación',
  security:
    'security; sicherheit; collateral; garantie; garantía; garanzia; zekerheid; pledge; guarantee; guarantor; bürge; bürgschaft; sûreté; aval; caution; guaranty; secured; pfand; lien',
  share:
    'share; shares; aktie; aktien; anteil; anteile; action; actions; acción; acciones; azione; azioni; aandeel; aandelen; stock; stocks; equity; par value; common stock; common shares; ordinary shares; units; anteilsschein; titres; valores; titoli; wertpapier; isin; wkn; cusip; security; securities',
  eps: 'eps; earnings per share; ergebnis je aktie; bénéfice par action; beneficio por acción; utile per azione; winst per aandeel; net income per share; net loss per share; per share; résultat par action; net earnings per share; income per share; earnings loss per share; net income loss per share; net income per common share; earnings per common share; net loss per common share',
  diluted:
    'diluted; verwässert; dilué; diluido; diluito; verwaterd; assuming dilution; fully diluted; dilution; verwässertes; diluée',
  basic: 'basic; unverwässert; de base; básico; base; gewoon; undiluted; unverwässertes; básica; primary',
  asset:
    'asset; assets; aktiva; vermögen; vermögenswerte; actif; actifs; activo; activos; attivo; attività; activa; vermögensgegenstände; bezittingen; total assets; ativo; summe aktiva; tillgångar; aktiver; bilanzsumme; 資産',
  liability:
    'liability; liabilities; passiva; verbindlichkeiten; schulden; passif; passifs; pasivo; pasivos; passivo; passività; schulden; obligations; dettes; deudas; debiti; total liabilities; verplichtingen; fremdkapital; verbindlichkeit; total passiva; summe passiva; 負債; passiv; dette; verbindlichkeiten gegenüber',
  equity:
    'equity; eigenkapital; capitaux propres; patrimonio; patrimonio neto; patrimonio netto; eigen vermogen; stockholders equity; shareholders equity; net assets; fonds propres; net worth; total equity; egenkapital; shareholders funds; capital; stockholders deficit; 純資産; capitaux',
  cash: 'cash; bar; bargeld; kasse; trésorerie; efectivo; contanti; contant; cash and cash equivalents; liquide mittel; flüssige mittel; liquidités; disponibilités; cash equivalents; kassenbestand; tesorería; disponibilità liquide; liquide middelen; kas; espèces; caja; cassa; guthaben bei kreditinstituten; disponible; liquidità; efectivo y equivalentes; trésorerie et équivalents de trésorerie; restricted cash; geldmiddelen',
  inventory:
    'inventory; inventories; vorräte; stocks; existencias; inventario; rimanenze; voorraden; bestand; lagerbestand; stock; waren; voorraad; inventories net; fertige erzeugnisse; inventaire; bestände; merchandise inventories',
  receivable:
    'receivable; receivables; forderungen; créances; cuentas por cobrar; crediti; vorderingen; debtors; clientes; trade receivables; accounts receivable; créances clients; debiteuren; deudores; crediti verso clienti; forderungen aus lieferungen und leistungen; kundenforderungen; contas a receber; fordringar; accounts receivable net; notes receivable',
  payable:
    'payable; payables; kreditoren; fournisseurs; cuentas por pagar; debiti; crediteuren; creditors; accounts payable; trade payables; dettes fournisseurs; acreedores; debiti verso fornitori; verbindlichkeiten aus lieferungen und leistungen; lieferantenverbindlichkeiten; contas a pagar; notes payable; accrued',
  goodwill:
    'goodwill; firmenwert; geschäftswert; écart d acquisition; fondo de comercio; avviamento; geschäfts oder firmenwert; fonds commercial; survaleur; goodwill net',
  intangible:
    'intangible; intangibles; immateriell; immaterielle; incorporel; incorporelles; intangible assets; inmaterial; intangibile; immateriële; immobilisations incorporelles; activos intangibles; immaterielle vermögensgegenstände; attività immateriali; immateriële vaste activa; intangibles net; acquired intangible assets; identifiable intangible assets; patents; software',
  fixedasset:
    'property plant and equipment; fixed assets; sachanlagen; anlagevermögen; immobilisations; inmovilizado; immobilizzazioni; vaste activa; ppe; equipment; plant and equipment; property and equipment; immobilisations corporelles; inmovilizado material; materiële vaste activa; immobilizzazioni materiali; tangible assets; pp e; tangible fixed assets; anlagen; machinery; property plant equipment',
  debt: 'debt; debts; schulden; dette; dettes; deuda; debito; schuld; borrowings; long term debt; indebtedness; verschuldung; verbindlichkeiten gegenüber kreditinstituten; financial liabilities; notes payable; obligations; loans payable; finanzschulden; anleihen; emprunts; commercial paper; lending; bonds; short term debt; senior notes; finanzverbindlichkeiten',
  longterm:
    'long term; langfristig; langfristige; long terme; largo plazo; lungo termine; langlopend; noncurrent; non current; no corriente; long-term; non courant; non correnti; langlopende; à long terme',
  shortterm:
    'short term; kurzfristig; kurzfristige; court terme; corto plazo; breve termine; kortlopend; short-term; à court terme; kortlopende; current portion; courant; corriente',
  income:
    'income; einkommen; ertrag; erträge; einnahmen; revenu; revenus; ingreso; ingresos; reddito; proventi; inkomen; inkomsten; earnings; gewinn; bénéfice; beneficio; utile; winst; profit; profits; ergebnis; résultat; resultado; risultato; jahresüberschuss; gain; surplus; net income; lucro; überschuss; jahresergebnis; resultaat; bénéfices; income loss; net earnings; jahresfehlbetrag',
  loss: 'loss; losses; verlust; verluste; perte; pertes; pérdida; pérdidas; perdita; perdite; verlies; deficit; fehlbetrag; net loss; prejuízo; jahresfehlbetrag; défaut',
  expense:
    'expense; expenses; aufwand; aufwendungen; ausgaben; charge; charges; gasto; gastos; spesa; spese; costi; kosten; lasten; dépense; dépenses; uitgaven; outlay; kostenart; costs and expenses; costs; despesa; despesas; aufwände; frais; coste; costos; expenditure; expenditures',
  operating:
    'operating; betrieblich; betriebs; exploitation; explotación; operativo; operativa; bedrijfs; operations; betriebsergebnis; operativer; opérationnel; operating activities; laufende geschäftstätigkeit; opérationnelle; bedrijfsvoering; ebit; operacional; operational; gestione; geschäftstätigkeit; betriebliche',
  investing:
    'investing; investition; investitionstätigkeit; investissement; inversión; investimento; investimenti; investering; investing activities; investments; capex; capital expenditures; investeringen; inversiones',
  financing:
    'financing; finanzierung; finanzierungstätigkeit; financement; financiación; finanziamento; finanziering; financing activities; financieringsactiviteiten; finanzierungs; financiamiento',
  cashflow:
    'cash flow; cash flows; cashflow; kapitalfluss; flux de trésorerie; flujo de caja; flujos de efectivo; flusso di cassa; rendiconto finanziario; kasstroom; mittelzufluss; mittelabfluss; net cash; net cash provided by; net cash used in; kasstromen; flujo de efectivo; cash provided; cash used; flusso; geldfluss; tesorería neta',
  depreciation:
    'depreciation; amortization; amortisation; abschreibung; abschreibungen; amortissement; amortissements; depreciación; amortización; ammortamento; ammortamenti; afschrijving; afschrijvingen; depreciation and amortization; wertminderung; dotations aux amortissements; depreciação; impairment; abschreibungen auf immaterielle vermögensgegenstände',
  margin:
    'margin; marge; margen; margine; gewinnspanne; gross margin; operating margin; rohertrag; margin percent; gross profit margin; marge brute; handelsspanne; rohmarge',
  grossprofit:
    'gross profit; rohertrag; rohergebnis; bruttogewinn; marge brute; beneficio bruto; utile lordo; brutowinst; gross margin; bruttoergebnis; lucro bruto; bruttoergebnis vom umsatz; margen bruto; bruto marge; brutomarge',
  cogs: 'cost of revenue; cost of revenues; cost of sales; cost of goods sold; cogs; umsatzkosten; herstellungskosten; coût des ventes; coste de ventas; costo del venduto; kostprijs van de omzet; materialaufwand; total cost of revenues; cost of products sold; wareneinsatz; cost of net revenue; costo de ventas; coût des marchandises vendues; total cost of net revenue; cost of services; achats consommés; custo das vendas; inkoopwaarde',
  ebitda:
    'ebitda; adjusted ebitda; excédent brut d exploitation; margine operativo lordo; ebe; mol; ebitda adjusted',
  ebit: 'ebit; operating income; operating profit; betriebsergebnis; résultat d exploitation; resultado de explotación; risultato operativo; bedrijfsresultaat; income from operations; earnings before interest and taxes; operating earnings; operating income loss; ergebnis der betrieblichen tätigkeit; reddito operativo; utile operativo; rörelseresultat; operating loss; résultat opérationnel',
  pretax:
    'pretax; pre tax; before tax; before taxes; before income taxes; vor steuern; ergebnis vor steuern; avant impôts; antes de impuestos; ante imposte; vóór belasting; income before income taxes; earnings before income taxes; income before taxes; profit before tax; provision for income taxes before; earnings before tax; résultat avant impôt; utile ante imposte; income loss before income taxes; ebt',
  incometax:
    'income tax; income taxes; provision for income taxes; ertragsteuern; impôt sur les bénéfices; impuesto sobre beneficios; imposte sul reddito; vennootschapsbelasting; income tax expense; steuern vom einkommen und vom ertrag; benefit from income taxes; impôts sur le résultat; tax expense; corporate tax; körperschaftsteuer; income tax provision; impuesto a las ganancias; provision benefit for income taxes; income tax expense benefit',
  dividend:
    'dividend; dividends; dividende; dividendo; dividendi; dividendes; dividendos; gewinnausschüttung; ausschüttung; distribution; dividends paid; cash dividends; dividends declared; uitkering; dividenden',
  repurchase:
    'repurchase; repurchases; buyback; rückkauf; rachat; recompra; riacquisto; inkoop; treasury; share repurchase; repurchases of common stock; stock repurchases; aktienrückkauf; eigene aktien; treasury stock; treasury shares; purchase of treasury; own shares; azioni proprie; actions propres; acciones propias',
  research:
    'research; forschung; recherche; investigación; ricerca; onderzoek; r d; research and development; development; entwicklung; f e; forschung und entwicklung; développement; desarrollo; sviluppo; ontwikkeling',
  selling:
    'selling general and administrative; sg a; sga; vertriebskosten; verwaltungskosten; selling; marketing; general and administrative; selling and administrative; vertrieb; frais commerciaux; gastos de venta; spese di vendita; verkoopkosten; g a; selling and administrative expense; allgemeine verwaltungskosten; overhead; marketing and sales; sales and marketing; overhead expense; frais généraux; spese generali',
  comprehensive:
    'comprehensive; comprehensive income; gesamtergebnis; résultat global; other comprehensive income; sonstiges ergebnis; accumulated other comprehensive; oci; aoci; accumulated other comprehensive income; accumulated other comprehensive loss; risultato complessivo; resultado integral',
  retained:
    'retained; retained earnings; gewinnrücklagen; gewinnvortrag; bénéfices non distribués; ganancias acumuladas; utili portati a nuovo; ingehouden winst; accumulated deficit; report à nouveau; reinvested earnings; reserves; rücklagen; réserves; reservas; riserve; algemene reserve; overige reserves; resultados acumulados',
  deferred:
    'deferred; latent; latente; latenter; différé; diferido; differito; uitgesteld; deferred tax; latente steuern; unearned; abgegrenzt; rechnungsabgrenzungsposten; deferred revenue; overlopende; deferred income taxes; impuestos diferidos; imposte differite; diferidos; diferida; deferred income; contract liabilities; vorauszahlungen; anticipé; différés; abgrenzung',
  provision:
    'provision; provisions; rückstellung; rückstellungen; accantonamento; provisión; voorziening; voorzieningen; accrual; accruals; accrued; reserve; accrued expenses; accrued liabilities; fondi; provisiones; rückstellungen für pensionen; sonstige rückstellungen; fondi per rischi; charges à payer; provisões',
  pension:
    'pension; pensions; rente; retraite; pensión; pensione; pensioen; ruhegeld; altersversorgung; retirement; pensionsrückstellungen; jubilación; vorsorge; caisse de retraite; rentenversicherung; old age; previdenza; ahv; aow',
  outstanding:
    'outstanding; ausstehend; en circulation; en circulación; in circolazione; uitstaand; shares outstanding; weighted average; weighted average shares; weighted average common shares; issued and outstanding; umlaufende; outstanding shares; in umlauf',
  growth:
    'growth; wachstum; croissance; crecimiento; crescita; groei; increase; veränderung; change; variation; variación; variazione; % change; zunahme; steigerung; year over year; evolution; abweichung; percent change; verandering; delta; differenz; difference; unterschied; différence; diferencia; differenza; verschil; crescimento; zuwachs',
  segment:
    'segment; segments; geschäftsfeld; geschäftsbereich; secteur; segmento; segmenti; segmentberichterstattung; reportable segment; business unit; division; segmentos; geschäftssegment; operating segment; secteurs',
  scale:
    'scale; units; in thousands; in millions; skala; maßstab; échelle; escala; scala; schaal; einheit; amount units; reporting unit; multiplier; tsd; teur; t€; k€; mio; miles; millones; milliers; millions; thousands; migliaia; duizenden; milioni; billions',
  fiscal:
    'fiscal; geschäftsjahr; exercice; ejercicio; esercizio; boekjaar; fiscal year; financial year; fiscal period; rechnungsjahr; haushaltsjahr; wirtschaftsjahr; berichtsjahr; exercice clos; reporting year; report year; budget year; period ended; fiscal quarter',
  reporting:
    'reporting; report; bericht; berichts; stichtag; clôture; cierre; chiusura; verslag; report date; reporting date; balance sheet date; bilanzstichtag; as of; berichtszeitraum; balansdatum; per; zum; au; al; as at; stand; arrêté; abschlussstichtag; period ended; for the quarterly period ended; for the fiscal year ended',
  budget:
    'budget; haushalt; plan; presupuesto; preventivo; begroting; budgetiert; planned; budgeted; budgété; ansatz; soll; planwert; voranschlag; etat; bilancio; orçamento',
  meter:
    'meter; zähler; compteur; contador; contatore; messstelle; zählerstand; meterstand; meter reading; pod; cups; pdl; zählpunkt; marktlokation; malo; medidor; smart meter',
  consumption:
    'consumption; verbrauch; consommation; consumo; verbruik; usage; kwh; energy; energie; énergie; energía; kilowatt hours; used; verbrauchsmenge; utilisation; net usage; metered usage; mwh; imports; exports',
  electric:
    'electric; electricity; strom; électricité; electricidad; elettricità; elektriciteit; power; elektrisch; stroom; gas; erdgas; gaz; wasser; water; eau; agua; acqua; heizung; heating; wärme; chauffage',
  drawing:
    'drawing; zeichnung; plan; dessin; dibujo; disegno; tekening; sheet; blatt; blueprint; schema; skizze; planche; dwg; plano; map; karte',
  material:
    'material; werkstoff; matériau; materia; materiale; materiaal; rohstoff; matériel; finish; stoff; mat; matériaux; legierung; werkstoffe',
  temperature:
    'temperature; temperatur; température; temperatura; temp; temperatuur; °c; °f; körpertemperatur; air temperature',
  pressure:
    'pressure; druck; pression; presión; pressione; blood pressure; blutdruck; bp; tension; bloeddruck; rr; pressione arteriosa; tensión arterial',
  pulse:
    'pulse; puls; pouls; pulso; polso; heart rate; herzfrequenz; hr; pulse rate; bpm; hartslag; fréquence cardiaque; frecuencia cardiaca',
  respiration:
    'respiration; respirations; atmung; atemfrequenz; respiratory rate; rr; respiratory; respiratoire; respiración; respirazione; ademhaling; resp',
  oxygen:
    'oxygen; sauerstoff; oxygène; oxígeno; ossigeno; o2; spo2; o2 saturation; sat; saturation; sättigung; o2 sat; sao2; zuurstof',
  height:
    'height; höhe; hauteur; altura; altezza; hoogte; größe; elevation; altitude; taille; körpergröße; estatura; höhenlage; statura; lengte',
  width: 'width; breite; largeur; ancho; larghezza; breedte; largura; anchura',
  depth: 'depth; tiefe; profondeur; profundidad; profondità; diepte',
  latitude: 'latitude; lat; breitengrad; latitud; latitudine; breedtegraad; geographische breite',
  longitude: 'longitude; long; lon; lng; längengrad; longitud; longitudine; lengtegraad; geographische länge',
  color: 'color; colour; farbe; couleur; colore; kleur; cor; haarfarbe; augenfarbe; teinte; couleur des yeux',
  admission:
    'admission; aufnahme; admisión; ricovero; opname; admit; admitted; admit date; eingewiesen; aufnahmedatum; admission date; entry; eintritt; entrée; einlass; ingreso; hospitalisation',
  discharge:
    'discharge; entlassung; sortie; alta; dimissione; ontslag; discharged; discharge date; austritt; entlassungsdatum; date de sortie; release; entlassen; fecha de alta',
  organization:
    'organization; organisation; institution; institut; organismo; ente; authority; behörde; agency; ministry; ministerium; office; amt; verband; association; verein; foundation; stiftung; fondation; facility; issuing organization; issuing authority; ausstellende behörde; issuer; organisme; autorità; autoridad; organización',
  check: 'check; cheque; scheck; chèque; assegno; checks; warrant',
  owner:
    'owner; owners; eigentümer; propriétaire; propietario; proprietario; eigenaar; inhaber; besitzer; titulaire; titular; holder; intestatario; halter',
  terminal: 'terminal; register; kasse; caisse; caja; cassa; kassa; pos; tid; till; registrierkasse',
  hours:
    'hours; stunden; heures; horas; ore; uren; std; arbeitsstunden; total hours; geleistete stunden; hrs; arbeitszeit; worked hours; ore lavorate',
  trip: 'trip; reise; voyage; viaje; viaggio; reis; fahrt; route; journey; travel; dienstreise; strecke; déplacement; percorso; routing; leg; itinerary; 出張; 旅費; 区間; trajet; tour',
  grade:
    'grade; note; noten; note; nota; calificación; voto; cijfer; mark; marks; gpa; bewertung; zensur; gesamtnote; punktzahl; notendurchschnitt; nivel; level; stufe; stage; rank; 等級; score',
  course:
    'course; courses; kurs; fach; cours; curso; asignatura; corso; vak; subject; modul; module; lehrveranstaltung; matière; vorlesung; class; unterrichtsfach; materia; lehrgang; seminar',
  pool: 'pool; bahn; bassin; piscina; vasca; lane; bad; course length; lcm; scm; bahnlänge; baan; heat lane; schwimmbad; badlänge; venue',
  venue:
    'venue; austragungsort; lieu; lugar; luogo; locatie; location; ort; veranstaltungsort; site; stadium; stadion; stade; schauplatz; recinto; arena; sede; standort; plaats; localisation',
};
