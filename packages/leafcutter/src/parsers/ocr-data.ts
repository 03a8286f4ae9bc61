/** Language data for OCR, from the packages that ship with Leafcutter. Nothing is ever downloaded. */
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { LeafcutterError } from '../errors.ts';
import { cacheFolder } from './cache-folder.ts';

const require = createRequire(import.meta.url);

/**
 * A folder that holds `<language>.traineddata` of each language.
 * @throws LeafcutterError ocr_language_missing, which names the package to install
 */
export async function ocrDataFolder(languages: readonly string[]): Promise<string> {
  const packages = languages.map((language) => ({ language, file: dataFileOf(language) }));
  // The folder is named after its sources: another version of a package is another folder.
  const name = createHash('sha256')
    .update(packages.map(({ file }) => file).join('\n'))
    .digest('hex')
    .slice(0, 16);
  const folder = path.join(cacheFolder('tessdata'), name);
  await mkdir(folder, { recursive: true });
  for (const { language, file } of packages) {
    const target = path.join(folder, `${language}.traineddata`);
    if (
      await access(target).then(
        () => true,
        () => false,
      )
    )
      continue;
    const data = await promisify(gunzip)(await readFile(file));
    const draft = `${target}.${process.pid}-${Math.random().toString(36).slice(2)}`;
    await writeFile(draft, data);
    await rename(draft, target);
  }
  return folder;
}

function dataFileOf(language: string): string {
  const name = `@tesseract.js-data/${language}`;
  try {
    if (!/^[a-z]{3}(?:_[a-z]+)?$/i.test(language)) throw new Error('no language code');
    return path.join(
      path.dirname(require.resolve(`${name}/package.json`)),
      '4.0.0_best_int',
      `${language}.traineddata.gz`,
    );
  } catch (cause) {
    throw new LeafcutterError(
      'ocr_language_missing',
      `There is no OCR data for "${language}" here; install the package ${name}.`,
      { cause },
    );
  }
}
