/** Captions of Chinese and Japanese forms end with a colon of full width and no space: what stands behind it is another word. */
const behindWideColon = /(?<=\uff1a)(?=[^\s\uff1a])/u;

export function partsAtWideColon(text: string): readonly string[] {
  return text.includes('\uff1a') ? text.split(behindWideColon) : [text];
}
