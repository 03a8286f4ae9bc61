/** The table of settings as docs/configuration.md has it. */
import { settingRows, type SettingRow } from './table.ts';

/** Markdown, with a line break at its end. */
export function settingsMarkdown(): string {
  const rows = settingRows.map(([name, row]) => {
    const said = [...(row.flag === undefined ? [] : [row.flag]), row.environment];
    return `| \`${name}\` | ${said.map((text) => `\`${text}\``).join('<br>')} | ${defaultOf(row)} | ${row.meaning} Must be ${row.must}. |`;
  });
  return ['| Setting | Flag, variable | Default | Meaning |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function defaultOf(row: SettingRow): string {
  if (row.defaultText !== undefined) return row.defaultText;
  if (row.default === null) return 'none';
  return `\`${typeof row.default === 'string' ? row.default : JSON.stringify(row.default)}\``;
}
