/** Which of the values that were given are right, one by one, compared as the scorer compares them. */
import { isJsonObject, type JsonValue } from '../json.ts';
import { agree } from './agreement.ts';
import { align, isEmpty, isList, isPrimitive } from './scorer.ts';

/** By JSON Pointer into the result; values that are empty have no verdict. Agreement is the strict one. */
export function verdictsOf(gold: JsonValue, result: JsonValue): ReadonlyMap<string, boolean> {
  const verdicts = new Map<string, boolean>();
  judge(gold, result, '', verdicts);
  return verdicts;
}

function judge(
  gold: JsonValue | undefined,
  got: JsonValue | undefined,
  pointer: string,
  verdicts: Map<string, boolean>,
): void {
  if (isEmpty(got) || got === undefined) return;
  if (isList(got)) judgeList(isList(gold) ? gold : [], got, pointer, verdicts);
  else if (isJsonObject(got)) {
    const wanted = isJsonObject(gold) ? gold : {};
    for (const [key, value] of Object.entries(got))
      judge(Object.hasOwn(wanted, key) ? wanted[key] : undefined, value, `${pointer}/${key}`, verdicts);
  } else verdicts.set(pointer, isPrimitive(gold) && !isEmpty(gold) && agree(gold, got, false));
}

function judgeList(
  gold: readonly JsonValue[],
  got: readonly JsonValue[],
  pointer: string,
  verdicts: Map<string, boolean>,
): void {
  const wanted = gold.filter((item) => !isEmpty(item));
  const places = [...got.keys()].filter((at) => !isEmpty(got[at]));
  const partner = new Map(
    align(
      wanted,
      places.map((at) => got[at] ?? null),
      false,
    ).map(([i, j]) => [j, i] as const),
  );
  for (const [index, at] of places.entries()) {
    const own = partner.get(index);
    judge(own === undefined ? undefined : wanted[own], got[at], `${pointer}/${at}`, verdicts);
  }
}
