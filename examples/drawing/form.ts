/** An English council form: fillable fields and boxes (AcroForm), some of them left empty. */
import {
  collectBytes,
  createPaper,
  pageSize,
  put,
  putLines,
  rule,
  type Paper,
  type TextStyle,
} from './paper.ts';

const created = new Date('2026-01-19T11:05:00Z');

/** What the applicant typed; an empty text is a field left empty. */
const typed = {
  surname: 'Okonkwo-Reid',
  first_names: 'Amara Jane',
  date_of_birth: '07/11/1984',
  telephone: '01632 960 881',
  email: 'amara.okonkwo-reid@example.com',
  house: '22B',
  street: 'Tannery Terrace',
  town: 'Millbrook',
  postcode: 'MB4 7QT',
  resident_since: '01/09/2023',
  registration: 'LK21 XYZ',
  make: 'Skoda',
  model: 'Fabia Estate',
  colour: 'Dark blue',
  engine: '999',
  registration_2: '',
  make_2: '',
  start: '02/02/2026',
  visitor_permits: '3',
  signature_name: 'A. J. Okonkwo-Reid',
  signature_date: '19/01/2026',
  office_reference: '',
} as const;

const ticked = {
  permit_6: false,
  permit_12: true,
  company_yes: false,
  company_no: true,
  blue_badge_yes: false,
  blue_badge_no: true,
  electric: false,
  proof_council_tax: true,
  proof_utility: false,
  proof_registration: true,
  declaration: true,
} as const;

export const expectedForm = {
  applicant: {
    surname: typed.surname,
    first_names: typed.first_names,
    date_of_birth: '1984-11-07',
    telephone: typed.telephone,
    email: typed.email,
  },
  address: {
    house_number: typed.house,
    street: typed.street,
    town: typed.town,
    postcode: typed.postcode,
    resident_since: '2023-09-01',
  },
  vehicle: {
    registration_number: typed.registration,
    make: typed.make,
    model: typed.model,
    colour: typed.colour,
    engine_size_cc: Number(typed.engine),
    company_vehicle: false,
    electric_or_hybrid: false,
  },
  second_vehicle: { registration_number: null, make: null },
  permit_length: '12 months',
  start_date: '2026-02-02',
  visitor_permits: Number(typed.visitor_permits),
  blue_badge_holder: false,
  declaration_accepted: true,
  signature_date: '2026-01-19',
};

const left = 46;
const right = pageSize.width - 46;
const purple = '#4a2a63';
const label: TextStyle = { font: 'Helvetica', size: 8, colour: '#333333' };
const plain: TextStyle = { font: 'Helvetica', size: 9 };
const bold: TextStyle = { font: 'Helvetica-Bold', size: 9 };

export async function drawForm(): Promise<Uint8Array> {
  const paper = createPaper(
    'Application for a residents parking permit',
    'Millbrook Borough Council',
    created,
  );
  const bytes = collectBytes(paper);
  paper.addPage();
  paper.font('Helvetica');
  paper.initForm();
  keepAppearances(paper);
  drawHead(paper);
  drawApplicant(paper, 138);
  drawAddress(paper, 262);
  drawVehicle(paper, 386);
  drawPermit(paper, 562);
  drawDeclaration(paper, 668);
  drawFoot(paper);
  paper.end();
  return await bytes;
}

function drawHead(paper: Paper): void {
  paper.circle(72, 62, 24).fill(purple);
  paper.path('M 60 68 L 72 46 L 84 68 Z').fill('#ffffff');
  rule(paper, 58, 86, 72, { colour: '#ffffff', width: 2 });
  put(paper, 'Millbrook Borough Council', 108, 40, { ...bold, size: 12, colour: purple });
  put(paper, 'Application for a residents’ parking permit', 108, 58, { ...bold, size: 15 });
  put(paper, 'Form PK-1 (January 2026)', 108, 79, label);
  putLines(
    paper,
    [
      'Please complete all sections in capitals or by computer and tick the boxes that apply. Fields marked * are required.',
    ],
    left,
    106,
    10,
    plain,
  );
}

function section(paper: Paper, y: number, number: number, title: string): void {
  paper.rect(left, y, right - left, 17).fill(purple);
  put(paper, `${number}   ${title}`, left + 6, y + 4, { ...bold, size: 9.5, colour: '#ffffff' });
}

function drawApplicant(paper: Paper, y: number): void {
  section(paper, y, 1, 'About you');
  field(paper, 'surname', 'Surname *', left, y + 24, 240);
  field(paper, 'first_names', 'First name(s) *', left + 256, y + 24, right - left - 256);
  field(paper, 'date_of_birth', 'Date of birth (DD/MM/YYYY) *', left, y + 62, 150);
  field(paper, 'telephone', 'Daytime telephone', left + 166, y + 62, 130);
  field(paper, 'email', 'Email address', left + 312, y + 62, right - left - 312);
}

function drawAddress(paper: Paper, y: number): void {
  section(paper, y, 2, 'Where you live');
  field(paper, 'house', 'House or flat number *', left, y + 24, 110);
  field(paper, 'street', 'Street *', left + 126, y + 24, right - left - 126);
  field(paper, 'town', 'Town', left, y + 62, 180);
  field(paper, 'postcode', 'Postcode *', left + 196, y + 62, 110);
  field(paper, 'resident_since', 'Resident since (DD/MM/YYYY)', left + 322, y + 62, right - left - 322);
}

function drawVehicle(paper: Paper, y: number): void {
  section(paper, y, 3, 'Your vehicle');
  field(paper, 'registration', 'Registration number *', left, y + 24, 120);
  field(paper, 'make', 'Make *', left + 136, y + 24, 110);
  field(paper, 'model', 'Model', left + 262, y + 24, 130);
  field(paper, 'colour', 'Colour', left + 408, y + 24, right - left - 408);
  field(paper, 'engine', 'Engine size (cc)', left, y + 62, 120);
  question(paper, y + 74, 'Is it a company vehicle?', left + 136, [
    ['company_yes', 'Yes', 250],
    ['company_no', 'No', 290],
  ]);
  tick(paper, 'electric', 'Electric or plug-in hybrid', left + 352, y + 74);
  put(paper, 'Second vehicle sharing this permit (leave empty if none)', left, y + 106, bold);
  field(paper, 'registration_2', 'Registration number (second vehicle)', left, y + 122, 180);
  field(paper, 'make_2', 'Make (second vehicle)', left + 196, y + 122, 180);
}

function drawPermit(paper: Paper, y: number): void {
  section(paper, y, 4, 'The permit');
  question(paper, y + 26, 'Length of permit *', left, [
    ['permit_6', '6 months', 112],
    ['permit_12', '12 months', 182],
  ]);
  question(paper, y + 26, 'Are you a Blue Badge holder? *', left + 266, [
    ['blue_badge_yes', 'Yes', 408],
    ['blue_badge_no', 'No', 448],
  ]);
  field(paper, 'start', 'Start date (DD/MM/YYYY) *', left, y + 48, 150);
  field(paper, 'visitor_permits', 'Visitor permits (0 to 10)', left + 166, y + 48, 110);
  put(paper, 'Proof enclosed:', left + 300, y + 48, label);
  tick(paper, 'proof_council_tax', 'Council tax bill', left + 300, y + 62);
  tick(paper, 'proof_utility', 'Utility bill', left + 394, y + 62);
  tick(paper, 'proof_registration', 'Vehicle registration (V5C)', left + 300, y + 80);
}

function drawDeclaration(paper: Paper, y: number): void {
  section(paper, y, 5, 'Declaration');
  tick(
    paper,
    'declaration',
    'I declare that the information given is true and that I live at the address above.',
    left,
    y + 26,
  );
  field(paper, 'signature_name', 'Name of applicant', left, y + 46, 240);
  field(paper, 'signature_date', 'Date signed', left + 256, y + 46, 120);
  paper.rect(left + 392, y + 46, right - left - 392, 34).fill('#eeeeee');
  put(paper, 'For office use only', left + 398, y + 50, { ...label, size: 7 });
}

function drawFoot(paper: Paper): void {
  rule(paper, left, right, 776, { colour: purple });
  putLines(
    paper,
    [
      'Return to: Parking Services, Millbrook Borough Council, Civic Offices, Market Square, Millbrook MB1 1AA',
      'Telephone 01632 960 100   parking@millbrook.example   We use your data only to handle this application.',
    ],
    left,
    784,
    11,
    { ...label, size: 7.5 },
  );
  put(paper, 'Page 1 of 1', right, 784, { ...label, size: 7.5, align: 'right' });
}

/** A label over a fillable box of 18 points. */
function field(
  paper: Paper,
  name: keyof typeof typed,
  caption: string,
  x: number,
  y: number,
  width: number,
): void {
  put(paper, caption, x, y, label);
  const top = y + 11;
  const height = 18;
  paper.rect(x, top, width, height).lineWidth(0.6).strokeColor('#777777').stroke();
  const value = typed[name];
  const content =
    value === ''
      ? '/Tx BMC EMC'
      : `/Tx BMC q BT /${fontName} 10 Tf 0 0 0.4 rg 4 5 Td (${escape(value)}) Tj ET Q EMC`;
  widget(paper, name, caption, [x, top, width, height], {
    FT: 'Tx',
    V: pdfString(value),
    DA: pdfString('/F1 10 Tf 0 0 0.4 rg'),
    AP: { N: appearance(paper, width, height, content) },
  });
}

/** Helvetica's name in the resources of appearances. */
const fontName = 'Helv';

function question(
  paper: Paper,
  y: number,
  caption: string,
  x: number,
  choices: readonly (readonly [keyof typeof ticked, string, number])[],
): void {
  put(paper, caption, x, y, plain);
  for (const [name, text, offset] of choices) tick(paper, name, text, left + offset, y);
}

/** A box of 11 points with its text to the right. */
function tick(paper: Paper, name: keyof typeof ticked, caption: string, x: number, y: number): void {
  const size = 11;
  paper
    .rect(x, y - 1, size, size)
    .lineWidth(0.8)
    .strokeColor('#333333')
    .stroke();
  put(paper, caption, x + size + 5, y, plain);
  const cross = 'q 0 0 0.4 RG 1.4 w 2.4 2.4 m 8.6 8.6 l S 2.4 8.6 m 8.6 2.4 l S Q';
  const state = ticked[name] ? 'Yes' : 'Off';
  widget(paper, name, caption, [x, y - 1, size, size], {
    FT: 'Btn',
    V: state,
    AS: state,
    AP: { N: { Yes: appearance(paper, size, size, cross), Off: appearance(paper, size, size, 'q Q') } },
  });
}

/** pdfkit asks readers to draw all fields anew; ours are drawn already. */
function keepAppearances(paper: Paper): void {
  Reflect.get(paper, '_root').data.AcroForm.data.NeedAppearances = false;
}

/** A field that is its own widget; pdfkit's form functions take no appearances. */
function widget(
  paper: Paper,
  name: string,
  caption: string,
  [x, y, width, height]: readonly [number, number, number, number],
  entries: Readonly<Record<string, unknown>>,
): void {
  const reference = paper.formField(name);
  const top = pageSize.height - y;
  Object.assign(reference.data, {
    Type: 'Annot',
    Subtype: 'Widget',
    Rect: [x, top - height, x + width, top],
    F: 4,
    P: paper.page.dictionary,
    TU: pdfString(caption.replace(' *', '')),
    ...entries,
  });
  paper.page.annotations.push(reference);
  reference.finalize();
}

/** pdfkit writes a plain string as a name, a String object as text. */
function pdfString(text: string): unknown {
  return Object(text);
}

function escape(text: string): string {
  return text.replaceAll(/[\\()]/g, (sign) => `\\${sign}`);
}

/** Readers show what a field's appearance draws, so each value is drawn as the program that filled the form would. */
function appearance(paper: Paper, width: number, height: number, content: string): PDFKit.PDFKitReference {
  const stream = paper.ref({
    Type: 'XObject',
    Subtype: 'Form',
    BBox: [0, 0, width, height],
    Resources: { Font: { [fontName]: helveticaOf(paper) } },
  });
  stream.end(content);
  return stream;
}

const fonts = new WeakMap<Paper, PDFKit.PDFKitReference>();

function helveticaOf(paper: Paper): PDFKit.PDFKitReference {
  const known = fonts.get(paper);
  if (known !== undefined) return known;
  const font = paper.ref({
    Type: 'Font',
    Subtype: 'Type1',
    BaseFont: 'Helvetica',
    Encoding: 'WinAnsiEncoding',
  });
  font.finalize();
  fonts.set(paper, font);
  return font;
}
