/** Markdown as a reader sees it: text without its signs, tables as tables. */
import MarkdownIt from 'markdown-it';
import type { GridBlock } from './grid.ts';
import { styled } from './styled-text.ts';

type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number];

export function markdownBlocks(text: string): GridBlock[] {
  const tokens = new MarkdownIt({ html: false, linkify: false }).parse(text, {});
  const blocks: GridBlock[] = [];
  let rows: string[][] | null = null;
  let headerRows = 0;
  let heading = false;
  let mark = '';
  for (const token of tokens) {
    switch (token.type) {
      case 'heading_open':
        heading = true;
        break;
      case 'list_item_open':
        mark = token.info === '' ? '- ' : `${token.info}. `;
        break;
      case 'table_open':
        rows = [];
        headerRows = 0;
        break;
      case 'thead_close':
        headerRows = rows?.length ?? 0;
        break;
      case 'tr_open':
        rows?.push([]);
        break;
      case 'table_close':
        if (rows !== null) blocks.push({ kind: 'table', rows, headerRows }, { kind: 'text', text: '' });
        rows = null;
        break;
      case 'inline':
        if (rows !== null) rows.at(-1)?.push(plain(token).replaceAll('\n', ' '));
        else
          for (const [index, line] of plain(token).split('\n').entries()) {
            blocks.push({
              kind: 'text',
              text: (index === 0 ? mark : ' '.repeat(mark.length)) + line,
              large: heading,
            });
          }
        mark = '';
        break;
      case 'fence':
      case 'code_block':
        for (const line of token.content.split('\n')) blocks.push({ kind: 'text', text: line });
        break;
      case 'heading_close':
      case 'paragraph_close':
        heading = false;
        if (rows === null && !token.hidden) blocks.push({ kind: 'text', text: '' });
        break;
    }
  }
  return blocks;
}

/** Text, code and alternative texts of images, line breaks kept. */
function plain(token: Token): string {
  let [struck, bold] = [0, 0];
  return (token.children ?? [])
    .map((child) => {
      if (child.type === 's_open' || child.type === 's_close') struck += child.nesting;
      if (child.type === 'strong_open' || child.type === 'strong_close') bold += child.nesting;
      if (child.type === 'softbreak' || child.type === 'hardbreak') return '\n';
      if (child.type === 'text' || child.type === 'code_inline' || child.type === 'image')
        return child.content === '' ? '' : styled(child.content, { struck: struck > 0, bold: bold > 0 });
      return '';
    })
    .join('');
}
