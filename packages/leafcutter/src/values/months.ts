/** Names of months, full and short, in the languages of business documents; without diacritics or dots. */
const names: readonly string[] = [
  'january jan januar jän jaenner janner janvier janv jan enero ene gennaio gen januari janeiro stycznia styczen leden ledna',
  'february feb februar fevrier fevr febrero febbraio febr februari fevereiro fev lutego luty unor unora',
  'march mar marz maerz mrz mars marzo maart mrt marco marca marzec brezen brezna',
  'april apr avril avr abril abr aprile kwietnia kwiecien duben dubna',
  'may mai mayo maggio mag mei maio maja maj kveten kvetna',
  'june jun juni juin junio giugno giu junho czerwca czerwiec cerven cervna',
  'july jul juli juillet juil julio luglio lug julho lipca lipiec cervenec cervence',
  'august aug aout agosto ago ag augustus sierpnia sierpien srpen srpna augusti',
  'september sep sept septembre septiembre settembre set setembro wrzesnia wrzesien zari',
  'october oct oktober okt octobre octubre ottobre ott outubro out pazdziernika pazdziernik rijen rijna',
  'november nov novembre noviembre novembro listopada listopad listopadu',
  'december dec dezember dez decembre diciembre dic dicembre dezembro grudnia grudzien prosinec prosince',
];

const months: ReadonlyMap<string, number> = new Map(
  names.flatMap((line, index) => line.split(' ').map((name) => [plain(name), index + 1] as const)),
);

/** 1-12, null when the word names no month. */
export function monthOf(word: string): number | null {
  return months.get(plain(word)) ?? null;
}

function plain(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f.]/g, '');
}
