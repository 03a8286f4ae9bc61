/** Forms in Chinese and Japanese: colons, figures and signs of full width, captions without spaces. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractPages } from '../../testing/extract-pages.ts';
import { pageOfBytes } from '../../testing/drawn-files.ts';

const text = { type: 'string' };
const wanted = {
  name: text,
  company_name: text,
  invoice_number: text,
  invoice_date: { type: 'string', format: 'date' },
  total_amount: { type: 'number' },
  tax_amount: { type: 'number' },
  phone: text,
};

test('a caption ends at its colon of full width, and figures are read in any width', async () => {
  const page = await pageOfBytes(
    Buffer.from(
      '請求書\n氏名：山田太郎\n会社名：株式会社リーフ\n請求番号：ＩＮＶ－２０２４－０１５\n発行日：2024年5月3日\n合計金額 ￥１２，３００\n消費税：￥1,230\n電話番号：０３－１２３４－５６７８\n',
    ),
    'form.txt',
  );
  assert.match(page.text, /氏名：山田太郎\n/);
  const { results } = await extractPages([page], wanted);
  assert.deepEqual(results, {
    name: '山田太郎',
    company_name: '株式会社リーフ',
    invoice_number: 'INV-2024-015',
    invoice_date: '2024-05-03',
    total_amount: 12_300,
    tax_amount: 1230,
    phone: '03-1234-5678',
  });
});

test('captions are known by the words that they are made of', async () => {
  const page = await pageOfBytes(
    Buffer.from(
      '发票\n姓名：李明\n公司名称：上海叶子有限公司\n发票号码：12345678\n开票日期：2024年5月3日\n合计金额：￥1,200.00\n税额：¥156.00\n电话：021-12345678\n',
    ),
    'form.txt',
  );
  const { results } = await extractPages([page], wanted);
  assert.deepEqual(results, {
    name: '李明',
    company_name: '上海叶子有限公司',
    invoice_number: '12345678',
    invoice_date: '2024-05-03',
    total_amount: 1200,
    tax_amount: 156,
    phone: '021-12345678',
  });
});
