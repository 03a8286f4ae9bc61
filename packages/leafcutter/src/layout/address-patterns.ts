/**
 * How a text in a document speaks to whoever reads it by machine: orders to drop other orders, to write a value into a
 * named field, to answer with a given JSON; names of models; the signs of chat formats and of our own prompts. What
 * documents say to people ("special instructions: ring the bell", "ignore this notice if paid") is none of it.
 */

/** Opening and closing quotes of the world. */
const quote = `["'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb\u300c\u300d\u300e\u300f]`;
const quoted = `${quote}[^"\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\n]{1,80}${quote}`;

/** Words, and what they are about within so many signs of one sentence. */
const near = (words: string, things: string, reach = 60): RegExp =>
  new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})[^.!?\u3002]{0,${reach}}?(?:${things})`, 'giu');
/** The same, where the words go on with endings. */
const nearStems = (stems: string, things: string, reach = 60): RegExp =>
  near(`(?:${stems})\\p{L}*`, things, reach);

const dropOrders: readonly RegExp[] = [
  near(
    'ignore|disregard|forget|override|bypass|do not follow',
    '(?:previous|prior|above|earlier|preceding|other|all|any|your|system)\\s(?:\\p{L}+\\s){0,3}?(?:instruction|prompt|rule|direction|guideline|command)s?',
  ),
  nearStems(
    'ignorier|missacht|vergiss|vergess|übergeh',
    'anweisung|instruktion|vorgabe|anordnung|befehl|regel(?:n|werk)|prompt',
  ),
  near('ignore|ignorez|oublie|ne tenez pas compte|ne tiens pas compte', 'instructions|consignes|directives'),
  nearStems('ignora|ignore|olvida|olvide|omit[ae]', 'instrucciones|indicaciones|órdenes|reglas'),
  nearStems('ignor|esqueça|desconsider', 'instruções|ordens|regras'),
  nearStems('ignora|ignori|dimentica|non considerare', 'istruzioni|indicazioni|regole'),
  near('negeer|vergeet', 'instructies|aanwijzingen|regels'),
  nearStems('zignoruj|ignoruj|zapomnij', 'instrukcj|poleceń'),
  nearStems('игнорир|забудь', 'инструкц|указани|правил'),
  /(?:忽略|无视|無視|忘记|忘掉)[^\u3002]{0,20}(?:指令|指示|说明|提示|規則|规则)/gu,
  /(?:指示|命令|プロンプト)[^\u3002]{0,20}(?:無視|忘れ)/gu,
  /(?:지시|명령|지침)[^.]{0,20}무시/gu,
  /تجاهل[^.]{0,30}(?:تعليمات|أوامر)/gu,
  /התעלם?[^.]{0,30}הוראות/gu,
];

const writeFields: readonly RegExp[] = [
  near(
    'set|change|fill|overwrite|replace|report|return|output|give|write|enter|record',
    `(?:field|key|property|attribute)\\s+(?:named\\s+|called\\s+)?${quoted}`,
    30,
  ),
  nearStems(
    'setz|trag|schreib|füll|gib|geben|änder|ersetz',
    `(?:feld|schlüssel|eigenschaft)\\p{L}*\\s+${quoted}`,
    30,
  ),
  nearStems('met|défini|rempli|remplace|écri|donne', `(?:champ|clé|propriété)\\s+${quoted}`, 30),
  nearStems('pon|establec|rellen|escrib|cambi', `(?:campo|clave|propiedad)\\s+${quoted}`, 30),
  nearStems('defin|preench|escrev|imposta|compila|scriv', `(?:campo|chave|chiave)\\s+${quoted}`, 30),
  nearStems('zet|vul|schrijf', `veld\\s+${quoted}`, 30),
  /(?:将|把|设置|填写)[^\u3002]{0,12}(?:字段|属性)/gu,
  /(?:フィールド|項目)[^\u3002]{0,30}(?:設定|記入)し/gu,
  nearStems('установ|запиш', 'пол[ея]\\s', 30),
  // The name of a property as programs write it, and a value for it, both in quotes.
  new RegExp(
    `${quote}(?:[a-z]+(?:_[a-z0-9]+)+|[a-z]+(?:[A-Z][a-z0-9]+)+)${quote}[^.!?\u3002]{1,40}?${quoted}`,
    'gu',
  ),
];

const answers: readonly RegExp[] = [
  nearStems(
    'answer|respond|reply|output|return|print|antwort|répond|rispond',
    `\\{\\s*${quote}[^{}\n]{1,80}${quote}\\s*:`,
  ),
  near('answer|respond|reply', '(?:with|in|as)\\s(?:the\\s|a\\s|only\\s|valid\\s)*JSON'),
  /"(?:properties|\$schema|\$defs)"\s*:\s*[{"]/gu,
  /```\s*json/giu,
  /\bJSON Schema of the answer\b/giu,
];

const models: readonly RegExp[] = [
  /\b(?:note|message|instruction|attention|command)s?\s(?:to|for)\s(?:the\s|any\s|all\s|every\s)?(?:AI|LLM|language\smodel|automated\s(?:model|assistant|reader|system)|chatbot)s?\b/giu,
  near(
    '(?:AI|LLM|language model|chatbot)s?',
    '(?:must|should|shall|please|has to|have to|needs? to)\\s+(?:\\p{L}+\\s){0,2}?(?:ignore|answer|output|return|respond|report|extract|set|write|fill|use|say|give)',
    40,
  ),
  /\b(?:you are|act as|pretend to be)\s+(?:now\s+)?(?:an?\s+)?(?:AI|LLM|(?:language|helpful|new)\s(?:model|assistant)|chatbot)\b/giu,
  /\b(?:when|while|if you are)\s+(?:extracting|parsing|processing|summari[sz]ing)\s+this\s+(?:document|invoice|page|file|text)\b[^.!?]{0,80}\b(?:set|use|return|output|report|answer|write|give|leave|skip)\b/giu,
  near(
    '(?:new|further|additional|updated|real)\\s(?:task|instruction|order)s?\\s*:',
    '(?:multipl|answer|output|return|respond|ignore|JSON|field|schema|every (?:number|value)|all (?:numbers|values)|give the)',
    40,
  ),
];

const signs: readonly RegExp[] = [
  /<\|[a-z_]{2,24}\|>/giu,
  /\[\/?INST\]|<<\/?SYS>>/gu,
  /<\/?(?:document|page)(?:-[0-9a-z]{1,16})?(?:\s[^<>]{0,60})?>/giu,
  /<\/?(?:system|assistant|instructions?)>/giu,
  /#{2,}\s*(?:system|instruction|assistant|response)s?\b/giu,
  /(?<![\p{L}\p{N}])(?:SYSTEM|ASSISTANT|DEVELOPER)(?:\s(?:PROMPT|MESSAGE|NOTE))?\s*:/gu,
  /\b(?:system|developer)\s(?:prompt|message)\s*:/giu,
];

export const addressPatterns: readonly RegExp[] = [
  ...dropOrders,
  ...writeFields,
  ...answers,
  ...models,
  ...signs,
];
