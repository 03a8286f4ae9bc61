/** Faults of a file: of its bytes, of what formats and texts are made of. Seeded. */
import type { Chance } from './random.ts';
import type { FuzzFile } from './seeds.ts';

type Fault = (bytes: Buffer, chance: Chance, others: readonly FuzzFile[]) => Buffer;

/** The file with one to four faults; the name stays, so that its ending may lie. */
export function mutated(file: FuzzFile, chance: Chance, others: readonly FuzzFile[]): FuzzFile {
  let { bytes } = file;
  const isText = /\.(?:csv|html|md|txt)$/u.test(file.name);
  const faults = [...byteFaults, ...(isText ? textFaults : [...binaryFaults, ...pdfFaults])];
  for (let left = 1 + chance.below(4); left > 0 && bytes.length > 0; left -= 1)
    bytes = chance.of(faults)(bytes, chance, others);
  return { name: chance.next() < 0.05 ? chance.of(others).name : file.name, bytes };
}

const splice = (bytes: Buffer, at: number, removed: number, added: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);

/** A stretch of the file: start and length. */
function stretch(bytes: Buffer, chance: Chance): readonly [number, number] {
  const at = chance.below(bytes.length);
  return [at, 1 + chance.below(Math.min(bytes.length - at, 2 ** (1 + chance.below(12))))];
}

const byteFaults: readonly Fault[] = [
  (bytes, chance) => {
    const flipped = Buffer.from(bytes);
    for (let left = 1 + chance.below(60); left > 0; left -= 1) {
      const at = chance.below(bytes.length);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << chance.below(8));
    }
    return flipped;
  },
  (bytes, chance) => bytes.subarray(0, chance.below(bytes.length)),
  (bytes, chance) => {
    const [at, length] = stretch(bytes, chance);
    return splice(bytes, at, length, Buffer.alloc(chance.below(3) * length, chance.below(256)));
  },
  (bytes, chance) => {
    const [from, length] = stretch(bytes, chance);
    return splice(
      bytes,
      chance.below(bytes.length),
      chance.below(2) * length,
      bytes.subarray(from, from + length),
    );
  },
  (bytes, chance, others) => {
    const other = chance.of(others).bytes;
    const [from, length] = stretch(other, chance);
    return splice(
      bytes,
      chance.below(bytes.length),
      chance.below(length),
      other.subarray(from, from + length),
    );
  },
  (bytes, chance) => {
    const numbers = [...bytes.toString('latin1').matchAll(/(?<![\d.])\d+/gu)];
    if (numbers.length === 0) return bytes;
    const { index, 0: number } = chance.of(numbers);
    return splice(bytes, index, number.length, Buffer.from(chance.of(strangeNumbers)));
  },
];

const strangeNumbers = [
  '0',
  '-1',
  '2147483648',
  '4294967295',
  '99999999999999999999',
  '1e308',
  '0.0000001',
  '65536',
];

const binaryFaults: readonly Fault[] = [
  (bytes, chance) => {
    // Sizes, offsets and counts of binary formats are numbers of two or four bytes.
    const changed = Buffer.from(bytes);
    for (let left = 1 + chance.below(3); left > 0 && bytes.length >= 4; left -= 1) {
      const at = chance.below(Math.min(bytes.length - 3, chance.of([64, 512, bytes.length])));
      changed.writeUInt32LE(chance.of([0, 1, 0x7fffffff, 0xffffffff, 0x10000, bytes.length]), at);
    }
    return changed;
  },
];

/** An object of the file for another, a tree that holds itself, names of keys for others. */
const pdfFaults: readonly Fault[] = [
  replacing(/\d+ 0 R/gu, (chance, all) => chance.of(all)),
  replacing(
    /\/Kids\s*\[[^\]]*\]/gu,
    (chance) => `/Kids [${'2 0 R 1 0 R 3 0 R '.repeat(1 + chance.below(40))}]`,
  ),
  replacing(/\/(?:MediaBox|CropBox|BBox)\s*\[[^\]]*\]/gu, (chance) =>
    chance.of([
      '/MediaBox [0 0 0 0]',
      '/MediaBox [0 0 1e9 1e9]',
      '/MediaBox [-1e9 -1e9 9 9]',
      '/MediaBox [0 0 nan 5]',
    ]),
  ),
  replacing(/\/[A-Z][A-Za-z]+/gu, (chance, all) => chance.of(all)),
  replacing(/\n[^\n]{1,40} (?:Td|Tj|TJ|Tf|Tm|cm|re|l|m)\n/gu, (chance, all) =>
    chance.of(all).repeat(1 + chance.below(300)),
  ),
  replacing(/stream\r?\n[\s\S]*?endstream/gu, (chance, all) => chance.of(all)),
  replacing(/\/Contents \d+ 0 R/gu, (chance) => `/Contents [${'4 0 R '.repeat(1 + chance.below(2000))}]`),
];

function replacing(pattern: RegExp, by: (chance: Chance, all: readonly string[]) => string): Fault {
  return (bytes, chance) => {
    const found = [...bytes.toString('latin1').matchAll(pattern)];
    if (found.length === 0) return bytes;
    const { index, 0: text } = chance.of(found);
    const all = found.map(([one]) => one);
    return splice(bytes, index, text.length, Buffer.from(by(chance, all), 'latin1'));
  };
}

const textFaults: readonly Fault[] = [
  (bytes, chance) => {
    const at = chance.below(bytes.length + 1);
    return splice(bytes, at, 0, Buffer.from(chance.of(strangeTexts).repeat(1 + chance.below(20)), 'latin1'));
  },
  (bytes, chance) => {
    const at = chance.below(bytes.length + 1);
    const much = chance.of(manyTexts).repeat(1 + chance.below(3_000));
    return splice(bytes, at, 0, Buffer.from(much));
  },
  (bytes, chance) =>
    Buffer.concat([
      Buffer.from(chance.of(['\xff\xfe', '\xfe\xff', '\xef\xbb\xbf', '\0\0\xfe\xff']), 'latin1'),
      bytes,
    ]),
];

/** Bytes: NUL, halves of a pair, UTF-7, zero width, direction marks, controls, marks without a letter, ends of lines. */
const strangeTexts = [
  '\0', '\xed\xa0\x80', '\xed\xbf\xbf', '+ADw-script+AD4-', '\xe2\x80\x8b', '\xe2\x80\xae', '\xef\xbb\xbf', '\x1b[31m',
  '\xcc\x81', '\xe2\x80\xa8', '\xf0\x9f\x92\xa9', '\xff', '\r', '\x85', '\xf4\x90\x80\x80', '\xc0\xaf', '\x0c', '\x7f',
]; // prettier-ignore

const manyTexts = [
  '<div>', '<table><tr><td>', '<p', '</td>', '<!--', '<option>', '&#x110000;', '&amp', '> ', '- ', '*', '**a ', '[', '![](', '`', '|',
  '\n', ';', ',', '"', '""', '\t', 'a b ', '1 ', 'Total: 1,00 ', '3 May 2024 ', ': ', '. ', '(', '=', '½', '﷽', '%s', '\u200d', 'https://a.b/', 'a@b.c ',
]; // prettier-ignore
