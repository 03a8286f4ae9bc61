/**
 * Fields that documents print under many names: one row a field, its ways of being named divided by `;`.
 * A way is a set of concepts (rows of the atoms files), so each holds in every language at once.
 * `@0.6` says how surely that name means this field (default 1): a lone "Date" on an invoice is often,
 * but not always, the date of issue. Ways at 0.85 or more also recognise a leaf as asking for the field.
 */
export const fields: Readonly<Record<string, string>> = {
  issue_date:
    'issue date; invoice date; document date; order date @0.6; receipt date; creditnote date; statement date @0.8; date @0.6; printed date @0.4; reporting date @0.7; check date @0.6; contract date @0.8; agreement date @0.8; current date @0.5; issue @0.6; transaction date @0.6; offer date @0.8; delivery date @0.3',
  statement_date:
    'statement date; issue date @0.8; invoice date @0.8; date @0.6; reporting date @0.7; printed date @0.4',
  due_date:
    'due date; payment due; payment due date; due @0.7; payment terms date @0.7; payment date @0.5; due end @0.8; maturity date @0.6',
  delivery_date:
    'delivery date; shipment date @0.9; service date @0.9; service period @0.6; delivery period @0.8; delivery @0.6; delivery service date',
  payment_date: 'payment date; payment @0.4; due date @0.4',
  order_date:
    'order date; purchase order date; date order; date @0.5; original date @0.5; issue date @0.6; entered date @0.5',
  contract_date:
    'contract date; agreement date; date agreement; start date @0.5; issue date @0.5; signed date @0.6; date @0.5',
  signed_date: 'signed date; date @0.4; signed @0.5; contract date @0.4',
  start_date:
    'start date; start; period start; start end date @0.85; period @0.6; date period @0.6; contract period @0.5; flight @0.5; contract date @0.5',
  end_date:
    'end date; end; period end; start end date @0.85; period @0.6; date period @0.6; contract period @0.5; flight @0.5; contract date @0.5; maturity @0.4',
  flight_start:
    'flight start; flight start date; flight; flight date; flight period; start date @0.55; contract period @0.9; contract date @0.75; period @0.75; order period @0.8; invoice period @0.65; start end date @0.6; date period @0.7; order date @0.35; program date @0.4',
  flight_end:
    'flight end; flight end date; flight; flight date; flight period; end date @0.55; contract period @0.9; contract date @0.75; period @0.75; order period @0.8; invoice period @0.65; start end date @0.6; date period @0.7; order date @0.35; program date @0.4',
  period:
    'period; start end date @0.8; date period; month @0.5; statement period @0.9; invoice period @0.9; service period @0.8; reporting period @0.9',
  service_start:
    'service period start; delivery period start; service period @0.9; delivery period @0.8; period @0.8; invoice period @0.9; statement period @0.8; service start; period start',
  service_end:
    'service period end; delivery period end; service period @0.9; delivery period @0.8; period @0.8; invoice period @0.9; statement period @0.8; service end; period end',
  pay_period:
    'payment period; salary period; salary month @0.9; period @0.8; month @0.6; period salary month',
  birth_date: 'birth date; birth',
  effective_date:
    'start date; contract start date @0.9; policy start date; policy period @0.7; period @0.4; date @0.3; contract date @0.6; agreement date @0.5; insurance start date',
  expiry_date:
    'end date; contract end date @0.9; policy end date; policy period @0.7; insurance end date; maturity date @0.6; due date @0.3',
  balance_date:
    'reporting date; balance date; balance reporting date; fiscal end @0.7; period end date @0.9; date @0.3; fiscal year end; reporting @0.6',
  report_date: 'document date; reporting date; date @0.6; issue date; printed date @0.5; approved date @0.4',
  publication_date: 'publication date; publication year @0.85; date @0.65; issue date @0.8; start date @0.4',
  exam_date: 'specimen date; specimen received date @0.7; result date @0.5; document date @0.5',

  invoice_number:
    'invoice number; invoice identifier; invoice; document number @0.8; invoice reference @0.8; invoice code @0.8; number @0.45; receipt number @0.8; creditnote number @0.95; creditnote @0.5; account invoice number @0.6',
  order_number:
    'order number; order; order identifier; purchase order number; purchase order; order reference @0.8; order code @0.8; contract number @0.5; number @0.4; buyer order number @0.8',
  contract_number:
    'contract number; contract; contract identifier; contract version @0.85; order number @0.85; order @0.75; order version @0.8; invoice number @0.75; invoice @0.65; agreement number; document number @0.6; number @0.45; contract reference @0.8; policy number @0.5',
  document_number:
    'document number; document identifier; number @0.6; reference number @0.7; invoice number @0.7; waybill number @0.6',
  offer_number: 'offer number; offer; offer identifier; offer reference @0.8; number @0.4',
  delivery_number: 'delivery number; delivery document number; waybill number @0.7; shipment number @0.7',
  reference: 'reference; reference number; buyer reference @0.8; document reference @0.8; identifier @0.5',
  customer_number:
    'customernumber; buyer number; buyer identifier; buyer code; account number @0.6; buyer account @0.6; buyer reference @0.5',
  supplier_number: 'suppliernumber; seller number; seller identifier; seller code',
  account_number:
    'account number; account; account identifier; iban @0.5; bank account number; bank account; customernumber @0.6; account code @0.8',
  policy_number:
    'policy number; policy; policy identifier; insurance number; insurance policy number; contract number @0.6; insurance contract number @0.8',
  claim_number: 'claim number; claim; claim identifier; claim reference @0.8',
  vat_id:
    'vatid; vat identifier; vat number; vat registration number; vat registration; tax identifier @0.6; vat @0.7',
  tax_id: 'taxid; tax identifier; tax number; vatid @0.5; fiscal number; fiscal code',
  registration_number:
    'registration number; registration; company registration number; registration identifier; company number @0.8; siret @0.9; registration @0.7',
  employee_number:
    'employee number; employee identifier; employee code; number @0.4; registration number @0.5',
  meter_number: 'meter number; meter identifier; meter; meter code @0.8',
  booking_number: 'booking number; booking; booking reference; booking code; booking identifier',
  waybill_number: 'waybill number; waybill; shipment number @0.6; document number @0.4',
  drawing_number: 'drawing number; drawing; document number @0.6; drawing identifier; page number @0.3',
  check_number: 'check number; check; check identifier; payment number @0.5',
  project_number: 'project number; project; project identifier; project code; project reference @0.8',
  article_number:
    'articlenumber; article number; article code; article identifier; article reference @0.84; product code; product number; code @0.8; reference @0.75; identifier @0.6; article @0.6',

  line_amount:
    'lineamount; line amount; article amount; service amount; net lineamount @0.9; amount @0.84; total @0.84; net amount @0.84; net total @0.84; total amount @0.84; net @0.75; subtotal @0.7; gross amount @0.6; gross total @0.6; gross @0.5',
  unit_price:
    'unitprice; article price; line price; service price; net unitprice @0.9; price @0.84; net price @0.84; price unit @0.84; price quantity @0.7; rate @0.7; gross price @0.6',
  line_description:
    'line description; article description; service description @0.9; description @0.84; name @0.75; article @0.75; service @0.75; transaction description @0.8; transaction @0.6',
  line_name: 'line name; article name; name @0.84; article @0.84; service @0.8; description @0.78',
  line_quantity:
    'line quantity; article quantity; quantity @0.84; hours @0.7; consumption @0.6; package @0.4',
  line_unit: 'line unit; article unit; quantity unit; unit @0.84',
  line_discount:
    'line discount; article discount; discount percent; discount rate; discount @0.84; discount amount @0.8',

  gross_total:
    'gross total; gross amount; gross; total @0.8; total amount @0.8; invoice total @0.9; order total @0.8; contract total @0.8; total due @0.6; due amount @0.5; due @0.45; total gross amount; invoice amount @0.85; total price @0.7; total payment @0.6; amount @0.4; total vat @0.2; order gross amount; total cost @0.7; contract amount @0.7',
  grand_total:
    'total; total amount; total invoice @0.95; gross total @0.9; gross total amount @0.9; invoice total amount @0.9; order total @0.9; receipt total @0.9; offer total @0.9; total due @0.8; total payment @0.7; due amount @0.65; gross amount @0.8; contract total @0.8; total price @0.8; payment amount @0.6; balance due @0.5',
  net_total:
    'net total; net amount; net; subtotal; subtotal net; total line @0.6; article total @0.7; total net amount; amount @0.3; taxbase @0.5; taxbase amount @0.5; net sale @0.5; total line net @0.9',
  tax_total:
    'tax total; vat total; tax amount; vat amount; tax; vat; vat rate @0.7; sale tax; total tax amount; rate vat amount @0.8; plus tax @0.9',
  tax_base:
    'taxbase; taxbase amount; net taxbase; tax net amount; vat net amount; net amount @0.84; net @0.84; net total @0.84; subtotal @0.5',
  amount_due:
    'due amount; due total; due; balance due; balance @0.6; total due; payment amount @0.85; open amount; amount payment; net due @0.9; payment @0.4; invoice amount @0.6; gross total @0.55; gross amount @0.5; gross @0.45; total @0.5; total amount @0.5; invoice total @0.6; balance amount @0.8; due payment',
  subtotal: 'subtotal; net total @0.8; net amount @0.6; article total @0.6; net @0.5; line total @0.6',
  discount_total: 'discount; discount amount; discount total',
  freight_total: 'freight; shipment cost; delivery cost; freight amount; shipment fee; freight fee',
  paid_amount:
    'payment amount; paid; deposit; payment received; received amount @0.7; total payment; payment @0.6; due amount @0.3; card @0.3',
  prepaid_amount: 'deposit; deposit amount; payment received @0.8; payment @0.5; total deposit',
  opening_balance:
    'opening balance; previous balance; start balance; opening; balance previous statement; balance previous',
  closing_balance:
    'closing balance; end balance; current balance @0.8; closing; balance @0.4; new balance; balance current @0.8; balance end',
  total_debits: 'debit total; debit; total debit amount; debit amount',
  total_credits: 'credit total; credit; total credit amount; credit amount',
  net_pay:
    'net salary; net payment; net due; net pay amount; due amount @0.6; payment amount @0.85; net amount @0.7; net @0.5; net total @0.7; salary payment @0.7; payment total @0.5',
  gross_pay:
    'gross salary; gross total; gross; salary total @0.8; gross amount @0.8; gross payment; total payment @0.5; total salary',
  total_deductions: 'deductions total; deductions; total deductions amount; deductions amount',
  commission: 'commission; agency commission; commission amount; commission rate @0.6',
  premium:
    'premium; premium total; annual premium; insurance premium; policy premium; premium amount; total premium amount',
  loan_amount:
    'loan amount; commitment amount; commitment total; principal amount; loan total; principal; commitment @0.7; loan @0.5; aggregate commitment',
  interest_rate: 'interest rate; interest @0.6; rate interest; rate @0.4; annual interest rate',
  exchange_rate: 'currency rate; exchange rate; rate currency',
  rent: 'rent; rent amount; rent total; month rent; base rent',
  vat_rate: 'vat rate; tax rate; vat; vat percent; tax percent; rate @0.5; tax @0.6',

  seller_name:
    'seller name; seller; seller company; company name @0.5; seller company name; shipper name @0.5; shipper @0.5; name seller',
  buyer_name:
    'buyer name; buyer; buyer company; buyer company name; recipient @0.5; recipient name @0.5; name buyer; payer name @0.6',
  recipient_name:
    'recipient name; recipient; recipient company; buyer name @0.5; delivery recipient; shipment recipient',
  employee_name:
    'employee name; employee; name @0.6; person name @0.7; lastname firstname @0.9; name lastname @0.7',
  employer_name:
    'employer name; employer; company name @0.8; company @0.7; name company @0.8; employer company',
  patient_name: 'patient name; patient; name @0.6; name patient; lastname firstname @0.7',
  company_name:
    'company name; company; name company; organization name; name @0.5; organization @0.8; registrant name; company official name',
  customer_name: 'buyer name; buyer; name @0.4; recipient @0.4',
  account_holder:
    'account owner; account owner name; account name @0.8; owner name; owner @0.7; payee @0.5; account buyer name @0.7; name account @0.8',
  contact_name: 'contact; contact name; contact person; person contact; agent @0.4; name contact',
  insured_name: 'insured name; insured; policy owner @0.8; owner @0.4; insured person; name insured',
  insurer_name:
    'insurer; insurer name; insurance company; company name @0.4; insurance company name; company @0.4',
  agent_name:
    'agent name; agent; agency name @0.8; agency @0.7; contact @0.3; agent agency; salesperson @0.4',
  landlord_name: 'landlord; landlord name; owner @0.5',
  tenant_name: 'tenant; tenant name',
  borrower_name: 'borrower; borrower name; company @0.3',
  advertiser_name: 'advertiser; advertiser name; buyer @0.4; buyer name @0.4; product @0.15; name advertiser',
  agency_name: 'agency; agency name; buyer @0.3; name agency',
  station_name: 'station; station name; property @0.8; name station',
  salesperson_name: 'salesperson; salesperson name; agent @0.4; seller @0.3; employee @0.3',
  product_name:
    'product; product name; product description; article @0.5; article name @0.7; description @0.6',
  event_name: 'event; event name; name event; championship @0.5',
  championship_name: 'championship; championship name; event name @0.6; event @0.4',
  signatory_name:
    'signed name; signed; signed by; name signed; doctor @0.3; doctor signed; officer name @0.5',
  carrier_name: 'airline; airline name; shipment company @0.7; insurer @0.2; shipper agent @0.3',
  shipper_name: 'shipper name; shipper; name shipper; shipper company; seller @0.4; seller name @0.4',
  consignee_name: 'recipient name; recipient; name recipient; buyer @0.4; recipient company; buyer name @0.3',
  author_name: 'author; author name; name author',
  full_name:
    'name; name person; person name; lastname firstname @0.9; firstname lastname @0.9; name lastname firstname',
  job_title: 'position; title @0.5; position name; employee position; salary position @0.5',
  merchant_name: 'seller name; seller; company name @0.8; company @0.6',

  address: 'address; address street @0.9; street @0.7; company address @0.9; address location',
  property_address:
    'property address; address property; property location; location @0.6; insured address @0.6; address @0.6; risk location; insured property address; delivery address @0.3',
  billing_address: 'invoice address; buyer address; buyer @0.5; invoice @0.1',
  delivery_address: 'delivery address; recipient address; shipment address; recipient @0.6',
  service_address:
    'service address; property address @0.7; delivery address @0.7; address @0.6; service location; consumption address @0.8; service for @0.5',
  venue: 'venue; event venue; city @0.5; event city @0.6; location',
  place_of_issue: 'issue city; city issue; issue venue; signed city @0.7; city @0.4; issue location',
  airport_departure:
    'airport origin; origin airport; origin @0.7; airport start; loading airport; airport address origin',
  airport_destination: 'airport destination; destination @0.7; destination airport; discharge airport',

  currency:
    'currency; currency code; invoice currency; price currency; amount @0.1; payment currency; document currency',
  payment_terms:
    'payment terms; terms; payment condition; terms payment; due terms; payment due @0.6; payment @0.3',
  payment_method:
    'payment method; payment type; payment; payment means; card type @0.6; card @0.4; method @0.5; payment terms @0.2',
  iban: 'iban; account number @0.4; bank account @0.4; account iban; bank iban',
  bic: 'bic; bank identifier @0.5; bic bank',
  bank_code: 'bankcode; bankcode number; bank code; bank identifier @0.5',
  bank_name: 'bank; bank name; name bank; bank company',
  email: 'email; email address; contact email @0.9; address email',
  phone: 'phone; phone number; contact phone @0.9; number phone; contact number @0.6',
  fax: 'fax; fax number; phone fax @0.7',
  website: 'website; website address; company website; address website',
  document_title: 'title; document title; title document; drawing title @0.7; heading',
  document_type:
    'document type; agreement type; contract type; title @0.8; document title; type title agreement @0.9',
  drawing_title:
    'drawing title; title; title drawing; drawing name @0.8; description @0.3; page title; drawing description @0.5',
  revision: 'version; version number; drawing version; version identifier',
  status: 'status; order status; payment status; document status',
  purpose: 'purpose; title purpose; reason; transaction purpose @0.6',
  governing_law: 'law; governing law; law state; law court @0.5',
  use_of_proceeds: 'proceeds; proceeds purpose; purpose @0.5; loan purpose; use proceeds',
  quantity_total: 'total quantity; quantity; quantity total; package quantity @0.8; package @0.4',
  gross_weight: 'gross weight; weight gross; weight @0.5; total weight @0.7; gross @0.3',
  net_weight: 'net weight; weight net; weight @0.4',
  page_count: 'page quantity; page number @0.4; page total; number page @0.6; total page',
  tax_year: 'tax year; fiscal year; year',
  nationality: 'country @0.8; country person; nationality',
  education: 'education; degree; university @0.5',
  deductible_amount: 'deductible; deductible amount; policy deductible',
  year_built: 'property year; year built; construction year @0.9; year construction',
  salary: 'salary; salary amount; base salary; salary total @0.5; gross salary @0.6',
  admission_date: 'admission date; admission',
  discharge_date: 'discharge date; discharge @0.7',
  earnings_per_share_basic: 'eps basic; basic eps; basic @0.7; eps @0.5; basic income share',
  earnings_per_share_diluted: 'eps diluted; diluted eps; diluted @0.7; eps @0.4; diluted income share',
  revenue: 'sale; sale total; net sale; sale revenue; income total @0.4; operating sale; total net sale',
  net_income:
    'net income; income loss @0.6; net loss @0.9; income net; net income loss; net @0.2; annual income @0.7; income @0.4; net result @0.9; result @0.4; income period',
  total_assets: 'asset total; asset @0.6; total asset',
  total_liabilities: 'liability total; liability @0.5; total liability',
  total_equity: 'equity total; equity @0.8; total equity; shareholder equity; shareholder equity total',
  total_liabilities_equity: 'liability equity total; liability equity; liability total @0.5',
};
