/** What styles make of a page: text that nobody sees is hidden, and all other text is not. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { htmlBlocks } from './html.ts';
import { styledRuns } from './styled-text.ts';

/** Texts of the lines of a page, with those that nobody sees in brackets. */
function linesOf(html: string): readonly string[] {
  return htmlBlocks(html).flatMap((block) => {
    if (block.kind !== 'text' || block.text === '') return [];
    const text = [...styledRuns(block.text)].map((run) => run.text).join(' ');
    return [block.hidden === true ? `[${text}]` : text];
  });
}

describe('text that nobody sees', () => {
  const ways: Readonly<Record<string, string>> = {
    'a class': '<style>.x { display: none }</style><p class="a x">t',
    'an id': '<style>#x { visibility: hidden }</style><p id=x>t',
    'a tag below another': '<style>div > p { opacity: 0 }</style><div><p>t</div>',
    'one of several selectors': '<style>.y, .x { font-size: 0 }</style><p class=x>t',
    'its own style': '<p style="DISPLAY:none">t',
    'white on white': '<style>.x { color: #fff }</style><p class=x>t',
    'a color on itself': '<div style="background:#003366"><p style="color: rgb(0, 51, 102)">t</div>',
    'a color of old': '<table bgcolor=navy><tr><td><font color="#000080">t</font></table>',
    'a place far off': '<style>.x { position: absolute; left: -9999px }</style><p class=x>t',
    'a line that starts far off': '<p style="text-indent: -999em">t',
    'a cut to nothing': '<p style="position:absolute; clip: rect(0 0 0 0)">t',
    'no height': '<p style="height:0;overflow:hidden">t',
    'what is around it': '<style>.x { display: none }</style><div class=x><p><b>t</b></div>',
    'a rule that is important':
      '<style>.x { display:none !important }</style><p class=x style="display:block">t',
    'a rule for screens': '<style>@media screen { .x { display:none } }</style><p class=x>t',
    'the attribute': '<p hidden>t',
    'a selector that is known late':
      '<style>p:not(.y):first-child { display:none }</style><div><p class=x>t</div>',
  };
  for (const [name, html] of Object.entries(ways))
    test(name, () => assert.deepEqual(linesOf(`<!doctype html><body>a ${html}</body>`), ['a', '[t]']));

  test('takes no part in the lines and tables around it', () => {
    const html = `<style>.x { display:none }</style>Total <div class=x>10 <script>s()</script></div> 80
      <table><tr><th>Item<th>Price<tr class=x><td>Old<td>1<tr><td>Box <i class=x>cheap</i><td>2</table>`;
    assert.deepEqual(linesOf(html), ['Total 80', '[10]', '[Old 1]', '[cheap]']);
    const [table] = htmlBlocks(html).filter((block) => block.kind === 'table');
    assert.equal(table?.rows.length, 2);
  });
});

describe('text that is seen', () => {
  const ways: Readonly<Record<string, string>> = {
    'hidden from screen readers': '<p aria-hidden=true>t',
    'a rule that a later one takes back':
      '<style>.x { display:none } .x { display:block }</style><p class=x>t',
    'a stronger rule takes it back':
      '<style>.x.y { display:block } .x { display:none }</style><p class="x y">t',
    'on paper alone it is hidden': '<style>@media print { .x { display:none } }</style><p class=x>t',
    'in a narrow window alone':
      '<style>@media (max-width: 600px) { .x { display:none } }</style><p class=x>t',
    'under the pointer alone': '<style>.x:hover { display:none }</style><p class=x>t',
    'white on a dark ground':
      '<style>.d { background: #036 } p { color: white }</style><div class=d><p>t</div>',
    'white on a picture': '<div style="background: url(sky.png)"><p style="color:#fff">t</div>',
    'a color that was not loaded': '<link rel=stylesheet href=a.css><p style="color:#fff">t',
    'a color that is computed': '<p style="color: var(--ink)">t',
    'visible in what is invisible': '<div style="visibility:hidden"><p style="visibility:visible">t</div>',
    'sized in what has no size': '<div style="font-size:0"><p style="font-size:12pt">t</div>',
    'a sheet that is no CSS': '<style>}} .x { </style><p class=x>t',
  };
  for (const [name, html] of Object.entries(ways))
    test(name, () => assert.deepEqual(linesOf(`<!doctype html><body>a ${html}</body>`), ['a', 't']));
});

describe('bold text', () => {
  const boldOf = (html: string): readonly string[] =>
    htmlBlocks(html).flatMap((block) =>
      block.kind === 'text'
        ? [...styledRuns(block.text)].filter((run) => run.bold).map((run) => run.text)
        : [],
    );
  test('is that of elements and of styles, to where a style takes it back', () => {
    const html = `<style>.x { font-weight: 700 } .y { font-weight: normal }</style>
      <p><b>one</b> two <span class=x>three <i>four <span class=y>five</span></i></span> <strong>six</strong>`;
    assert.deepEqual(boldOf(html), ['one', 'three', 'four', 'six']);
  });
  test('divides no word: a colon belongs to the name before it', () => {
    const [block] = htmlBlocks('<p><b>Name</b>: <b>A</b>nna');
    assert.deepEqual(
      block?.kind === 'text' ? [...styledRuns(block.text)].map(({ text, bold }) => [text, bold]) : [],
      [
        ['Name:', true],
        ['Anna', true],
      ],
    );
  });
});
