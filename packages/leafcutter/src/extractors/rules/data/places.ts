/** Words of addresses and organisations; folded. */

/** Country names and codes as printed in addresses, to ISO 3166-1 alpha-2. */
export const countries: Readonly<Record<string, string>> = {
  DE: 'germany; deutschland; allemagne; alemania; germania; duitsland; ger; brd; federal republic of germany',
  AT: 'austria; österreich; autriche; oostenrijk; aut',
  CH: 'switzerland; schweiz; suisse; svizzera; suiza; zwitserland; sui; che',
  FR: 'france; frankreich; francia; frankrijk; fra',
  BE: 'belgium; belgien; belgique; belgië; bélgica; belgio; bel',
  NL: 'netherlands; niederlande; pays bas; nederland; países bajos; paesi bassi; holland; the netherlands; ned; nld',
  LU: 'luxembourg; luxemburg; lussemburgo; lux',
  IT: 'italy; italien; italie; italia; italië; ita',
  ES: 'spain; spanien; espagne; españa; spagna; spanje; esp',
  PT: 'portugal; por; prt',
  GB: 'united kingdom; great britain; england; scotland; wales; uk; vereinigtes königreich; großbritannien; royaume uni; reino unido; regno unito; gbr',
  IE: 'ireland; irland; irlande; irlanda; ierland; irl; éire',
  US: 'united states; united states of america; usa; u s a; us; vereinigte staaten; états unis; estados unidos; stati uniti; america',
  CA: 'canada; kanada; can',
  DK: 'denmark; dänemark; danmark; danemark; dinamarca; danimarca; den; dnk',
  SE: 'sweden; schweden; sverige; suède; suecia; svezia; swe',
  NO: 'norway; norwegen; norge; norvège; noruega; norvegia; nor',
  FI: 'finland; finnland; suomi; finlande; finlandia; fin',
  PL: 'poland; polen; polska; pologne; polonia; pol',
  CZ: 'czech republic; czechia; tschechien; česko; česká republika; république tchèque; cze',
  SK: 'slovakia; slowakei; slovensko; svk',
  HU: 'hungary; ungarn; magyarország; hongrie; hungría; ungheria; hun',
  RO: 'romania; rumänien; românia; roumanie; rou',
  BG: 'bulgaria; bulgarien; bul; bgr',
  GR: 'greece; griechenland; grèce; grecia; gre; grc',
  HR: 'croatia; kroatien; hrvatska; croatie; cro; hrv',
  SI: 'slovenia; slowenien; slovenija; slo; svn',
  EE: 'estonia; estland; est',
  LV: 'latvia; lettland; lat; lva',
  LT: 'lithuania; litauen; ltu',
  TR: 'turkey; türkei; türkiye; turquie; tur',
  IL: 'israel; isr',
  JP: 'japan; japon; jpn; 日本',
  CN: 'china; chine; prc; chn; peoples republic of china; 中国',
  HK: 'hong kong; hongkong; hkg',
  TW: 'taiwan; tpe; twn',
  KR: 'korea; south korea; republic of korea; kor; südkorea',
  IN: 'india; indien; inde; ind',
  AU: 'australia; australien; australie; aus',
  NZ: 'new zealand; neuseeland; nzl',
  BR: 'brazil; brasil; brasilien; brésil; bra',
  MX: 'mexico; méxico; mexiko; mexique; mex',
  AR: 'argentina; argentinien; arg',
  CL: 'chile; chi; chl',
  CO: 'colombia; kolumbien; col',
  PE: 'peru; perú; per',
  ZA: 'south africa; südafrika; rsa; zaf',
  AE: 'united arab emirates; uae; vereinigte arabische emirate; are',
  SA: 'saudi arabia; ksa; sau',
  SG: 'singapore; singapur; sgp; sin',
  MY: 'malaysia; mas; mys',
  TH: 'thailand; tha',
  VN: 'vietnam; viet nam; vnm',
  ID: 'indonesia; indonesien; ina; idn',
  PH: 'philippines; philippinen; phi; phl',
  EG: 'egypt; ägypten; egy',
  MA: 'morocco; maroc; marokko; mar',
  TN: 'tunisia; tunisie; tunesien; tun',
  KE: 'kenya; kenia; ken',
  ET: 'ethiopia; äthiopien; eth',
  NG: 'nigeria; ngr; nga',
  RU: 'russia; russland; russian federation; rus',
  UA: 'ukraine; ukr',
};

/** Endings and words of organisations' names. */
export const legalForms: ReadonlySet<string> = new Set(
  (
    'gmbh ag kg ohg gbr ug se ev eg mbh kgaa inc incorporated corp corporation llc llp lp ltd limited plc pllc pc co company ' +
    'sa sas sarl eurl sasu snc sci spa srl srls sl slu bv nv vof cv ab as asa aps oy oyj kft zrt doo sro spzoo pty pte bhd kk ' +
    'na trust bank group holding holdings stiftung verein foundation university institute association partners associates'
  ).split(' '),
);

/** What streets are called: as a word of its own, or (Germanic) as an ending. */
export const streetWords: ReadonlySet<string> = new Set(
  (
    'street st road rd avenue ave av boulevard blvd lane ln drive dr way court ct place pl square sq highway hwy parkway pkwy suite ste ' +
    'floor plaza terrace circle trail turnpike broadway loop row walk close crescent gardens park rue bd allee chemin impasse quai cours ' +
    'route place calle avenida avda plaza paseo carrer camino via viale corso piazza vicolo largo rua travessa estrada straat weg laan ' +
    'plein kade gracht strasse str platz allee ring damm ufer gasse markt zeile steig chaussee promenade gata vej vagen ulica ul box postfach bp postbus apartado cs'
  ).split(' '),
);
export const streetEndings =
  /(?:strasse|str|weg|platz|allee|ring|damm|ufer|gasse|markt|steig|chaussee|straat|laan|plein|kade|gracht|singel|dijk|gatan|gata|vagen|vej|gade|utca|berg|hof|garten|zeile|stieg|pfad|wall|graben|anger|tor)$/u;

/** Lines of an address block that are not the name. */
export const attentionWords =
  /^(?:attn|attention|att\b|c\/o|z\.?\s?hd|zu händen|à l['’]attention|tel\b|phone|fax|e-?mail|www|https?:|vat\b|ust\b|siret|tva\b)|^(?:herrn?|frau|mr|mrs|ms|dr|firma|an|to|company|messrs)[.:]?$/iu;
