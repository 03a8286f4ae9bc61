/** The leaves of results with attributions. */
import { contract, type Attribution } from '@leafcutter/client';
import { isJsonObject, type JsonValue } from '../json.ts';

/** By their JSON Pointers. @throws ZodError on a leaf that is not as the contract says */
export function attributionsOf(
  value: JsonValue | undefined,
  pointer = '',
  into = new Map<string, Attribution>(),
): ReadonlyMap<string, Attribution> {
  if (isJsonObject(value) && 'extracted_value' in value) into.set(pointer, contract.attribution.parse(value));
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) attributionsOf(item, `${pointer}/${index}`, into);
  else if (isJsonObject(value))
    for (const [name, member] of Object.entries(value)) attributionsOf(member, `${pointer}/${name}`, into);
  return into;
}
