/**
 * How likely a sentence speaks to a machine that reads, whatever its wording: signs of several kinds are added up. What one
 * kind alone says stands in many a contract, form or letter ("Return the form", "your answer", "Ignore this notice if paid").
 */

/** The points of each sign: 1 says little, 2 much, 3 stands in no other text. */
type Points = 1 | 2 | 3;
/** Of one kind; the strongest one that stands in a sentence counts. */
type Kind = Readonly<Partial<Record<Points, RegExp>>>;

/** Any of these; `…` in front: anywhere in a word, at the end: more letters may follow. */
function oneOf(...words: readonly string[]): RegExp {
  const bodies = (inside: boolean): string =>
    words
      .filter((one) => one.startsWith('…') === inside)
      .map((one) => one.replace(/^…/u, '').replaceAll(' ', '\\s'))
      .map((one) => (one.endsWith('…') ? one.slice(0, -1) : `(?:${one})(?![\\p{L}\\p{N}])`))
      .join('|');
  const [own, inside] = [bodies(false), bodies(true)];
  return new RegExp(
    [own === '' ? [] : `(?<![\\p{L}\\p{N}])(?:${own})`, inside === '' ? [] : inside].flat().join('|'),
    'iu',
  );
}

const models =
  'LLMs?|GPT(?:-?\\d\\S*)?|ChatGPT|Claude|Gemini|Copilot|(?:large )?language models?|chat ?bots?';
const modelsElsewhere =
  'Sprachmodelle?n?s?|KI-(?:System|Modell|Assist)\\p{L}*|k\u00fcnstliche Intelligenz|mod\u00e8les? de langage|intelligence artificielle|modelos? de (?:lenguaje|linguagem)|intelig[e\u00ea]ncia artificial|modello linguistico|intelligenza artificiale|taalmodel';
const assistants =
  '(?:AI|KI|IA|virtual|digital|automated) (?:assistant|model|modell|agent|reader|system|recruiter|reviewer|extractor)s?|assistante? (?:IA|automatique|virtuel)|asistente (?:autom\u00e1tico|virtual|de IA)';
const short = 'AI|A\\.I\\.|KI|IA';
/** Words for a machine that reads; they mean one only where it is spoken to. */
const nouns =
  '\\p{L}*bots?|(?:assistant|asistente|assistente)(?!\\s\\p{L})|parsers?|extractors?|models?|modell|mod\u00e8le|modello|modelo|software|summari[sz]ers?';

const machine: Kind = {
  3: oneOf(
    `you are (?:now )?(?:an? )?(?:\\p{L}+ )?(?:machine|model|assistant|\\p{L}*bot|program|AI)`,
    '(?:bist du|du bist|sind sie|sie sind|tu es|vous êtes|eres|sei) (?:jetzt |maintenant |ahora |ora )?(?:eine?r? |une? |una )?(?:KI|IA|AI|assistent|assistant|asistente|assistente|maschine|machine|modell|modèle|modelo|système)…',
    `(?:as|als|en tant qu.|en tant que|como|come) ?(?:an? |ein |une? |un |una )?(?:${short}|${models}|${modelsElsewhere}|KI-?\\p{L}+)[^.!?]{0,20}? (?:you|du|sie|tu|vous|debes|devi|usted)`,
    'you, the \\p{L}+, (?:will|must|should|shall)',
    '…あなたは(?:AI|モデル|アシスタント)…',
    '…(?:你|您)(?:现在|現在)?是(?:一个|一個)?(?:AI|人工智能|助手|模型)…',
    '…당신은 ?(?:AI|인공지능)…',
  ),
  2: oneOf(
    models,
    modelsElsewhere,
    assistants,
    '…нейросет…',
    'языков\\p{L}* модел…',
    '…(?:人工智能|语言模型|語言模型|言語モデル|인공지능|AI(?:助手|アシスタント|에게|です))…',
    '(?:system|hidden|initial) prompts?',
    'developer mode',
    'chain of thought',
    '@(?:assistant|system|model|bot|ai)',
    '(?:systems?|software|tools?|programs?|(?:who|what)ever) (?:ingest|read|pars|extract|process|that (?:reads?|parses?|processes|extracts?))(?:s|es|ing)? (?:data |text )?(?:from )?th(?:is|e) (?:file|document|page|text)',
    'automated readers?',
  ),
  1: oneOf(
    short,
    nouns,
    '(?:extraction|screening|parsing) (?:engine|tool|system|software|pipeline|purpose|result)s?',
    'purposes? of (?:extraction|parsing)',
    'automated (?:\\p{L}+ )?(?:processing|extraction|parsing|evaluation|review)',
    'automatischen? (?:auswertung|verarbeitung|extraktion)',
    'daten ?extraktion',
    'traitement automatique',
    'procesamiento autom\u00e1tico',
    'extraction (?:de|des) données',
    'extracción de datos',
    'estrazione dei dati',
    'syst[eè]me d.extraction',
    '(?:extract|pars|summari[sz])(?:es|ing|s)? (?:data |text |values )?(?:from )?this',
    'machine reading',
    'prompts|prompt ?:…',
  ),
};

const opening =
  '(?:dear|hey|hello|attention ?[:,!]|(?:notes?|messages?|directives?|instructions?|nota|hinweis|anweisung|instrucci\u00f3n|istruzione|consigne|confidential|wichtig|\u00e0 l.attention)[ :]+(?:to|for|an|f\u00fcr|\u00e0|pour|para|per|de|voor))(?: (?:the|die|das|den|la|le|el|il|a|o|any|all|every))? (?:l.)?(?:\\p{L}+ ){0,2}?';
const addressed: Kind = {
  3: oneOf(`${opening}(?:${short}|${models}|${modelsElsewhere}|${assistants})`),
  2: new RegExp(
    `^(?:f\u00fcr|pour|para|per|to|an)\\s(?:\\p{L}+\\s){0,2}?(?:${short}|${models}|${modelsElsewhere}|${assistants})(?!\\p{L})`,
    'iu',
  ),
  1: oneOf(
    `${opening}(?:${nouns})`,
    '(?:if|falls|wenn|si|se) (?:you are|du|sie|vous êtes|tu es|eres|usted es|sei|você é) (?:an?|eine?|une?|una?|um)',
    `(?:${short}|${models}|${nouns})s?(?: \\p{L}+){0,2} ?[:(]…`,
    `(?:${models}|parsers?|summari[sz]ers?) ?,…`,
  ),
};

const drop =
  'ignore[zr]?|ignorier\\p{L}*|ignoriere|disregard|forget|discard|overlook|bypass|vergiss|vergesst|missachte\\p{L}*|oublie[zr]?|olvid[ae]|dimentica|esqueça|negeer|vergeet|ne (?:tiens|tenez) (?:aucun compte|pas compte)|no hagas caso';
const order: Kind = {
  3: oneOf(
    `(?:${drop})(?!\\p{L})[^.!?]{0,30}?(?:instructions?|instruktion\\p{L}*|istruzioni|guidelines?|prompts?|what you were told|you (?:were|have been) (?:told|given)|consignes?|vorgaben|anweisung\\p{L}*|instrucciones|indicaciones)`,
    `(?:${drop}) (?:\\p{L}+ ){0,2}?(?:rest|reste|resto) (?:of (?:the|this)|des|du|del|de la|do) (?:document|dokument\\p{L}*|documento|file)`,
    `(?:${drop}) (?:all|everything|anything) (?:stated|said|written|printed|so far)`,
    '(?:do not|don.t|never) (?:extract|transcribe) (?:anything|any|from|the (?:table|values?|data|total|lines?|fields?))',
    'no extraigas',
    'n.extra(?:is|yez) (?:pas|rien)',
    'nicht extrahier…',
    'ignore the user…',
    'as if the user',
    '(?:(?:schema|instructions|rules|prompt|directions?) you (?:were|have been) (?:given|told)|(?:directions?|instructions?) you (?:were given|received))',
    'your (?:(?:new|next|only|real|actual|final) )?(?:task has|programming|persona|system prompt|guidelines|prompt)',
    'restrictions? (?:are )?(?:lifted|removed)',
    'do anything now',
    '(?:instrucciones|instructions|istruzioni) (?:del|du|de votre|di) (?:sistema|système)',
    'instructions for the extraction',
  ),
  2: oneOf(
    `(?:${drop})(?!\\p{L})[^.!?]{0,20}?(?:everything|all|the (?:foregoing|above|preceding|previous)|(?:text|table|data|values?) (?:above|below)|what (?:precedes|came before)|alles|tout|ce qui précède|todo|tutto|het bovenstaande|tudo)`,
    'from now on,? (?:you|only|always|answer|respond)',
    'stop reading',
    'skip validation',
    '(?:deine[nr]?|ta|tes|tu|tus|tua) (?:\\p{L}+ )?(?:vorgaben?|anweisung\\p{L}*|consignes?|instrucciones|instructions|istruzioni)',
    'ab (?:jetzt|sofort) (?:bist|antwort\\p{L}*|gib)',
    'a partir de ahora (?:\\p{L}+ )?(?:act\\p{L}*|respond\\p{L}*|er?es)',
    'le istruzioni ricevute',
  ),
};

const answer: Kind = {
  3: oneOf(
    '(?:return|output|emit|produce|print|hand back|gib|geben sie|renvo(?:ie|yez|yer)|retourne[zr]?|devuelve|devuelva|restituisci|retorne) (?:\\p{L}+ ){0,3}?(?:JSON|null|empty (?:list|object|array|string)|leere[nsr]? (?:liste|objekt)|liste vide|objet vide|listas? vac[i\u00ed]as?|oggetto vuoto|lista vuota)',
    'before (?:answering|responding|replying|extracting|you (?:answer|respond|reply|extract)),…',
    'before returning the (?:result|answer|output)',
    'output exactly',
    '(?:producing|writing|generating) the (?:JSON|output)',
    'your (?:final |next )?(?:output|JSON)',
    'in (?:deiner|ihrer|ta|votre|tu|su|tua|your) (?:\\p{L}+ )?JSON',
    '(?:respond|reply|answer|antworte|antworten sie|réponds|répondez|responde|rispondi|antwoord) (?:only |ausschließlich |solo )?(?:with|by|mit|par|con|com|met) (?:the |der |einer |la |le |il |el )?(?:string|word|number|zahl|nombre|null|zero|zéro|cero|nul|n/a|json)',
    'output the (?:\\p{L}+ )?token',
    'under no circumstances (?:output|print)',
  ),
  2: oneOf(
    'JSON[^.!?]{0,60}?(?:set|carry|contain|put|must|shall|null|keys?|schlüssel|clé|clave|strictly)',
    '(?:gib|renvoie|réponds|responde|rispondi|antworte|antwoord)',
    'your final (?:answer|response)',
    'final answer ?:…',
    'in (?:the|your|deiner|ta|tu|tua) (?:JSON|output|response|réponse|respuesta|risposta|ausgabe),?',
    'dans ta réponse',
    'en tu respuesta',
    '(?:répondre|responder|rispondere) (?:que|che)',
    '…\\{ ?["\u201c][^{}]{1,80}["\u201d] ?:[^{}]{1,200}\\}…',
  ),
  1: oneOf(
    'outputs?…',
    '(?:respon[ds]|repl(?:y|ies)|answer|emit|transcrib|populat|extract|summar|antwort|ausgeb|auszugeben|répon[ds]|renvo|respuest|devuel|rispo|restitu|compila|antwoord)…',
    'JSON|schema|null|fields?|properties|keys?|return|schlüssel|feld|champs?|clé|campos?|token',
    '…(?:输出|填写|出力|출력|답변|ответ|выв[ео]д)…',
  ),
};

const imperative: Kind = {
  1: new RegExp(
    [
      "(?:^|[:,;\\-]\\s|\\bplease (?:\\p{L}+ ){0,4}?|\\bkindly |\\bwill you\\b.*|\\bbitte )(?:set|put|enter|output|return|respond|reply|answer|report|record|write|print|say|use|replace|treat|ignore|disregard|forget|discard|emit|populate|include|pretend|assume|stop|skip|rank|give|mark|approve|decode|do not|do|don't|only|prefer|when|reveal|consider|overlook|fill|list|never|trag\\p{L}*|gib|geben|setz\\p{L}*|antwort\\p{L}*|schreib\\p{L}*|überschreib\\p{L}*|vergiss|indique[zr]?|réponds|répondez|remplace[zr]?|oublie[zr]?|renvoie|usa|no uses|pon|escribe|responde|olvida|indica|rispondi|scrivi|dimentica|preencha|antwoord)(?!\\p{L})",
      '(?<!\\p{L})(?:must|should|shall|ha(?:s|ve) to|needs? to|are to|is to|will|required to|authori[sz]ed (?:you )?to|musst du|debes|dois|devi) (?:not )?(?:be )?(?:ignore|answer|output|return|respond|report|reveal|extract|enter|record|set|write|fill|use|say|give|state|transcrib|reply|carry|contain|treat|put|list|prefer|take|conclude|hier|répondre|responder)',
      '(?<!\\p{L})(?:anzugeben|auszugeben|einzutragen|tragen sie|\u00e0 (?:renvoyer|indiquer)|veuillez|please (?:make sure|ensure))(?!\\p{L})',
      '請|请|してください|하세요|укажи|напиши',
    ].join('|'),
    'imu',
  ),
};

const above: Kind = {
  3: oneOf(
    '(?:when|if|whenever|wherever|once) (?:\\p{L}+ ){0,4}?(?:asked|requested|queried)(?: (?:for|about)(?: \\p{L}+){1,4})?, (?:say|answer (?:with|that)|(?:the )?(?:response|answer) is (?!given|due))…',
  ),
  2: oneOf(
    '(?:pretend|role-?play|imagine you|act as if|let(?:.s| us) (?:play|pretend))',
    '(?:say|answer|output|report|write|put) [^.!?]{1,30}? instead',
    'use the following (?:corrected )?(?:record|values?)',
    'overrides? (?:any|all|your) (?:\\p{L}+ )?(?:directions?|instructions?|rules?)',
  ),
  1: oneOf(
    '(?:irrespective|regardless) of what',
    'prefer (?:it |this )?over',
    'authoritative|supersedes|is outdated|stets|ausschließlich|:=',
    'only (?:correct|acceptable|valid)',
    '(?:true|correct|real|right|verified) (?:\\p{L}+ )?(?:values?|totals?|amounts?|figures?|numbers?)',
    '(?:data|values|text|table) (?:above|below) (?:is|are) (?:corrupt\\p{L}*|wrong|invalid|outdated|a test)',
    '(?:wherever|when) a \\p{L}+ is (?:requested|asked)',
    'must not be extracted|assume for|a decoy|erroneous|over the printed|act as',
    'el total correcto|sind ungültig|valeur correcte',
  ),
};

/** Names and values as programs write them. */
const programming: Kind = {
  1: /(?<![\p{L}\p{N}_@./-])(?:[a-z]+(?:_[a-z0-9]+)+(?![\p{L}\p{N}_@]|[./]\w)|[a-z_]+\s?:?=\s?["'\p{L}\d])/u,
};

/** As chat formats and prompts are written. */
const format: Kind = {
  3: /\{\{\s*#?\/?(?:system|user|assistant)|\[(?:system|assistant)\]\s*[(:#]|```\s*(?:system|assistant)|<\/?(?:instructions?|system|prompt)(?:\s[^<>]{0,60})?>|(?:begin|end|start) (?:of )?(?:the )?system (?:message|prompt)|#{2,}\s*(?:new )?(?:conversation|system|prompt|chat)/iu,
  2: /(?:tool|function) (?:output|result)\s*:|end of (?:the )?document\b|^\s*override\s*:|(?:^|\s)\w+\s*\(\)\s*->|(?:^|[*#/])\s*prompt\s*:/iu,
};

const kinds: readonly Kind[] = [machine, answer, addressed, order, imperative, above, programming, format];

/** A talk as models know it, over several sentences. */
export const talk =
  /(?<![\p{L}\p{N}])(?:human|user)\s?:[^\n]{1,200}?(?<![\p{L}\p{N}])(?:assistant|AI|bot)\s?:/giu;

/** From so many points on a sentence is taken to speak to the machine; from so many what it alone says is looked for elsewhere. */
const enough = 3;
const uneasy = 2;

export function speaksToMachine(sentence: string): boolean {
  return isSpoken(
    kinds.map((kind) => pointsOf(kind, sentence)),
    enough,
  );
}

/** As `speaksToMachine`, with less to go by. */
export function mayOrder(sentence: string): boolean {
  return isSpoken(
    kinds.map((kind) => pointsOf(kind, sentence)),
    uneasy,
  );
}

function isSpoken(points: readonly number[], least: number): boolean {
  if (points.some((own) => own >= enough)) return true;
  const [reader = 0, said = 0] = points;
  const sum = points.reduce((all, own) => all + own, 0);
  // Papers on language models speak of those and of their output, and tell nobody anything.
  return sum >= least && sum > reader + said;
}

function pointsOf(kind: Kind, sentence: string): number {
  for (const points of [3, 2, 1] as const) if (kind[points]?.test(sentence) === true) return points;
  return 0;
}
